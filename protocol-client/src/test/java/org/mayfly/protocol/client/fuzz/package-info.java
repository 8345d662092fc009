/**
 * Bytes from outside, made hostile. Rule: one class and one fuzz test per parser; a parser refuses with MalformedException or
 * gives back what it read, takes no more memory than its input justifies, and never accepts what nobody published.
 *
 * <p>{@code mvn test} tries the vectors and the inputs kept under {@code src/test/resources}; {@code mvn -Pfuzz test} searches on.
 */
@NullMarked
package org.mayfly.protocol.client.fuzz;

import org.jspecify.annotations.NullMarked;
