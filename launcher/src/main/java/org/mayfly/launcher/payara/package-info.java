/** The Payara domain, made from config/, and the server that runs it. */
@NullMarked
package org.mayfly.launcher.payara;

import org.jspecify.annotations.NullMarked;
