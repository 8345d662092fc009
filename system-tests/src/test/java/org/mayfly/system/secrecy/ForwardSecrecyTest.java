package org.mayfly.system.secrecy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.Sending;
import org.mayfly.protocol.wire.WrapState;
import org.mayfly.system.Installation;
import org.mayfly.system.integrity.Mailbox;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** All traffic is recorded; afterwards both devices are taken with everything they hold. */
class ForwardSecrecyTest {

    /** More than a client holds of another's one-time keys at a time: the last ones leave as CHAIN. */
    private static final int WITHOUT_KEYS = 12;

    private static final Installation INSTALLATION = Installation.running();

    @TempDir
    Path homes;

    private final Set<HeldSecret> kept = new HashSet<>();

    @Test
    @Verifies(value = "P1.2", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "P2.1", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "P2.2", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void recorded_traffic_stays_closed_to_who_takes_both_devices_afterwards(TestReporter report) throws Exception {
        try (var tap = Tap.on(INSTALLATION)) {
            var network = TestNetwork.create(INSTALLATION, TestNetwork.unique("secrecy"), homes);
            var alice = network.enrol("alice");
            var bob = network.enrol("bob");
            var texts = talk(network, alice, bob);

            var traffic = tap.recorded(network.name());
            assertThat(traffic.stream().map(RecordedEnvelope::state).collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder(
                            WrapState.WRAP_STATE_START, WrapState.WRAP_STATE_FRESH, WrapState.WRAP_STATE_CHAIN);
            var reader = new IndependentReader(tap);
            assertThat(IndependentReader.passesPublishedVectors()).isTrue();
            assertThat(reader.open(
                            traffic.stream().map(RecordedEnvelope::withOtherTag).toList(), kept))
                    .as("control: it opens nothing that is not authentic")
                    .allMatch(Optional::isEmpty);
            var control = reader.open(traffic, kept);
            assertThat(control).as("control: with the keys kept aside").allMatch(Optional::isPresent);
            assertThat(control.stream().flatMap(Optional::stream).flatMap(opened -> opened.text().stream()))
                    .containsExactlyInAnyOrderElementsOf(texts);

            var afterwards = new HashSet<>(HeldSecret.of(alice));
            afterwards.addAll(HeldSecret.of(bob));
            assertThat(reader.open(traffic, afterwards))
                    .as("with everything both devices hold afterwards")
                    .allMatch(Optional::isEmpty);
            eachMessageHasAKeyOfItsOwn(reader, traffic);
            report.publishEntry(
                    "evidence",
                    traffic.size()
                            + " envelopes in all states of a wrap, tried by an independent reader that passes the published vectors: the "
                            + afterwards.size() + " secrets that both devices held afterwards open none; the "
                            + kept.size() + " of before open all: " + IndependentReader.kinds(control));
        }
    }

    /** No one-time key and no ephemeral key serves twice; who lacks one one-time key lacks that message and no other. */
    private void eachMessageHasAKeyOfItsOwn(IndependentReader reader, List<RecordedEnvelope> traffic) throws Exception {
        var pointed = traffic.stream()
                .filter(envelope -> envelope.state() != WrapState.WRAP_STATE_CHAIN)
                .toList();
        assertThat(pointed).extracting(RecordedEnvelope::prekey).doesNotHaveDuplicates();
        assertThat(pointed).extracting(RecordedEnvelope::encapsulated).doesNotHaveDuplicates();
        var one = pointed.stream()
                .filter(envelope -> envelope.state() == WrapState.WRAP_STATE_FRESH)
                .findFirst()
                .orElseThrow();
        var without = kept.stream()
                .filter(secret -> !secret.prekey().equals(Optional.of(one.prekey())))
                .toList();
        assertThat(without).hasSize(kept.size() - 1);
        var found = reader.open(traffic, without);
        for (int i = 0; i < traffic.size(); i++) {
            assertThat(found.get(i).isEmpty()).isEqualTo(traffic.get(i).equals(one));
        }
    }

    /** Returns the texts. */
    private List<String> talk(TestNetwork network, Person alice, Person bob) throws Exception {
        var texts = new ArrayList<>(List.of("first", "answer", "second", "third"));
        say(alice, bob, "first");
        say(bob, alice, "answer");
        say(alice, bob, "second");
        say(alice, bob, "third");
        network.takeKeysAway("bob");
        try (var client = alice.open()) {
            client.connect();
            var sendings = new ArrayList<Sending>();
            for (int i = 0; i < WITHOUT_KEYS; i++) {
                texts.add("without keys " + i);
                sendings.add(client.send(bob.name(), "without keys " + i, Optional.empty(), Optional.empty()));
            }
            for (var sending : sendings) {
                sending.accepted().get(60, TimeUnit.SECONDS);
            }
        }
        keep(alice, bob);
        assertThat(Mailbox.take(bob)).hasSize(WITHOUT_KEYS);
        keep(alice, bob);
        assertThat(Mailbox.take(alice)).isEmpty();
        return texts;
    }

    private void say(Person from, Person to, String text) throws Exception {
        keep(from, to);
        from.send(to, text, Optional.empty());
        keep(from, to);
        assertThat(Mailbox.take(to)).containsExactly(text);
        keep(from, to);
        assertThat(Mailbox.take(from)).isEmpty();
    }

    private void keep(Person... people) {
        for (var person : people) {
            kept.addAll(HeldSecret.of(person));
        }
    }
}
