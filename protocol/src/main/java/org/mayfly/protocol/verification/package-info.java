/** Verification of what users and devices publish. Rule: the verified types can be made only by verifying; no clock, time is a parameter. */
@NullMarked
package org.mayfly.protocol.verification;

import org.jspecify.annotations.NullMarked;
