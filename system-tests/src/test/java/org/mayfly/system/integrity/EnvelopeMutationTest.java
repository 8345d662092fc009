package org.mayfly.system.integrity;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.Wrap;
import org.mayfly.protocol.wire.WrapState;
import org.mayfly.system.Installation;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** Envelopes of every kind of content are changed where a server could change them: while they wait for their recipient. */
class EnvelopeMutationTest {

    private static final Optional<Duration> KEEP = Optional.empty();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path homes;

    private final TreeMap<String, Integer> refusals = new TreeMap<>();
    private final Set<Class<?>> kinds = new HashSet<>();
    private final Set<WrapState> states = EnumSet.noneOf(WrapState.class);

    @Test
    @Verifies(value = "P1.1", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "P3.1", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void an_envelope_with_one_byte_changed_is_refused_whatever_it_carries(TestReporter report) throws Exception {
        var network = TestNetwork.create(Installation.running(), TestNetwork.unique("mutation"), homes);
        var alice = network.enrol("alice");
        var bob = network.enrol("bob");

        bob.send(alice, "hello", KEEP);
        assertThat(Mailbox.take(alice)).containsExactly("hello");
        judge(bob, MessageContent.Delivered.class);

        assertThat(Mailbox.take(bob)).isEmpty();
        alice.send(bob, "burns", Optional.of(Duration.ofMinutes(5)));
        judge(bob, MessageContent.Text.class);

        assertThat(Mailbox.take(bob)).containsExactly("burns");
        judge(alice, MessageContent.Delivered.class, MessageContent.Displayed.class);

        assertThat(Mailbox.take(alice)).isEmpty();
        alice.send(bob, "in a link", KEEP);
        judge(bob, MessageContent.Text.class);
        assertThat(Mailbox.take(bob)).containsExactly("in a link");

        alice.send(bob, "sealed to a key that is gone", KEEP);
        loseKeys(bob);
        assertThat(warningsOf(bob)).containsExactly("key-unavailable");
        judge(alice, MessageContent.NotOpened.class);
        assertThat(Mailbox.take(alice)).isEmpty();
        judge(bob, MessageContent.Text.class);
        assertThat(Mailbox.take(bob)).containsExactly("sealed to a key that is gone");

        do {
            assertThat(Mailbox.take(alice)).isEmpty();
            assertThat(Mailbox.take(bob)).isEmpty();
        } while (!Mailbox.of(alice).isEmpty());
        network.takeKeysAway("bob");
        var texts = new ArrayList<Class<?>>();
        var sealed = EnumSet.noneOf(WrapState.class);
        while (!sealed.contains(WrapState.WRAP_STATE_CHAIN)) {
            assertThat(texts).as("keys given in messages end").hasSizeLessThan(20);
            alice.send(bob, "in a chain", KEEP);
            texts.add(MessageContent.Text.class);
            Mailbox.of(bob).forEach(envelope -> sealed.add(state(envelope)));
        }
        var waiting = Mailbox.of(bob);
        requireAccepted(bob, waiting, texts.toArray(Class<?>[]::new));
        waiting.stream()
                .filter(envelope -> state(envelope) == WrapState.WRAP_STATE_CHAIN)
                .forEach(envelope -> requireRefusedWhenChanged(bob, envelope));

        assertThat(kinds).containsExactlyInAnyOrder(MessageContent.class.getPermittedSubclasses());
        assertThat(states)
                .containsExactly(WrapState.WRAP_STATE_START, WrapState.WRAP_STATE_FRESH, WrapState.WRAP_STATE_CHAIN);
        report.publishEntry(
                "evidence",
                "live envelopes of all " + kinds.size()
                        + " kinds of content, in all states of a wrap, accepted untouched; changed in one byte or in"
                        + " the path, refused: " + refusals);
    }

    /** Untouched, what waits is accepted and of these kinds; with any one change it is refused. */
    private void judge(Person recipient, Class<?>... expected) throws Exception {
        var waiting = Mailbox.of(recipient);
        requireAccepted(recipient, waiting, expected);
        waiting.forEach(envelope -> requireRefusedWhenChanged(recipient, envelope));
    }

    private void requireAccepted(Person recipient, List<Deliver> waiting, Class<?>... expected) {
        assertThat(Recipient.judges(recipient, waiting))
                .extracting(EnvelopeMutationTest::kind)
                .containsExactlyInAnyOrder(expected);
        kinds.addAll(List.of(expected));
    }

    private void requireRefusedWhenChanged(Person recipient, Deliver envelope) {
        states.add(state(envelope));
        for (var reception : Recipient.judges(recipient, changed(envelope))) {
            assertThat(reception).isInstanceOf(Reception.Failed.class);
            refusals.merge(((Reception.Failed) reception).check().code(), 1, Integer::sum);
        }
    }

    private static WrapState state(Deliver envelope) {
        try {
            return Wrap.parseFrom(envelope.getWrap()).getState();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** What waits for the person can't be opened any more. */
    private static void loseKeys(Person person) throws Exception {
        var lost = new ArrayList<Change>();
        for (var envelope : Mailbox.of(person)) {
            var wrap = Wrap.parseFrom(envelope.getWrap());
            for (var id : List.of(wrap.getPrekey(), wrap.getKemPrekey())) {
                if (!id.isEmpty()) {
                    lost.add(new Change.RemovePrekey(new PrekeyId(Bytes.of(id.toByteArray()))));
                }
            }
        }
        assertThat(lost).isNotEmpty();
        person.withStore(store -> {
            store.commit(UnitOfWork.of(lost));
            return lost.size();
        });
    }

    /** The person comes, takes what waits and goes; what warned. */
    private static List<String> warningsOf(Person person) throws Exception {
        var warnings = new ArrayList<String>();
        try (var client = person.open()) {
            client.connect();
            assertThat(client.awaitSettled(PATIENCE)).isTrue();
            client.show(
                    message -> {
                        throw new AssertionError("opened all the same");
                    },
                    warning -> warnings.add(warning.code()));
            assertThat(client.awaitSettled(PATIENCE)).isTrue();
        }
        return warnings;
    }

    private static Class<?> kind(Reception reception) {
        assertThat(reception).isInstanceOf(Reception.Accepted.class);
        return ((Reception.Accepted) reception).message().content().getClass();
    }

    private static List<Deliver> changed(Deliver envelope) {
        var changed = new ArrayList<Deliver>();
        flip(changed, envelope, envelope.getHeader(), (with, bytes) -> with.setHeader(bytes));
        flip(changed, envelope, envelope.getCiphertext(), (with, bytes) -> with.setCiphertext(bytes));
        flip(changed, envelope, envelope.getSignature(), (with, bytes) -> with.setSignature(bytes));
        flip(changed, envelope, envelope.getWrap(), (with, bytes) -> with.setWrap(bytes));
        var path = envelope.getPath();
        var sibling = ByteString.copyFrom(new byte[64]);
        for (var other : List.of(
                path.toBuilder().setIndex(path.getIndex() + 1),
                path.toBuilder().setLeafCount(path.getLeafCount() + 1),
                path.toBuilder().addSiblings(sibling),
                path.toBuilder().setLeafCount(path.getLeafCount() + 1).addSiblings(sibling))) {
            changed.add(envelope.toBuilder().setPath(other).build());
        }
        for (int i = 0; i < path.getSiblingsCount(); i++) {
            var at = i;
            flip(
                    changed,
                    envelope,
                    path.getSiblings(at),
                    (with, bytes) -> with.setPath(path.toBuilder().setSiblings(at, bytes)));
        }
        return changed;
    }

    /** Each byte in turn with one bit flipped, another one each time; and the field one byte shorter and one longer. */
    private static void flip(
            List<Deliver> changed,
            Deliver envelope,
            ByteString field,
            BiFunction<Deliver.Builder, ByteString, Deliver.Builder> with) {
        for (int i = 0; i < field.size(); i++) {
            var bytes = field.toByteArray();
            bytes[i] ^= (byte) (1 << i % 8);
            changed.add(
                    with.apply(envelope.toBuilder(), ByteString.copyFrom(bytes)).build());
        }
        changed.add(with.apply(envelope.toBuilder(), field.substring(0, field.size() - 1))
                .build());
        changed.add(with.apply(envelope.toBuilder(), field.concat(ByteString.copyFrom(new byte[1])))
                .build());
    }
}
