package org.mayfly.protocol.verification;

import org.mayfly.protocol.Suite;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.DeviceClass;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /** The highest suite that this device and another accept; empty if this version speaks none of them. */
    public Optional<Suite> suiteWith(VerifiedDevice other) {
        return Suite.highest(suites, other.suites);
    }
}
