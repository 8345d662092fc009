/** People with the Java client in a network of their own. Rule: everything goes through the running installation. */
@NullMarked
package org.mayfly.system.people;

import org.jspecify.annotations.NullMarked;
