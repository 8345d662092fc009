/** Why a client could not do what it was asked: one value with a stable code, thrown once, turned into a sentence at the edge. */
@NullMarked
package org.mayfly.client.problem;

import org.jspecify.annotations.NullMarked;
