/** Mailboxes: each device's ordered queue of envelopes until it acknowledges or they expire. */
@NullMarked
package org.mayfly.messaging.mailbox;

import org.jspecify.annotations.NullMarked;
