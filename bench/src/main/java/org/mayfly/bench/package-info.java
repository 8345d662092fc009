/** What is measured, each benchmark against a yardstick of the same run: figures of shared machines mean nothing alone. */
@NullMarked
package org.mayfly.bench;

import org.jspecify.annotations.NullMarked;
