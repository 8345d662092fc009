package org.mayfly.protocol.verification;

import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.DeviceClass;

import java.time.Instant;
import java.util.List;

/**
 * A device on a verified list.
 *
 * @param signingKeyFingerprint SHA-512 of the DSK
 * @param suites accepted, ascending
 */
public record VerifiedDevice(
        DeviceId device,
        P521PublicKey signingKey,
        Bytes signingKeyFingerprint,
        DeviceClass deviceClass,
        List<Integer> suites,
        Instant created) {

    public VerifiedDevice {
        suites = List.copyOf(suites);
    }
}
