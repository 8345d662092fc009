package org.mayfly.messaging.device;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.crypto.OneTimeCode;
import org.mayfly.messaging.prekey.PrekeyUploads;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.user.StoredUser;
import org.mayfly.messaging.user.UserStore;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.verification.DeviceIdentity;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.Fault;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Clock;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Enrols the first device of an invited user: all of it or nothing. */
@Dependent
class Enrolment {

    private final DeviceListVerification verification = new DeviceListVerification(CryptoProvider.preferred());
    private final UserStore users;
    private final JdbcDevices devices;
    private final PrekeyUploads prekeys;
    private final Clock clock;

    @Inject
    Enrolment(UserStore users, JdbcDevices devices, PrekeyUploads prekeys, Clock clock) {
        this.users = users;
        this.devices = devices;
        this.prekeys = prekeys;
        this.clock = clock;
    }

    Actor.Device enrol(String code, SignedDeviceList list, Devices.FirstPrekeys first) {
        var now = clock.instant();
        var user = OneTimeCode.parse(code)
                .flatMap(parsed -> users.takeInvitation(parsed.hash(), now))
                .orElseThrow(Reason.INVITATION_UNUSABLE::refused);
        var verified = verify(user, list);
        if (!users.enrol(user.id(), verified.identityKey().encoded())) {
            throw Reason.ALREADY_ENROLLED.refused();
        }
        var device = verified.devices().get(0);
        if (device.suites().contains(Suite.HYBRID.number()) != first.kem().isPresent()) {
            throw Reason.MALFORMED.refused();
        }
        devices.add(user.id(), device, now);
        devices.addList(verified, now);
        var owner = verified.identityOf(user.network(), device.device()).orElseThrow();
        store(owner, PrekeyType.PREKEY_TYPE_P521, first.classical());
        first.kem().ifPresent(kem -> store(owner, PrekeyType.PREKEY_TYPE_MLKEM1024, kem));
        return new Actor.Device(user.network(), user.id(), device.device());
    }

    private void store(DeviceIdentity owner, PrekeyType type, UploadPrekeys upload) {
        var batch = prekeys.verify(owner, upload);
        if (batch.type() != type) {
            throw Reason.MALFORMED.refused();
        }
        prekeys.store(owner.address().device(), batch);
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
