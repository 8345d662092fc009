package org.mayfly.messaging.device;

import com.google.protobuf.ByteString;
import org.mayfly.messaging.audit.Facts;
import org.mayfly.messaging.database.AfterCommit;
import org.mayfly.messaging.device.OwnDevices.DevicesChanged;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.Fault;
import org.mayfly.protocol.verification.VerifiedDevice;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.verification.VerifiedDeviceList.Continuation;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/**
 * The next version of a user's device list: verified as every reader will, so that nothing is published that a reader
 * must refuse. Who stays keeps its key and its date; a list either adds one device or removes some.
 */
@Dependent
public class ListChanges {

    private final DeviceListVerification verification = new DeviceListVerification(CryptoProvider.preferred());
    private final JdbcDevices devices;
    private final AfterCommit afterCommit;
    private final Event<DevicesChanged> changes;
    private final Clock clock;

    @Inject
    public ListChanges(JdbcDevices devices, AfterCommit afterCommit, Event<DevicesChanged> changes, Clock clock) {
        this.devices = devices;
        this.afterCommit = afterCommit;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * A list that its identity key signed, to follow the one in force.
     *
     * @param before in force; its user is locked until the commit
     */
    public record Change(NetworkId network, VerifiedDeviceList before, VerifiedDeviceList after) {

        /** @throws org.mayfly.messaging.refusal.RefusedException malformed: not exactly one more, and none less */
        public VerifiedDevice added() {
            var added = after.devices().stream()
                    .filter(device -> before.device(device.device()).isEmpty())
                    .toList();
            if (added.size() != 1 || !removed().isEmpty()) {
                throw Reason.MALFORMED.refused();
            }
            return added.get(0);
        }

        /** @throws org.mayfly.messaging.refusal.RefusedException malformed: none less, one more, or none left */
        public List<VerifiedDevice> onlyRemoved() {
            var removed = removed();
            boolean noneAdded =
                    after.devices().size() + removed.size() == before.devices().size();
            if (removed.isEmpty() || !noneAdded || after.devices().isEmpty()) {
                throw Reason.MALFORMED.refused();
            }
            return removed;
        }

        /** What the audit says of one of the two. */
        String factsOf(VerifiedDeviceList list) {
            return Facts.of("network", network)
                    .and("listVersion", list.version())
                    .and("devices", list.devices().size())
                    .json();
        }

        private List<VerifiedDevice> removed() {
            return before.devices().stream()
                    .filter(device -> after.device(device.device()).isEmpty())
                    .toList();
        }
    }

    /**
     * Locks the user until the commit.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException malformed, also where an added device has the id of one that
     *     was removed; conflicting-version: it follows another list than
     *     the newest; invalid-signature: not by the user's identity key, or an entry that stays has changed
     */
    public Change next(NetworkId network, UserId user, Bytes list, Bytes signature) {
        var newest = devices.newestListForChange(network, user).orElseThrow(Reason.UNKNOWN_USER::refused);
        var before = verification
                .verify(network, user, newest)
                .orElseThrow(fault -> new IllegalStateException("a stored list does not verify"));
        var signed = SignedDeviceList.newBuilder()
                .setIdentityKey(newest.getIdentityKey())
                .setList(ByteString.copyFrom(list.toArray()))
                .setSignature(ByteString.copyFrom(signature.toArray()))
                .build();
        var after = verification.verify(network, user, signed).orElseThrow(ListChanges::refusal);
        if (after.version() != before.version() + 1 || !after.previous().equals(before.hash())) {
            throw Reason.CONFLICTING_VERSION.refused();
        }
        if (before.continuation(after) != Continuation.NEXT) {
            throw Reason.INVALID_SIGNATURE.refused();
        }
        requireNewIds(network, before, after);
        return new Change(network, before, after);
    }

    /** A device that was removed does not come back under its id: to readers it would be the one they knew. */
    private void requireNewIds(NetworkId network, VerifiedDeviceList before, VerifiedDeviceList after) {
        var added = after.devices().stream()
                .map(VerifiedDevice::device)
                .filter(device -> before.device(device).isEmpty())
                .collect(Collectors.toSet());
        boolean known = devices.allLists(network, after.user()).stream()
                .map(signed -> verification.reread(Canonical.encode(signed)))
                .flatMap(list -> list.devices().stream())
                .anyMatch(device -> added.contains(device.device()));
        if (known) {
            throw Reason.MALFORMED.refused();
        }
    }

    /** In force from the commit on; the network's connected devices are told after it. */
    public void publish(Change change) {
        var after = change.after();
        devices.addList(after, clock.instant());
        announce(change.network(), after);
    }

    /** Tells the network's connected devices of a list, after the commit. */
    void announce(NetworkId network, VerifiedDeviceList list) {
        afterCommit.run(() -> changes.fire(new DevicesChanged(network, list.user(), list.version())));
    }

    private static RefusedException refusal(Fault fault) {
        return (fault == Fault.MALFORMED ? Reason.MALFORMED : Reason.INVALID_SIGNATURE).refused();
    }
}
