/** What an operator's tools are told by the running installation. */
@NullMarked
package org.mayfly.system.operation;

import org.jspecify.annotations.NullMarked;
