/** Tests of the package. */
@NullMarked
package org.mayfly.admin.network;

import org.jspecify.annotations.NullMarked;
