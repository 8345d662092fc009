/**
 * What a device keeps of its mail, and for how long: nothing outlives its expiry, its burning, or its use. An own message
 * is kept until the server has it, a received one until it was shown.
 */
@NullMarked
package org.mayfly.client.mail;

import org.jspecify.annotations.NullMarked;
