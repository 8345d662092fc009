package org.mayfly.messaging.device;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.FirstBundles;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.LogIn;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jakarta.ejb.Local;

/** Enrols devices and logs them in; keeps device lists as their users signed them. */
@Local
public interface Devices {

    /**
     * Enrols a user's first device: uses the invitation up, stores device list 1 and the first prekeys, in one
     * transaction, with the bundles that bring the account back. All signatures are verified. A device that names suite
     * 0x0002 brings ML-KEM keys, no other does.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException invitation-unusable, already-enrolled, invalid-signature,
     *     malformed; forbidden: a recovery key where the policy has none
     */
    Actor.Device enrol(
            Actor.Anonymous actor, String code, SignedDeviceList list, FirstPrekeys prekeys, FirstBundles bundles);

    /**
     * Authenticates a device by its signature over the connection's nonce.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException unauthenticated, clock-off, suspended, rate-limited
     */
    Session logIn(Actor.Anonymous actor, Bytes nonce, LogIn logIn);

    /** The device behind a REST token of a log-in. */
    Actor.Device authenticate(String restToken);

    /** The newest list of a user of the device's own network. */
    SignedDeviceList deviceList(Actor.Device actor, UserId user);

    /** Versions of such a list after one, ascending, at most 64; empty where there is none newer. */
    List<SignedDeviceList> deviceLists(Actor.Device actor, UserId user, long after);

    /** The name of this server in log-ins and links: the origin of the public URL. */
    String serverName();

    /**
     * The one-time keys a device starts with.
     *
     * @param classical of type P-521
     * @param kem of type ML-KEM-1024
     */
    record FirstPrekeys(UploadPrekeys classical, Optional<UploadPrekeys> kem) {}

    /** Keys of a device that can still be claimed. */
    record PrekeysLeft(int classical, int kem) {}

    record Session(Actor.Device device, Bytes restToken, Instant restTokenExpires, PrekeysLeft prekeysLeft) {}
}
