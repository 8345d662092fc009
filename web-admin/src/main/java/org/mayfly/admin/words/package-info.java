/** Every sentence of the portal comes from the bundle {@code words.properties}; this package puts values into it. */
@NullMarked
package org.mayfly.admin.words;

import org.jspecify.annotations.NullMarked;
