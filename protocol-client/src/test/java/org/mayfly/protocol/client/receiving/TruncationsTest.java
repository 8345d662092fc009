package org.mayfly.protocol.client.receiving;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.payload.Padding;
import org.mayfly.protocol.client.payload.PayloadCodec;
import org.mayfly.protocol.client.support.Forgery;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Wraps;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.WrapState;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;

/** Every part of an envelope cut off at every length, from none of it on: refused, and nothing is erased. */
class TruncationsTest {

    private final Party alice;
    private final Party bob;
    private final Forgery forgery;
    private final SecretBytes payload;

    TruncationsTest() throws MalformedException {
        var couple = Party.couple(CryptoProvider.preferred());
        alice = couple.get(0);
        bob = couple.get(1);
        forgery = new Forgery(CryptoProvider.preferred(), alice, bob);
        forgery.otherRecipients = 4;
        forgery.payload =
                PayloadCodec.encode(forgery.context(alice, 1, Party.NOW), new MessageContent.Text("x".repeat(600)));
        payload = Padding.unpad(forgery.payload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"header", "ciphertext", "signature", "wrap"})
    void a_part_of_any_shorter_length_is_refused(String name) {
        var good = forgery.build();
        var checks = refusedAtEveryLength(good, name);
        assertThat(checks).as("a length that another ciphertext has").isSubsetOf(Check.R1, Check.R6);
        assertThat(checks.contains(Check.R6)).isEqualTo(name.equals("ciphertext"));
        accepted(bob.judge(good, Party.NOW));
    }

    @ParameterizedTest
    @EnumSource(names = {"WRAP_STATE_FRESH", "WRAP_STATE_CHAIN"})
    void a_wrap_that_rests_on_a_link_is_refused_at_any_shorter_length(WrapState state) {
        var start = alice.send("start", bob);
        var receipt = new MessageContent.Delivered(
                List.of(accepted(bob.receive(start)).id()));
        accepted(alice.receive(bob.send(bob.draft(alice, receipt, Party.NOW), alice, Party.NOW)));
        alice.forgetReplyKeysOf(bob);
        if (state == WrapState.WRAP_STATE_CHAIN) {
            bob.exhaust(PrekeyType.PREKEY_TYPE_P521);
        }
        var sent = alice.send("rests on the link", bob);
        assertThat(Wraps.state(sent)).isEqualTo(state);
        var good = bob.deliver(sent);
        assertThat(refusedAtEveryLength(good, "wrap")).isEqualTo(Set.of(Check.R1));
        accepted(bob.receive(good, Party.NOW));
    }

    @Test
    void a_sibling_of_any_shorter_length_and_a_path_of_fewer_siblings_are_refused() {
        var good = forgery.build();
        var path = good.getPath();
        assertThat(path.getSiblingsCount()).isPositive();
        for (int place = 0; place < path.getSiblingsCount(); place++) {
            var whole = path.getSiblings(place);
            for (int length = 0; length < whole.size(); length++) {
                var cut = path.toBuilder().setSiblings(place, whole.substring(0, length));
                assertThat(refused(good.toBuilder().setPath(cut).build(), "sibling " + place + " of length " + length))
                        .isEqualTo(Check.R1);
            }
            var fewer = path.toBuilder()
                    .clearSiblings()
                    .addAllSiblings(path.getSiblingsList().subList(0, place));
            assertThat(refused(good.toBuilder().setPath(fewer).build(), place + " siblings"))
                    .isEqualTo(Check.R5);
        }
        accepted(bob.judge(good, Party.NOW));
    }

    @Test
    void a_sealed_payload_of_any_shorter_length_is_refused_though_its_envelope_is_genuine() {
        var whole = payload.expose();
        var checks = EnumSet.noneOf(Check.class);
        for (int length = 0; length < whole.length; length++) {
            forgery.payload = Padding.pad(SecretBytes.takeOver(Arrays.copyOf(whole, length)));
            checks.add(refused(forgery.build(), "payload of length " + length));
        }
        assertThat(checks).as("cut between its two fields, too").isEqualTo(Set.of(Check.R13, Check.R17));
        forgery.payload = Padding.pad(SecretBytes.takeOver(whole));
        accepted(bob.judge(forgery.build(), Party.NOW));
    }

    private Set<Check> refusedAtEveryLength(Deliver good, String part) {
        var field = Deliver.getDescriptor().findFieldByName(part);
        var whole = (ByteString) good.getField(field);
        var checks = EnumSet.noneOf(Check.class);
        for (int length = 0; length < whole.size(); length++) {
            var cut =
                    good.toBuilder().setField(field, whole.substring(0, length)).build();
            checks.add(refused(cut, part + " of length " + length));
        }
        return checks;
    }

    private Check refused(Deliver cut, String what) {
        var reception = bob.judge(cut, Party.NOW);
        assertThat(reception).as(what).isInstanceOf(Reception.Failed.class);
        assertThat(reception.unit().changes()).as(what).isEmpty();
        return ((Reception.Failed) reception).check();
    }
}
