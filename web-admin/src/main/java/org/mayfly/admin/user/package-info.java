/** The people of a network: invited, suspended, resumed. */
@NullMarked
package org.mayfly.admin.user;

import org.jspecify.annotations.NullMarked;
