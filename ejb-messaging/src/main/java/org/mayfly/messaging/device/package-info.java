/** Devices: enrolled by an invitation, listed by the user's identity key, logged in by their own signature. */
@NullMarked
package org.mayfly.messaging.device;

import org.jspecify.annotations.NullMarked;
