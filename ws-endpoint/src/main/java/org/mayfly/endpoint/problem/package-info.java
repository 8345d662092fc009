/** How a refusal or a failure is told over HTTP: one mapper, RFC 9457, never a stack trace. */
@NullMarked
package org.mayfly.endpoint.problem;

import org.jspecify.annotations.NullMarked;
