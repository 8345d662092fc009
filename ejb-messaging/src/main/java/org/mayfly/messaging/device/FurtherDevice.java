package org.mayfly.messaging.device;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.policy.JdbcPolicies;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;

import java.util.Optional;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Adds a further device: its list is published in the transaction that stores it and its keys. */
@Dependent
public class FurtherDevice {

    private final NewDevice store;
    private final ListChanges lists;
    private final JdbcDevices devices;
    private final JdbcPolicies policies;
    private final AuditTrail audit;

    @Inject
    public FurtherDevice(
            NewDevice store, ListChanges lists, JdbcDevices devices, JdbcPolicies policies, AuditTrail audit) {
        this.store = store;
        this.lists = lists;
        this.devices = devices;
        this.policies = policies;
        this.audit = audit;
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException too-many-devices */
    public void requireRoom(ListChanges.Change change) {
        var policy = policies.find(change.network()).orElseThrow().devices();
        if (change.after().devices().size() > policy.maximum()) {
            throw Reason.TOO_MANY_DEVICES.refused();
        }
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException too-many-devices, malformed, invalid-signature, prekey-reused */
    public void add(Actor actor, ListChanges.Change change, Devices.FirstPrekeys first, Optional<Bytes> name) {
        requireRoom(change);
        var device = change.added();
        store.store(change.network(), change.after(), device, first);
        name.ifPresent(given -> devices.name(change.after().user(), device.device(), given));
        lists.publish(change);
        audit.record(
                actor,
                "device.add",
                change.after().user().toString(),
                change.factsOf(change.before()),
                change.factsOf(change.after()));
    }
}
