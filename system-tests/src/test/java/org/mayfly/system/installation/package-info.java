/** What an operator may rely on: a running installation looked at from outside. */
@NullMarked
package org.mayfly.system.installation;

import org.jspecify.annotations.NullMarked;
