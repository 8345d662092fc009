package org.mayfly.messaging.device;

import org.mayfly.messaging.database.AfterCommit;
import org.mayfly.messaging.device.OwnDevices.DeviceRevoked;
import org.mayfly.messaging.mailbox.MailboxClearing;
import org.mayfly.protocol.value.DeviceId;

import java.util.Collection;
import java.util.List;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/** Takes devices away with all that was theirs: mail, one-time keys, sessions; their connections end after the commit. */
@Dependent
public class Revocation {

    private final JdbcDevices devices;
    private final MailboxClearing mailboxes;
    private final AfterCommit afterCommit;
    private final Event<DeviceRevoked> revocations;

    @Inject
    public Revocation(
            JdbcDevices devices, MailboxClearing mailboxes, AfterCommit afterCommit, Event<DeviceRevoked> revocations) {
        this.devices = devices;
        this.mailboxes = mailboxes;
        this.afterCommit = afterCommit;
        this.revocations = revocations;
    }

    /** Waits for log-ins of the devices before it takes the turn at the mailboxes, which all senders wait for. */
    public void remove(Collection<DeviceId> revoked) {
        var gone = List.copyOf(revoked);
        devices.lock(gone);
        mailboxes.clear(gone);
        gone.forEach(devices::remove);
        afterCommit.run(() -> gone.forEach(device -> revocations.fire(new DeviceRevoked(device))));
    }
}
