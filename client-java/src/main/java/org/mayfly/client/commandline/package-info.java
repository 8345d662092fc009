/** {@code mayfly}: JSON lines on standard output, sentences for people on standard error, all from one catalogue. */
@NullMarked
package org.mayfly.client.commandline;

import org.jspecify.annotations.NullMarked;
