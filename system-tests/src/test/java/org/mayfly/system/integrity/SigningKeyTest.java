package org.mayfly.system.integrity;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.OuterHeader;
import org.mayfly.protocol.wire.Wrap;
import org.mayfly.protocol.wire.WrapState;
import org.mayfly.system.Installation;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** A true envelope from a live mailbox, signed anew: by another device's key, or by the right one after a change. */
class SigningKeyTest {

    @TempDir
    Path homes;

    @Test
    @Verifies(value = "P3.2", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void an_envelope_signed_by_another_device_is_refused(TestReporter report) throws Exception {
        var network = TestNetwork.create(Installation.running(), TestNetwork.unique("signing"), homes);
        var alice = network.enrol("alice");
        var bob = network.enrol("bob");
        var mallory = network.enrol("mallory");
        introduce(bob, mallory);
        introduce(bob, alice);
        alice.send(bob, "true", Optional.empty());
        var envelope = waitingFor(bob);
        var device = Recipient.device(bob);

        assertThat(Recipient.judges(bob, ForgedEnvelope.signed(envelope, alice, device)))
                .as("control: signed anew by the sender's own key")
                .isInstanceOf(Reception.Accepted.class);
        refused(bob, Check.R6, ForgedEnvelope.signed(envelope, mallory, device));
        var naming = ForgedEnvelope.withHeader(envelope, ForgedEnvelope.namingTheKeyOf(mallory));
        refused(bob, Check.R4, ForgedEnvelope.signed(naming, mallory, device));
        var posing = ForgedEnvelope.withHeader(naming, header -> posingAs(header, mallory));
        assertThat(Wrap.parseFrom(envelope.getWrap()).getState()).isNotEqualTo(WrapState.WRAP_STATE_START);
        refused(bob, Check.R10, ForgedEnvelope.signed(posing, mallory, device));
        report.publishEntry(
                "evidence",
                "one live envelope: signed anew by its sender's device accepted; by another device's key refused as "
                        + List.of(Check.R6, Check.R4, Check.R10));
    }

    @Test
    @Verifies(value = "P3.1", parts = "java", kind = Verifies.Kind.CHECK)
    void what_is_sealed_stays_bound_even_where_the_signature_is_made_anew() throws Exception {
        var network = TestNetwork.create(Installation.running(), TestNetwork.unique("signing"), homes);
        var alice = network.enrol("alice");
        var bob = network.enrol("bob");
        introduce(bob, alice);
        alice.send(bob, "true", Optional.empty());
        var envelope = waitingFor(bob);
        var header = OuterHeader.parseFrom(envelope.getHeader());
        var device = Recipient.device(bob);

        for (var changed : List.of(
                ForgedEnvelope.withHeader(
                        envelope, it -> it.setMessageId(ForgedEnvelope.flipped(header.getMessageId()))),
                ForgedEnvelope.withHeader(
                        envelope, it -> it.setKeyCommitment(ForgedEnvelope.flipped(header.getKeyCommitment()))),
                ForgedEnvelope.withHeader(envelope, it -> it.setDiscardAt(header.getDiscardAt() + 60_000)),
                envelope.toBuilder()
                        .setCiphertext(ForgedEnvelope.flipped(envelope.getCiphertext()))
                        .build(),
                envelope.toBuilder()
                        .setWrap(ForgedEnvelope.flipped(envelope.getWrap()))
                        .build())) {
            refused(bob, Check.R11, ForgedEnvelope.signed(changed, alice, device));
        }
        assertThat(Recipient.judges(bob, ForgedEnvelope.signed(envelope, alice, device)))
                .isInstanceOf(Reception.Accepted.class);
    }

    private static OuterHeader.Builder posingAs(OuterHeader.Builder header, Person person) {
        return header.setSenderUser(ByteString.copyFrom(person.user().toArray()))
                .setSenderDevice(ByteString.copyFrom(Recipient.device(person).toArray()));
    }

    /** Afterwards one knows the keys of the other, and nothing waits for either. */
    private static void introduce(Person one, Person other) throws Exception {
        one.send(other, "hello", Optional.empty());
        assertThat(Mailbox.take(other)).containsExactly("hello");
        assertThat(Mailbox.take(one)).isEmpty();
    }

    private static Deliver waitingFor(Person recipient) throws Exception {
        var waiting = Mailbox.of(recipient);
        assertThat(waiting.size()).isEqualTo(1);
        return waiting.get(0);
    }

    private static void refused(Person recipient, Check check, Deliver forged) {
        assertThat(Recipient.judges(recipient, forged))
                .isInstanceOfSatisfying(
                        Reception.Failed.class,
                        failed -> assertThat(failed.check()).isEqualTo(check));
    }
}
