/**
 * What recorded traffic and the secrets of devices give together. Rule: whatever must not be found or opened stands beside a
 * search, by the same means, that finds and opens.
 */
@NullMarked
package org.mayfly.system.secrecy;

import org.jspecify.annotations.NullMarked;
