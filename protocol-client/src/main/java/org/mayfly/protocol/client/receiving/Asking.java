package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Question;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.receiving.Freshness.Alive;
import org.mayfly.protocol.client.store.AskedAgain;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ReplayStore;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.EnvelopeHeader;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** R10 failed: refused, and asked for again where docs/protocol.md, "Asking again", allows it. */
final class Asking {

    /** One device in {@link #SPAN}. */
    static final int AT_MOST = 8;

    static final Duration SPAN = Duration.ofHours(24);

    /** A START that fails so soon after this device asked may itself be a question. */
    static final Duration ECHO = Duration.ofMinutes(1);

    private final ReplayStore store;
    private final Sha512 hash;

    Asking(ReplayStore store, Sha512 hash) {
        this.store = store;
        this.hash = hash;
    }

    Reception refuse(Alive alive, UserId self, Instant now) {
        var header = alive.envelope().header();
        var question = mayAsk(alive, self, now)
                ? Optional.of(new Question(header.sender(), content(alive), lifetime(header, now)))
                : Optional.<Question>empty();
        var unit = question.map(asked -> UnitOfWork.of(List.of(new Change.PutAskedAgain(asked(header, now)))))
                .orElseGet(UnitOfWork::nothing);
        return new Reception.Failed(Check.R10, Optional.of(header.sender()), question, unit);
    }

    private boolean mayAsk(Alive alive, UserId self, Instant now) {
        var header = alive.envelope().header();
        var asked = store.askedAgain(header.sender());
        var mayBeAQuestion = alive.envelope().wrap().fold(start -> true, fresh -> false, chained -> false);
        return !header.sender().user().equals(self)
                && asked.stream().noneMatch(one -> one.envelope().equals(header.message()))
                && since(asked, now.minus(SPAN)) < AT_MOST
                && !(mayBeAQuestion && since(asked, now.minus(ECHO)) > 0);
    }

    private static long since(List<AskedAgain> asked, Instant then) {
        return asked.stream().filter(one -> one.at().isAfter(then)).count();
    }

    private MessageContent.NotOpened content(Alive alive) {
        return new MessageContent.NotOpened(
                alive.envelope().header().message(), hash.hash(alive.envelope().encodedHeader()));
    }

    private static Lifetime lifetime(EnvelopeHeader header, Instant now) {
        var left = Duration.between(now, header.discardAt()).toSeconds();
        return new Lifetime(Math.max(1, Math.min(left, SPAN.toSeconds())), 0);
    }

    private static AskedAgain asked(EnvelopeHeader header, Instant now) {
        var span = now.plus(SPAN);
        var forgetAt = header.discardAt().isAfter(span) ? header.discardAt() : span;
        return new AskedAgain(header.sender(), header.message(), now, forgetAt);
    }
}
