/** The oblivious pseudorandom function of recovery: RFC 9497, mode OPRF, suite P521-SHA512. Rule: curve arithmetic with Bouncy Castle stays here. */
@NullMarked
package org.mayfly.protocol.oprf;

import org.jspecify.annotations.NullMarked;
