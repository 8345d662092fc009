/** What tools ask of the portal's port: metrics and health, with a token, without a session. */
@NullMarked
package org.mayfly.admin.monitoring;

import org.jspecify.annotations.NullMarked;
