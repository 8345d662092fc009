package org.mayfly.endpoint.delivery;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.device.OwnDevices.DeviceRevoked;
import org.mayfly.messaging.device.OwnDevices.DeviceWaiting;
import org.mayfly.messaging.device.OwnDevices.DevicesChanged;
import org.mayfly.messaging.mailbox.Mailboxes.MailArrived;
import org.mayfly.messaging.mailbox.Mailboxes.MailboxesSetBack;
import org.mayfly.messaging.policy.Policies.PolicyChanged;
import org.mayfly.messaging.prekey.Prekeys.PrekeysLow;
import org.mayfly.messaging.user.Users.UserSuspended;
import org.mayfly.protocol.value.DeviceId;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The devices that are logged in here, one connection each: the newest wins. Passes on what the core tells after its
 * commits; that only queues work, so the committer is not held up. Thread-safe.
 */
@ApplicationScoped
public class ConnectedDevices {

    private record Present(Actor.Device device, Connection connection) {}

    private final Map<DeviceId, Present> present = new ConcurrentHashMap<>();

    /** How many are logged in here. */
    public int count() {
        return present.size();
    }

    void join(Actor.Device device, Connection connection) {
        var before = present.put(device.device(), new Present(device, connection));
        if (before != null && before.connection() != connection) {
            before.connection().end(CloseCode.TAKEN_OVER);
        }
    }

    void leave(Actor.Device device, Connection connection) {
        present.computeIfPresent(device.device(), (id, one) -> one.connection() == connection ? null : one);
    }

    void onMail(@Observes MailArrived event) {
        event.envelopes().forEach((device, envelopes) -> {
            var one = present.get(device);
            if (one != null) {
                one.connection().mailArrived(envelopes, event.since());
            }
        });
    }

    void onSetBack(@Observes MailboxesSetBack event) {
        present.values().forEach(one -> one.connection().end(CloseCode.RESTART));
    }

    void onPrekeysLow(@Observes PrekeysLow event) {
        var one = present.get(event.device());
        if (one != null) {
            one.connection().prekeysLow(event.type(), event.left());
        }
    }

    void onPolicy(@Observes PolicyChanged event) {
        present.values().stream()
                .filter(one -> one.device().network().equals(event.network()))
                .forEach(one -> one.connection().policyChanged(event.policy()));
    }

    void onDevices(@Observes DevicesChanged event) {
        present.values().stream()
                .filter(one -> one.device().network().equals(event.network()))
                .forEach(one -> one.connection().devicesChanged(event.user(), event.version()));
    }

    void onWaiting(@Observes DeviceWaiting event) {
        present.values().stream()
                .filter(one -> one.device().network().equals(event.network())
                        && one.device().user().equals(event.user()))
                .forEach(one -> one.connection().deviceWaiting(event.device()));
    }

    void onRevocation(@Observes DeviceRevoked event) {
        var one = present.get(event.device());
        if (one != null) {
            one.connection().end(CloseCode.SUSPENDED);
        }
    }

    void onSuspension(@Observes UserSuspended event) {
        present.values().stream()
                .filter(one -> one.device().network().equals(event.network())
                        && one.device().user().equals(event.user()))
                .forEach(one -> one.connection().end(CloseCode.SUSPENDED));
    }
}
