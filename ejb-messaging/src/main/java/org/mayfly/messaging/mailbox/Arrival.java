package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.Submission;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.Submit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A submission that is well-formed and its device's own; everything that needs no database is done: paths are computed
 * on the thread of its connection, not of the commit.
 *
 * @param digest SHA-512 of the submission as encoded
 */
record Arrival(Actor.Device actor, Submission submission, Bytes digest, List<Placed.Entry> entries) {

    Arrival {
        entries = List.copyOf(entries);
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException too-large, malformed */
    static Arrival parse(Actor.Device actor, Submit submit, Limits limits, Sha512 hash) {
        if (submit.getSerializedSize() > limits.of(Setting.ENVELOPE_SIZE)
                || submit.getCiphertext().size() > org.mayfly.protocol.Limits.CIPHERTEXT_BYTES
                || submit.getWrapsCount() > limits.of(Setting.ENVELOPE_RECIPIENTS)) {
            throw Reason.TOO_LARGE.refused();
        }
        try {
            var submission = Submission.parse(submit);
            var header = submission.header();
            if (!header.network().equals(actor.network())
                    || !header.sender().user().equals(actor.user())
                    || !header.sender().device().equals(actor.device())) {
                throw Reason.MALFORMED.refused();
            }
            var digest = hash.hash(Bytes.of(submit.toByteArray()));
            return new Arrival(actor, submission, digest, entries(submission, hash));
        } catch (MalformedException malformed) {
            throw Reason.MALFORMED.refused();
        }
    }

    private static List<Placed.Entry> entries(Submission submission, Sha512 hash) {
        var tree = submission.tree(hash);
        var entries = new ArrayList<Placed.Entry>();
        for (int place = 0; place < submission.recipients().size(); place++) {
            var recipient = submission.recipients().get(place);
            entries.add(new Placed.Entry(recipient.address().device(), recipient.wrap(), tree.proof(place)));
        }
        return entries;
    }

    MailboxStore.Submitted id() {
        return new MailboxStore.Submitted(
                expiryDay(), actor.device(), submission.header().message());
    }

    private int expiryDay() {
        return ExpiryDay.of(submission.header().discardAt());
    }

    /** Whose device lists the sender names. */
    Stream<UserId> seenUsers() {
        return submission.lists().stream().map(Submission.Seen::user);
    }

    List<DeviceId> recipients() {
        return entries.stream().map(Placed.Entry::device).toList();
    }

    /** @param firstSequence number of its first entry */
    Placed placed(Instant discardAt, long firstSequence) {
        return new Placed(
                expiryDay(),
                firstSequence,
                actor.device(),
                submission.header().message(),
                digest,
                submission.encodedHeader(),
                submission.ciphertext(),
                submission.signature(),
                discardAt,
                entries);
    }
}
