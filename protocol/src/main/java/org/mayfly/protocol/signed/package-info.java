/** What gets signed. Rule: every signature in the protocol covers a label of one closed list, the network, and length-prefixed fields. */
@NullMarked
package org.mayfly.protocol.signed;

import org.jspecify.annotations.NullMarked;
