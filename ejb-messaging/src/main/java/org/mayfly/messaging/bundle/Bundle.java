package org.mayfly.messaging.bundle;

import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.Bytes;

import java.util.Optional;
import java.util.UUID;

/**
 * A sealed identity key and the public key by which its owner proves to know what opens it.
 *
 * @param sealed 94 bytes
 * @param seed under which the passphrase was evaluated; empty for a recovery key, which needs none
 */
public record Bundle(Bytes sealed, P521PublicKey logInKey, Optional<UUID> seed) {

    private static final int SEALED_BYTES = 94;

    /** @throws org.mayfly.messaging.refusal.RefusedException malformed: a length, or no point of the curve */
    public static Bundle parse(Bytes sealed, Bytes logInKey, Optional<UUID> seed) {
        if (sealed.length() != SEALED_BYTES) {
            throw Reason.MALFORMED.refused();
        }
        try {
            return new Bundle(sealed, P521PublicKey.parse(logInKey), seed);
        } catch (MalformedException noKey) {
            throw Reason.MALFORMED.refused();
        }
    }

    @Override
    public String toString() {
        return "Bundle[hidden]";
    }
}
