/** Test support written on plain JCA, so that it checks the code under test independently. */
@NullMarked
package org.mayfly.protocol.support;

import org.jspecify.annotations.NullMarked;
