package org.mayfly.bench.peers.mayfly;

import com.google.protobuf.ByteString;
import org.mayfly.client.connection.Connection;
import org.mayfly.protocol.client.DeviceProtocol;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.KeyNeed;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.client.store.memory.MemoryStore;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.Submission;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.Submit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two people write to each other ahead of the load, past the server but for the one-time keys: what one seals the other
 * opens and answers, so that the links between their devices go the way they go in a conversation.
 */
final class Conversation {

    /** The other's turn after so many texts. */
    private static final int ANSWER_EVERY = 8;

    private static final int CLAIMED_AT_ONCE = 16;
    private static final Duration LIFE = Duration.ofDays(1);

    private final Side author;
    private final Side reader;

    /** @param connection of this device, for claims */
    record Side(Member member, Connection connection, Map<KeyNeed, List<ClaimedPrekey>> keys, Set<KeyNeed> dry) {

        Side(Member member, Connection connection) {
            this(member, connection, new HashMap<>(), new HashSet<>());
        }

        DeviceProtocol protocol() {
            return member.device();
        }

        MemoryStore store() {
            return member.store();
        }

        NetworkPolicy policy() {
            var policy = connection.loggedIn().getPolicy();
            return new NetworkPolicy(
                    new Lifetime(policy.getExpirationMaximum(), policy.getBurnMaximum()),
                    policy.getClassicalSuiteAllowed());
        }
    }

    Conversation(Side author, Side reader) {
        this.author = author;
        this.reader = reader;
        know(author, reader);
        know(reader, author);
    }

    private static void know(Side one, Side other) {
        var user = other.protocol().self().user();
        one.store()
                .commit(one.protocol()
                        .accept(other.member().list(), user, one.member().now())
                        .unit());
    }

    /** So many envelopes of the author with this text, each of which the reader has opened. */
    List<Submit> texts(String text, int count) {
        var sealed = new ArrayList<Submit>(count);
        for (int i = 0; i < count; i++) {
            var now = author.member().now();
            var draft = new Draft(
                    newId(author),
                    reader.protocol().self().user(),
                    new MessageContent.Text(text),
                    new Lifetime(LIFE.toSeconds(), 0),
                    now);
            var submit = seal(author, draft, now);
            open(reader, author, submit);
            sealed.add(submit);
            if (i % ANSWER_EVERY == 0) {
                answer(draft, now);
            }
        }
        return sealed;
    }

    private void answer(Draft text, Instant now) {
        var receipt = DeviceProtocol.deliveredReceipt(
                newId(reader), author.protocol().self().user(), List.of(text.id()), text.expiry(), now);
        open(author, reader, seal(reader, receipt, now));
    }

    private static MessageId newId(Side side) {
        return new MessageId(side.member().surroundings().random().bytes(16));
    }

    private static Submit seal(Side by, Draft draft, Instant now) {
        var keys = by.protocol().keysDue(draft, by.policy(), now).stream()
                .flatMap(need -> claimed(by, need).stream())
                .toList();
        var sealing = by.protocol().seal(draft, keys, by.policy(), now);
        if (!(sealing instanceof Sealing.Ready ready)) {
            throw new IllegalStateException("not sealed: " + sealing);
        }
        by.store().commit(ready.unit());
        by.keys()
                .values()
                .forEach(known -> known.removeIf(key -> ready.spent().stream()
                        .anyMatch(id -> ByteString.copyFrom(id.value().toArray())
                                .equals(key.getPrekey().getId()))));
        return ready.submit();
    }

    /** Those at hand, else some from the server; a pool that ran dry is not asked again. */
    private static List<ClaimedPrekey> claimed(Side by, KeyNeed need) {
        var known = by.keys().computeIfAbsent(need, any -> new ArrayList<>());
        if (known.isEmpty() && !by.dry().contains(need)) {
            var wanted = ClaimPrekeys.Wanted.newBuilder()
                    .setUser(ByteString.copyFrom(need.device().user().toArray()))
                    .setDevice(ByteString.copyFrom(need.device().device().toArray()))
                    .setCount(need.type() == PrekeyType.PREKEY_TYPE_P521 ? CLAIMED_AT_ONCE : 2);
            var claim = ClaimPrekeys.newBuilder().setType(need.type()).addWanted(wanted);
            known.addAll(by.connection().claim(claim.build()).join().getPrekeysList());
            if (known.isEmpty()) {
                by.dry().add(need);
            }
        }
        return known;
    }

    private static void open(Side by, Side from, Submit submit) {
        var reception = by.protocol()
                .receive(
                        delivered(by, submit),
                        by.policy(),
                        user -> Optional.of(from.member().list()),
                        by.member().now());
        if (!(reception instanceof Reception.Accepted)) {
            throw new IllegalStateException("not opened: " + reception);
        }
        by.store().commit(reception.unit());
    }

    /** As the server would deliver it to the one recipient. */
    private static Deliver delivered(Side by, Submit submit) {
        var hash = new Sha512(by.member().surroundings().provider());
        try {
            return Deliver.newBuilder()
                    .setDelivery(1)
                    .setHeader(submit.getHeader())
                    .setCiphertext(submit.getCiphertext())
                    .setSignature(submit.getSignature())
                    .setWrap(submit.getWraps(0).getWrap())
                    .setPath(Submission.parse(submit).tree(hash).proof(0).toWire())
                    .build();
        } catch (org.mayfly.protocol.codec.MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}
