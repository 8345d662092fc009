/** Tests of coming back, against the rules of docs/protocol.md carried out in memory. */
@NullMarked
package org.mayfly.client.account;

import org.jspecify.annotations.NullMarked;
