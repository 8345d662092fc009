/** The certificate that browsers see: from this installation's own authority or from the organisation. */
@NullMarked
package org.mayfly.launcher.tls;

import org.jspecify.annotations.NullMarked;
