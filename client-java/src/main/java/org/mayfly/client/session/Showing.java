package org.mayfly.client.session;

import org.mayfly.client.mail.Incoming;
import org.mayfly.client.mail.Warning;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;

import java.util.List;
import java.util.function.Consumer;

/** Shows what arrived, once: burning begins before it is seen, and it is erased after. On the session's thread only. */
final class Showing {

    private final Desk desk;
    private final Mail mail;

    Showing(Desk desk, Mail mail) {
        this.desk = desk;
        this.mail = mail;
    }

    /** Oldest first. */
    void all(Consumer<Incoming> show, Consumer<Warning> warn) {
        mail.inbox().purge(desk.now());
        for (var warning : mail.inbox().warnings()) {
            warn.accept(warning);
            mail.inbox().shown(warning);
        }
        for (var order : mail.inbox().unshown()) {
            one(order, show);
        }
    }

    private void one(long order, Consumer<Incoming> show) {
        var incoming = mail.inbox().read(order);
        if (incoming.lifetime().burnAfter().isPresent()) {
            incoming = burning(order);
        }
        show.accept(incoming);
        mail.inbox().shown(order);
    }

    /** The author's copy burns with it, unless its life is over anyway. */
    private Incoming burning(long order) {
        var now = desk.now();
        var incoming = mail.inbox().showing(order, now, List.of());
        var seconds = incoming.expiry().getEpochSecond() - now.getEpochSecond();
        if (seconds > 0) {
            var displayed = new MessageContent.Displayed(incoming.id(), now);
            var life = new Lifetime(seconds, 0);
            mail.outbox().add(new Draft(mail.newId().get(), incoming.from(), displayed, life, now), List.of());
        }
        return incoming;
    }
}
