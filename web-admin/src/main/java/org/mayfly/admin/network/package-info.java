/** Networks of this server, and which one a page is about. */
@NullMarked
package org.mayfly.admin.network;

import org.jspecify.annotations.NullMarked;
