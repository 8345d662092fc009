package org.mayfly.messaging.identity;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.user.Users.Invitation;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import jakarta.ejb.Local;

/** For who lost passphrase, recovery key and devices: the way back under the same name. */
@Local
public interface Identities {

    /**
     * Ends the identity of somebody who has enrolled, and invites the same user again. Devices, their mail, one-time keys and
     * tokens, device lists, bundles, sessions and counts of recovery are gone at the commit, a suspension too; the
     * connections end after it ({@link org.mayfly.messaging.device.OwnDevices.DeviceRevoked}). Id and name stay, and so
     * does what the user sent and others have not fetched yet.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException forbidden; identity-changes-pass: the policy would not have
     *     colleagues asked before they write to the new identity; unknown-user: not in this network; no-identity:
     *     has not enrolled, was ended already, or deleted the account
     */
    Invitation end(Actor actor, NetworkId network, UserId user);
}
