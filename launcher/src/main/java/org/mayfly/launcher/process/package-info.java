/** Operating-system processes: started in groups of their own, remembered by pid and start time, never another program's. */
@NullMarked
package org.mayfly.launcher.process;

import org.jspecify.annotations.NullMarked;
