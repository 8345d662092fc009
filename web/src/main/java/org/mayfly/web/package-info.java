/** What every web archive of the application has in front of it, without declaring it: the port gate and the security headers. */
@NullMarked
package org.mayfly.web;

import org.jspecify.annotations.NullMarked;
