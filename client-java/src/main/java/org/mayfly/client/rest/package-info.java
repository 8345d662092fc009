/** The server's REST calls of docs/api.md as Java methods: JSON stops here, refusals come out as problems. */
@NullMarked
package org.mayfly.client.rest;

import org.jspecify.annotations.NullMarked;
