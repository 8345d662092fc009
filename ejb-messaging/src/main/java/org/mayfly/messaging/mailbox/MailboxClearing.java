package org.mayfly.messaging.mailbox;

import org.mayfly.protocol.value.DeviceId;

import java.util.Collection;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Empties mailboxes whose devices go. They stay locked until the commit, so that nothing arrives after it. */
@Dependent
public class MailboxClearing {

    private final MailboxStore store;

    @Inject
    public MailboxClearing(MailboxStore store) {
        this.store = store;
    }

    public void clear(Collection<DeviceId> devices) {
        store.lock(devices);
        devices.forEach(device -> store.remove(store.all(device)));
    }
}
