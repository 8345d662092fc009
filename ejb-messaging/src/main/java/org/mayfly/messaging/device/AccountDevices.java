package org.mayfly.messaging.device;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.audit.Facts;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.VerifiedDevice;

import java.util.Optional;
import java.util.Set;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The devices of an account, as the person who holds its identity key changes them. The user is locked. */
@Dependent
public class AccountDevices {

    private final ListChanges lists;
    private final FurtherDevice further;
    private final NewDevice store;
    private final WaitingDevices waiting;
    private final Revocation revocation;
    private final JdbcDevices devices;
    private final AuditTrail audit;

    @Inject
    public AccountDevices(
            ListChanges lists,
            FurtherDevice further,
            NewDevice store,
            WaitingDevices waiting,
            Revocation revocation,
            JdbcDevices devices,
            AuditTrail audit) {
        this.lists = lists;
        this.further = further;
        this.store = store;
        this.waiting = waiting;
        this.revocation = revocation;
        this.devices = devices;
        this.audit = audit;
    }

    /** @param actor on whose behalf */
    public record Account(Actor actor, NetworkId network, UserId user) {}

    /**
     * What a device brings.
     *
     * @param name sealed, 1 to 192 bytes
     * @param waits whether it has to be approved
     */
    public record Newcomer(Devices.FirstPrekeys prekeys, Optional<Bytes> name, boolean waits) {}

    public DeviceId add(Account account, Bytes list, Bytes signature, Newcomer newcomer) {
        var change = lists.next(account.network(), account.user(), list, signature);
        var device = change.added();
        further.requireRoom(change);
        newcomer.name().ifPresent(OwnDevicesBean::requireName);
        if (!newcomer.waits()) {
            further.add(account.actor(), change, newcomer.prekeys(), newcomer.name());
            waiting.end(account.network(), account.user());
            return device.device();
        }
        if (devices.isKnown(device.device())) {
            throw Reason.MALFORMED.refused();
        }
        store.check(account.network(), change.after(), device, newcomer.prekeys());
        waiting.put(change, newcomer.prekeys(), newcomer.name());
        record(account, "device.wait", change.factsOf(change.after()));
        return device.device();
    }

    public void revoke(Account account, Bytes list, Bytes signature) {
        var change = lists.next(account.network(), account.user(), list, signature);
        var revoked = change.onlyRemoved();
        revocation.remove(revoked.stream().map(VerifiedDevice::device).toList());
        lists.publish(change);
        waiting.end(account.network(), account.user());
        record(account, "device.revoke", change.factsOf(change.after()));
    }

    /** Whether it is on the account's list: one that waits to be approved, or was removed, is not. */
    public boolean isListed(UserId user, DeviceId device) {
        return devices.traits(user).containsKey(device);
    }

    /**
     * With an account or an identity that ends.
     *
     * @return what there was
     */
    public Set<DeviceId> removeAll(UserId user) {
        var all = Set.copyOf(devices.traits(user).keySet());
        revocation.remove(all);
        return all;
    }

    private void record(Account account, String action, String facts) {
        audit.record(account.actor(), action, account.user().toString(), Facts.NONE, facts);
    }
}
