package org.mayfly.messaging.recovery;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.Bundle;
import org.mayfly.messaging.device.Devices.FirstPrekeys;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;

import java.util.Optional;
import jakarta.ejb.Local;

/** What a person who came back changes of the own account, with the identity key at hand. */
@Local
public interface ReturnedAccount {

    /**
     * Replaces a bundle. Other people who are back on this account are not any more: whoever knew the old passphrase.
     *
     * @param beside a device that agrees; where devices are approved, who knows no more than the passphrase changes the
     *     recovery key, which passes approval by, only with a listed device of the account
     * @throws org.mayfly.messaging.refusal.RefusedException malformed, conflicting-version, rate-limited; forbidden: the
     *     policy has no recovery keys, or a device has to agree
     */
    void put(Actor.Returned actor, Optional<Actor.Device> beside, Replacement replacement);

    /**
     * The recovery key stops working, and other people who are back on this account are not any more; none is no error.
     *
     * @param beside as for {@link #put}
     * @throws org.mayfly.messaging.refusal.RefusedException forbidden: a device has to agree
     */
    void removeRecoveryKey(Actor.Returned actor, Optional<Actor.Device> beside);

    /** @param version one above the one stored */
    record Replacement(Way way, long version, Bundle bundle) {}

    /**
     * Adds a device to the list, at once or once a listed one approves.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException malformed, invalid-signature, conflicting-version,
     *     too-many-devices, prekey-reused, rate-limited
     */
    Added add(Actor.Returned actor, ListOffer offer, FirstPrekeys prekeys, Optional<Bytes> name);

    /**
     * Removes devices, at once.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException malformed: it does anything else, or none would be left;
     *     invalid-signature, conflicting-version
     */
    void revoke(Actor.Returned actor, ListOffer offer);

    /** Everything of the user is deleted, in one transaction; the name stays taken. */
    void delete(Actor.Returned actor);

    /** An encoded DeviceList and the identity key's signature. */
    record ListOffer(Bytes list, Bytes signature) {}

    record Added(DeviceId device, boolean active) {}
}
