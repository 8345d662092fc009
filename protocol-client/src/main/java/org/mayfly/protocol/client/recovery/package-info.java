/** Coming back with nothing but the passphrase: docs/protocol.md, "Recovery". Rule: nothing here outlives the enrolment or revocation it is for. */
@NullMarked
package org.mayfly.protocol.client.recovery;

import org.jspecify.annotations.NullMarked;
