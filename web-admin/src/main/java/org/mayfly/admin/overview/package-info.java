/** The first page: what exists and what to do next. */
@NullMarked
package org.mayfly.admin.overview;

import org.jspecify.annotations.NullMarked;
