package org.mayfly.endpoint.delivery;

import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.mailbox.Mailboxes;
import org.mayfly.messaging.policy.Policies;
import org.mayfly.messaging.prekey.Prekeys;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** What a connection asks of the messaging core. */
@Dependent
record Ports(Mailboxes mailboxes, Devices devices, Prekeys prekeys, Policies policies) {

    @Inject
    Ports {}
}
