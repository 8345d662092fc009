/** One person's several devices, and the way back to an account, against the running installation. */
@NullMarked
package org.mayfly.system.devices;

import org.jspecify.annotations.NullMarked;
