package org.mayfly.messaging.device;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.Bundles;
import org.mayfly.messaging.bundle.FirstBundles;
import org.mayfly.messaging.crypto.OneTimeCode;
import org.mayfly.messaging.policy.JdbcPolicies;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.user.StoredUser;
import org.mayfly.messaging.user.UserStore;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.Fault;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Clock;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Enrols the first device of an invited user: all of it or nothing. */
@Dependent
class Enrolment {

    private final DeviceListVerification verification = new DeviceListVerification(CryptoProvider.preferred());
    private final UserStore users;
    private final JdbcDevices devices;
    private final NewDevice store;
    private final ListChanges lists;
    private final Bundles bundles;
    private final JdbcPolicies policies;
    private final Clock clock;

    @Inject
    Enrolment(
            UserStore users,
            JdbcDevices devices,
            NewDevice store,
            ListChanges lists,
            Bundles bundles,
            JdbcPolicies policies,
            Clock clock) {
        this.users = users;
        this.devices = devices;
        this.store = store;
        this.lists = lists;
        this.bundles = bundles;
        this.policies = policies;
        this.clock = clock;
    }

    Actor.Device enrol(String code, SignedDeviceList list, Devices.FirstPrekeys first, FirstBundles firstBundles) {
        var now = clock.instant();
        var user = OneTimeCode.parse(code)
                .flatMap(parsed -> users.takeInvitation(parsed.hash(), now))
                .orElseThrow(Reason.INVITATION_UNUSABLE::refused);
        requireAllowed(user, firstBundles);
        var verified = verify(user, list);
        if (!users.enrol(user.id(), verified.identityKey().encoded())) {
            throw Reason.ALREADY_ENROLLED.refused();
        }
        var device = verified.devices().get(0);
        store.store(user.network(), verified, device, first);
        devices.addList(verified, now);
        bundles.putFirst(user.id(), firstBundles);
        if (user.identityEnded().isPresent()) {
            // Colleagues have a list under the former identity: they learn now that it is another.
            lists.announce(user.network(), verified);
        }
        return new Actor.Device(user.network(), user.id(), device.device());
    }

    private void requireAllowed(StoredUser user, FirstBundles first) {
        boolean allowed = policies.find(user.network()).orElseThrow().devices().recoveryKey();
        if (first.recoveryKey().isPresent() && !allowed) {
            throw Reason.FORBIDDEN.refused();
        }
    }

    private VerifiedDeviceList verify(StoredUser user, SignedDeviceList list) {
        var verified = verification.verify(user.network(), user.id(), list).orElseThrow(Enrolment::refusal);
        if (verified.version() != 1) {
            throw Reason.MALFORMED.refused();
        }
        return verified;
    }

    private static RefusedException refusal(Fault fault) {
        return (fault == Fault.MALFORMED ? Reason.MALFORMED : Reason.INVALID_SIGNATURE).refused();
    }
}
