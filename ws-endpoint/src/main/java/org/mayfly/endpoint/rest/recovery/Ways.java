package org.mayfly.endpoint.rest.recovery;

import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.signed.SignedInput.Way;

/** The two ways back, as REST names them. */
final class Ways {

    private Ways() {}

    /** @throws org.mayfly.messaging.refusal.RefusedException malformed */
    static Way of(String name) {
        return switch (name) {
            case "passphrase" -> Way.PASSPHRASE;
            case "recovery-key" -> Way.RECOVERY_KEY;
            default -> throw Reason.MALFORMED.refused();
        };
    }
}
