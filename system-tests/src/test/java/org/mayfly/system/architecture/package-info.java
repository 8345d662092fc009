/** The rules of docs/architecture.puml and of the house style, run over all modules' classes. */
@NullMarked
package org.mayfly.system.architecture;

import org.jspecify.annotations.NullMarked;
