/** What both ports show to anyone who asks. */
@NullMarked
package org.mayfly.system.web;

import org.jspecify.annotations.NullMarked;
