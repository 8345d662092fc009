/** Who is signed in, and the gate every request passes. Pages hold the session's actor and decide no permission. */
@NullMarked
package org.mayfly.admin.signin;

import org.jspecify.annotations.NullMarked;
