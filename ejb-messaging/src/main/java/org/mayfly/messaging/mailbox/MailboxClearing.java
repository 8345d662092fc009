package org.mayfly.messaging.mailbox;

import org.mayfly.protocol.value.DeviceId;

import java.util.Collection;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Empties mailboxes whose devices go. Nobody adds to a mailbox until the commit, and afterwards they are no recipients. */
@Dependent
public class MailboxClearing {

    private final MailboxStore store;

    @Inject
    public MailboxClearing(MailboxStore store) {
        this.store = store;
    }

    public void clear(Collection<DeviceId> devices) {
        store.takeTurn(0);
        devices.forEach(device -> store.remove(store.all(device)));
    }
}
