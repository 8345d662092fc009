package org.mayfly.messaging.device;

import org.mayfly.messaging.prekey.PrekeyUploads;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.verification.VerifiedDevice;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.verification.VerifiedUpload;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Clock;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Stores a device of a list, with the one-time keys it starts with. */
@Dependent
public class NewDevice {

    private final JdbcDevices devices;
    private final PrekeyUploads prekeys;
    private final Clock clock;

    @Inject
    public NewDevice(JdbcDevices devices, PrekeyUploads prekeys, Clock clock) {
        this.devices = devices;
        this.prekeys = prekeys;
        this.clock = clock;
    }

    /**
     * Whether these are the keys of that device. A device that names suite 0x0002 brings ML-KEM keys, no other does.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException malformed, invalid-signature
     */
    public void check(NetworkId network, VerifiedDeviceList list, VerifiedDevice device, Devices.FirstPrekeys first) {
        requireKeysOfItsSuites(device, first);
        verified(network, list, device, first.classical(), PrekeyType.PREKEY_TYPE_P521);
        first.kem().ifPresent(kem -> verified(network, list, device, kem, PrekeyType.PREKEY_TYPE_MLKEM1024));
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException malformed, also: the id is in use; invalid-signature, prekey-reused */
    public void store(NetworkId network, VerifiedDeviceList list, VerifiedDevice device, Devices.FirstPrekeys first) {
        requireKeysOfItsSuites(device, first);
        devices.add(list.user(), device, clock.instant());
        prekeys.store(device.device(), verified(network, list, device, first.classical(), PrekeyType.PREKEY_TYPE_P521));
        first.kem()
                .ifPresent(kem -> prekeys.store(
                        device.device(), verified(network, list, device, kem, PrekeyType.PREKEY_TYPE_MLKEM1024)));
    }

    private static void requireKeysOfItsSuites(VerifiedDevice device, Devices.FirstPrekeys first) {
        if (device.suites().contains(Suite.HYBRID.number()) != first.kem().isPresent()) {
            throw Reason.MALFORMED.refused();
        }
    }

    private VerifiedUpload verified(
            NetworkId network, VerifiedDeviceList list, VerifiedDevice device, UploadPrekeys upload, PrekeyType type) {
        var owner = list.identityOf(network, device.device()).orElseThrow();
        var batch = prekeys.verify(owner, upload);
        if (batch.type() != type) {
            throw Reason.MALFORMED.refused();
        }
        return batch;
    }
}
