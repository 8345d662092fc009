/** RFC 9162 trees with SHA-512: roots, paths, and where a path leads. */
@NullMarked
package org.mayfly.protocol.merkle;

import org.jspecify.annotations.NullMarked;
