/**
 * What the server tells its operator of itself, in numbers. Knows no other feature but refusals: who has something to tell
 * counts it here.
 *
 * <p>No number has a label that could name anybody: the only labels are constants of enums. No other package sees the
 * library that holds the numbers (tests of the architecture and of this package keep both rules).
 */
@NullMarked
package org.mayfly.messaging.signal;

import org.jspecify.annotations.NullMarked;
