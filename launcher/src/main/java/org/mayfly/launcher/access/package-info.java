/** What opens an installation: the one-time set-up link and operators' tokens. The database holds hashes only. */
@NullMarked
package org.mayfly.launcher.access;

import org.jspecify.annotations.NullMarked;
