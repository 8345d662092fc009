/** The published description of REST; a test holds it against the resources. */
@NullMarked
package org.mayfly.endpoint.openapi;

import org.jspecify.annotations.NullMarked;
