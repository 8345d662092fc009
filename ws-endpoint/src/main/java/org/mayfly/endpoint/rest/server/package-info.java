/** What everybody may ask: is it ready, which server is it. */
@NullMarked
package org.mayfly.endpoint.rest.server;

import org.jspecify.annotations.NullMarked;
