package org.mayfly.messaging.device;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.audit.Facts;
import org.mayfly.messaging.crypto.Hashes;
import org.mayfly.messaging.database.Chore;
import org.mayfly.messaging.policy.JdbcPolicies;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.verification.DeviceListVerification;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jakarta.ejb.Schedule;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** A user's own devices in PostgreSQL. */
@Stateless
public class OwnDevicesBean implements OwnDevices {

    private static final int LONGEST_NAME = 192;

    private static final long DAY = 86_400_000L;

    private final DeviceListVerification verification = new DeviceListVerification(CryptoProvider.preferred());
    private final JdbcDevices devices;
    private final WaitingDevices waiting;
    private final ListChanges lists;
    private final FurtherDevice further;
    private final JdbcPolicies policies;
    private final AuditTrail audit;

    @Inject
    public OwnDevicesBean(
            JdbcDevices devices,
            WaitingDevices waiting,
            ListChanges lists,
            FurtherDevice further,
            JdbcPolicies policies,
            AuditTrail audit) {
        this.devices = devices;
        this.waiting = waiting;
        this.lists = lists;
        this.further = further;
        this.policies = policies;
        this.audit = audit;
    }

    @Override
    public List<OwnDevice> list(Actor.Device actor) {
        Operation.CHANGE_OWN_DEVICES.check(actor);
        boolean lastSeen =
                policies.find(actor.network()).orElseThrow().devices().lastSeen();
        var known = devices.traits(actor.user());
        var signed = devices.newestList(actor.network(), actor.user()).orElseThrow(Reason.UNKNOWN_USER::refused);
        return verification
                .verify(actor.network(), actor.user(), signed)
                .orElseThrow(fault -> new IllegalStateException("a stored list does not verify"))
                .devices()
                .stream()
                .map(device -> {
                    var traits = Optional.ofNullable(known.get(device.device()));
                    return new OwnDevice(
                            device.device(),
                            device.deviceClass(),
                            device.created(),
                            traits.flatMap(JdbcDevices.Traits::name),
                            traits.flatMap(JdbcDevices.Traits::lastSeenDay)
                                    .filter(day -> lastSeen)
                                    .map(day -> Instant.ofEpochMilli(day * DAY)),
                            device.device().equals(actor.device()));
                })
                .toList();
    }

    @Override
    public void name(Actor.Device actor, DeviceId device, Bytes sealed) {
        Operation.CHANGE_OWN_DEVICES.check(actor);
        requireName(sealed);
        if (!devices.name(actor.user(), device, sealed)) {
            throw Reason.UNKNOWN_DEVICE.refused();
        }
    }

    /** What it says only the user's devices can read. */
    static void requireName(Bytes sealed) {
        if (sealed.length() < 1 || sealed.length() > LONGEST_NAME) {
            throw Reason.MALFORMED.refused();
        }
    }

    @Override
    public Optional<Waiting> waiting(Actor.Device actor) {
        Operation.CHANGE_OWN_DEVICES.check(actor);
        return waiting.find(actor.user())
                .map(stored -> new Waiting(stored.list(), stored.signature(), stored.name(), stored.expires()));
    }

    @Override
    public void approve(Actor.Device actor, Bytes listHash) {
        Operation.CHANGE_OWN_DEVICES.check(actor);
        devices.lockUser(actor.user());
        var stored = waiting.find(actor.user()).orElseThrow(Reason.CONFLICTING_VERSION::refused);
        var hash = Hashes.sha512().digest(stored.list().toArray());
        if (!MessageDigest.isEqual(hash, listHash.toArray())) {
            throw Reason.CONFLICTING_VERSION.refused();
        }
        var change = lists.next(actor.network(), actor.user(), stored.list(), stored.signature());
        further.add(actor, change, WaitingDevices.firstPrekeys(stored), stored.name());
        waiting.end(actor.network(), actor.user());
    }

    @Override
    public void refuse(Actor.Device actor) {
        Operation.CHANGE_OWN_DEVICES.check(actor);
        devices.lockUser(actor.user());
        if (waiting.end(actor.network(), actor.user()).isPresent()) {
            audit.record(
                    actor,
                    "device.refuse",
                    actor.user().toString(),
                    Facts.NONE,
                    Facts.of("network", actor.network()).json());
        }
    }

    @Schedule(hour = "*", minute = "*", second = "40", persistent = false)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void purgeOnSchedule() {
        Chore.run(waiting::purge);
    }
}
