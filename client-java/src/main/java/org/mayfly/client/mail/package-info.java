/**
 * What a device keeps of its mail, and for how long: nothing outlives its expiry, its burning, or its use. An own text
 * is kept until each device it was sealed for reported it, at most a day; a received one until it was shown.
 */
@NullMarked
package org.mayfly.client.mail;

import org.jspecify.annotations.NullMarked;
