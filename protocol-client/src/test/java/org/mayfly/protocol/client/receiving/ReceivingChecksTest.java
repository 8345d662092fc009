package org.mayfly.protocol.client.receiving;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.payload.Padding;
import org.mayfly.protocol.client.payload.PayloadCodec;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.client.payload.SealedContext.SenderView;
import org.mayfly.protocol.client.support.Forgery;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.sealed.Content;
import org.mayfly.protocol.sealed.Delivered;
import org.mayfly.protocol.sealed.Displayed;
import org.mayfly.protocol.sealed.Payload;
import org.mayfly.protocol.sealed.Text;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.wire.Deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.dropped;
import static org.mayfly.protocol.client.support.Outcomes.failed;

/** One test for each numbered check of docs/protocol.md, "Receiving", on every provider. */
@ParameterizedClass
@MethodSource("providers")
class ReceivingChecksTest {

    private static final Bytes ZERO_HASH = Bytes.of(new byte[64]);

    private final CryptoProvider provider;
    private final Party alice;
    private final Party bob;

    ReceivingChecksTest(CryptoProvider provider) {
        this.provider = provider;
        var couple = Party.couple(provider);
        this.alice = couple.get(0);
        this.bob = couple.get(1);
    }

    static List<CryptoProvider> providers() {
        return CryptoProvider.available();
    }

    private Forgery forgery() {
        return new Forgery(provider, alice, bob);
    }

    private void refused(Forgery forgery, Check check) {
        failed(bob.judge(forgery.build(), Party.NOW), check);
    }

    private static SecretBytes payload(SealedContext context) {
        return PayloadCodec.encode(context, new MessageContent.Text("text"));
    }

    @Test
    void an_envelope_made_by_hand_with_nothing_wrong_is_accepted() {
        assertThat(accepted(bob.receive(forgery().build(), Party.NOW)).content())
                .isEqualTo(new MessageContent.Text("text"));
    }

    @Test
    void r1_a_malformed_envelope_is_refused() {
        var good = forgery().build();
        var malformed = List.of(
                good.toBuilder().clearHeader(),
                good.toBuilder().setHeader(good.getHeader().concat(ByteString.copyFrom(new byte[] {72, 1}))),
                good.toBuilder().setCiphertext(good.getCiphertext().substring(0, 527)),
                good.toBuilder().setCiphertext(ByteString.copyFrom(new byte[(1 << 18) + 1])),
                good.toBuilder().setSignature(good.getSignature().substring(1)),
                good.toBuilder().clearWrap(),
                good.toBuilder().clearPath(),
                good.toBuilder().setWrap(good.getWrap().concat(ByteString.copyFrom(new byte[] {88, 1}))),
                good.toBuilder().setPath(good.getPath().toBuilder().addSiblings(ByteString.copyFrom(new byte[63]))));
        for (var each : malformed) {
            failed(bob.judge(each.build(), Party.NOW), Check.R1);
        }
    }

    @Test
    void r2_an_envelope_of_another_network_is_refused() {
        var forgery = forgery();
        forgery.network = NetworkId.of(new byte[16]);
        refused(forgery, Check.R2);
    }

    @Test
    void r3_an_envelope_of_an_unlisted_device_or_unknown_user_is_refused() {
        var otherDevice = forgery();
        otherDevice.sender = new DeviceAddress(alice.user, DeviceId.of(new byte[16]));
        refused(otherDevice, Check.R3);
        var stranger = new Party(provider, alice.network);
        refused(new Forgery(provider, stranger, bob), Check.R3);
    }

    @Test
    void r3_an_unknown_sender_is_looked_up_and_pinned() {
        var stranger = new Party(provider, alice.network);
        var deliver = new Forgery(provider, stranger, bob).build();
        var reception = bob.protocol.receive(deliver, Party.POLICY, user -> Optional.of(stranger.list), Party.NOW);
        bob.store.commit(reception.unit());
        accepted(reception);
        assertThat(bob.store.pinnedList(stranger.user)).isPresent();
        var impostor = bob.protocol.receive(
                new Forgery(provider, new Party(provider, alice.network), bob).build(),
                Party.POLICY,
                user -> Optional.of(stranger.list),
                Party.NOW);
        failed(impostor, Check.R3);
    }

    @Test
    void r4_another_signing_key_than_the_listed_one_is_refused() {
        var forgery = forgery();
        forgery.signingKey = P521KeyPair.generate(provider, RandomSource.of(provider));
        refused(forgery, Check.R4);
    }

    @Test
    void r5_a_path_of_the_wrong_length_is_refused() {
        var forgery = forgery();
        forgery.otherRecipients = 4;
        var good = forgery.build();
        var path = good.getPath();
        var longer = path.toBuilder().addSiblings(ByteString.copyFrom(new byte[64]));
        failed(bob.judge(good.toBuilder().setPath(longer).build(), Party.NOW), Check.R5);
        var beyond = path.toBuilder().setIndex(path.getLeafCount());
        failed(bob.judge(good.toBuilder().setPath(beyond).build(), Party.NOW), Check.R5);
        var shorter = path.toBuilder().clearSiblings();
        failed(bob.judge(good.toBuilder().setPath(shorter).build(), Party.NOW), Check.R5);
    }

    @Test
    void r6_a_signature_of_another_device_is_refused() {
        var forgery = forgery();
        forgery.fingerprint = Optional.of(new Sha512(provider).fingerprint(forgery.signingKey.publicKey()));
        forgery.signingKey = P521KeyPair.generate(provider, RandomSource.of(provider));
        refused(forgery, Check.R6);
    }

    @Test
    void r8_a_replay_is_dropped_and_the_same_id_with_other_bytes_is_refused() {
        var forgery = forgery();
        var first = forgery.build();
        accepted(bob.receive(first, Party.NOW));
        dropped(bob.receive(first, Party.NOW), Check.R8);
        forgery.payload = payload(forgery.context(alice, 2, Party.NOW));
        refused(forgery, Check.R8);
    }

    @Test
    void r9_an_envelope_past_its_discard_time_is_dropped() {
        var deliver = forgery().build();
        dropped(bob.judge(deliver, Party.NOW.plusSeconds(86_400)), Check.R9);
        accepted(bob.judge(deliver, Party.NOW.plusSeconds(86_400).minusMillis(1)));
    }

    @Test
    void r9_what_comes_too_late_leaves_no_key_behind_and_begins_nothing() {
        var forgery = forgery();
        var deliver = forgery.build();
        dropped(bob.receive(deliver, Party.NOW.plusSeconds(86_400)), Check.R9);
        assertThat(bob.store.heldPrekey(forgery.point.id())).isEmpty();
        assertThat(bob.store.heldPrekey(forgery.kem.id())).isEmpty();
        assertThat(bob.store.receivingEpochs(alice.protocol.self())).isEmpty();
        assertThat(bob.store.seenHash(alice.protocol.self(), forgery.message)).isEmpty();
        assertThat(check(bob.judge(deliver, Party.NOW))).isEqualTo(Check.R10);
    }

    @Test
    void r9_what_comes_too_late_takes_its_place_in_the_chain_and_no_other() {
        var start = alice.send("start", bob);
        var first = accepted(bob.receive(start)).id();
        var receipt = bob.draft(alice, new MessageContent.Delivered(List.of(first)), Party.NOW);
        accepted(alice.receive(bob.send(receipt, alice, Party.NOW)));
        var before = bob.deliver(alice.send("before", bob));
        var late = bob.deliver(alice.send("late", bob));
        var after = bob.deliver(alice.send("after", bob));
        dropped(bob.receive(late, Party.NOW.plusSeconds(86_400)), Check.R9);
        assertThat(check(bob.judge(late, Party.NOW))).isEqualTo(Check.R10);
        accepted(bob.receive(after, Party.NOW));
        accepted(bob.receive(before, Party.NOW));
    }

    @Test
    void r9_what_comes_too_late_and_does_not_open_changes_nothing() {
        var forgery = forgery();
        forgery.boundDevice = DeviceId.of(new byte[16]);
        var reception = bob.judge(forgery.build(), Party.NOW.plusSeconds(86_400));
        dropped(reception, Check.R9);
        assertThat(reception.unit().changes()).isEmpty();
    }

    private static Check check(Reception reception) {
        return ((Reception.Failed) reception).check();
    }

    @Test
    void r9_a_message_whose_sealed_life_is_over_is_dropped_and_its_key_erased() {
        var forgery = forgery();
        var context = forgery.context(alice, 1, Party.NOW.minusSeconds(60));
        forgery.payload = payload(
                new SealedContext(context.conversation(), 1, context.sentAt(), new Lifetime(60, 0), context.view()));
        var deliver = forgery.build();
        dropped(bob.receive(deliver, Party.NOW), Check.R9);
        assertThat(bob.store.heldPrekey(forgery.point.id())).isEmpty();
        assertThat(bob.store.heldPrekey(forgery.kem.id())).isEmpty();
        dropped(bob.receive(deliver, Party.NOW), Check.R8);
    }

    @Test
    void r11_a_wrap_bound_to_another_device_or_with_junk_inside_is_refused() {
        var otherDevice = forgery();
        otherDevice.boundDevice = DeviceId.of(new byte[16]);
        refused(otherDevice, Check.R11);
        var junk = forgery();
        var inside = new byte[198];
        inside[197] = 1;
        junk.wrappedKey = Optional.of(SecretBytes.takeOver(inside));
        refused(junk, Check.R11);
    }

    @Test
    void r12_a_key_the_header_does_not_commit_to_is_refused() {
        var forgery = forgery();
        forgery.commitment = Optional.of(ZERO_HASH);
        refused(forgery, Check.R12);
        var otherKey = forgery();
        otherKey.wrappedKey = Optional.of(SecretBytes.takeOver(new byte[198]));
        refused(otherKey, Check.R12);
    }

    @Test
    void r13_a_payload_with_broken_padding_or_encoding_is_refused() {
        var padding = forgery();
        var bytes = padding.payload.expose();
        bytes[bytes.length - 1] = 1;
        padding.payload = SecretBytes.takeOver(bytes);
        refused(padding, Check.R13);
        var junk = forgery();
        junk.payload = Padding.pad(SecretBytes.takeOver(new byte[] {1, 2, 3}));
        refused(junk, Check.R13);
        var empty = forgery();
        empty.payload = Padding.pad(SecretBytes.takeOver(new byte[0]));
        refused(empty, Check.R13);
    }

    @Test
    void r14_a_counter_used_before_or_below_the_window_is_refused() {
        var first = forgery();
        first.payload = payload(first.context(alice, 5000, Party.NOW));
        accepted(bob.receive(first.build(), Party.NOW));
        for (long counter : new long[] {5000, 5000 - 1024, 1}) {
            var again = forgery();
            again.payload = payload(again.context(alice, counter, Party.NOW));
            refused(again, Check.R14);
        }
        var lowest = forgery();
        lowest.payload = payload(lowest.context(alice, 5000 - 1023, Party.NOW));
        accepted(bob.judge(lowest.build(), Party.NOW));
    }

    @Test
    void r15_a_message_from_the_future_or_too_long_ago_is_refused() {
        var tolerated = Duration.ofMinutes(5);
        for (var sent : List.of(
                Party.NOW.plus(tolerated).plusMillis(1),
                Party.NOW.minus(Duration.ofDays(30)).minusMillis(1))) {
            var forgery = forgery();
            forgery.payload = payload(forgery.context(alice, 1, sent));
            refused(forgery, Check.R15);
        }
        var ahead = forgery();
        ahead.payload = payload(ahead.context(alice, 1, Party.NOW.plus(tolerated)));
        accepted(bob.judge(ahead.build(), Party.NOW));
    }

    @Test
    void r16_a_context_this_device_does_not_see_is_refused() {
        var context = forgery().context(alice, 1, Party.NOW);
        var view = context.view();
        var wrongViews = List.of(
                new SenderView(ZERO_HASH, view.listVersion(), view.listHash(), view.rosterHash()),
                new SenderView(view.identityFingerprint(), 2, view.listHash(), view.rosterHash()),
                new SenderView(view.identityFingerprint(), 1, ZERO_HASH, view.rosterHash()),
                new SenderView(view.identityFingerprint(), 1, view.listHash(), ZERO_HASH));
        for (var wrong : wrongViews) {
            r16(new SealedContext(context.conversation(), 1, Party.NOW, context.lifetime(), wrong));
        }
        var elsewhere = Bytes.of(new byte[32]);
        r16(new SealedContext(elsewhere, 1, Party.NOW, context.lifetime(), view));
    }

    private void r16(SealedContext context) {
        var forgery = forgery();
        forgery.payload = payload(context);
        refused(forgery, Check.R16);
    }

    @Test
    void r16_a_message_passed_on_from_another_conversation_is_refused() {
        var carol = new Party(provider, alice.network);
        carol.pin(bob);
        bob.pin(carol);
        alice.pin(carol);
        carol.pin(alice);
        var toCarol = new Forgery(provider, alice, carol);
        var forBob = forgery();
        forBob.payload = payload(toCarol.context(alice, 1, Party.NOW));
        refused(forBob, Check.R16);
        var crossed =
                forgery().build().toBuilder().setWrap(toCarol.build().getWrap()).build();
        failed(bob.judge(crossed, Party.NOW), Check.R6);
    }

    @Test
    void r17_content_of_no_known_kind_or_out_of_bounds_is_refused() throws Exception {
        var forgery = forgery();
        var encoded = Payload.parseFrom(Padding.unpad(forgery.payload).expose());
        var tooLong = "x".repeat(65_537);
        var contents = List.of(
                Content.getDefaultInstance(),
                Content.newBuilder().setText(Text.newBuilder()).build(),
                Content.newBuilder().setText(Text.newBuilder().setBody(tooLong)).build(),
                Content.newBuilder().setDelivered(Delivered.newBuilder()).build(),
                Content.newBuilder()
                        .setDisplayed(Displayed.newBuilder()
                                .setMessageId(ByteString.copyFrom(new byte[15]))
                                .setDisplayedAt(1))
                        .build());
        for (var content : contents) {
            var each = forgery();
            each.payload = Padding.pad(SecretBytes.takeOver(
                    encoded.toBuilder().setContent(content).build().toByteArray()));
            refused(each, Check.R17);
        }
    }

    @Test
    void the_policy_of_a_message_is_cut_to_the_networks_maximum() {
        var reception = bob.protocol.receive(
                forgery().build(), new NetworkPolicy(new Lifetime(60, 10), true), user -> Optional.empty(), Party.NOW);
        assertThat(accepted(reception).lifetime()).isEqualTo(new Lifetime(60, 0));
    }

    @Test
    void every_flipped_byte_anywhere_is_refused_and_changes_nothing() {
        var forgery = forgery();
        forgery.otherRecipients = 4;
        var good = forgery.build();
        for (var name : List.of("header", "ciphertext", "signature", "wrap")) {
            var field = Deliver.getDescriptor().findFieldByName(name);
            var bytes = ((ByteString) good.getField(field)).toByteArray();
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= (byte) (1 << (i % 8));
                var flipped = good.toBuilder()
                        .setField(field, ByteString.copyFrom(bytes))
                        .build();
                refusedQuietly(flipped, name + " byte " + i);
                bytes[i] ^= (byte) (1 << (i % 8));
            }
        }
        var path = good.getPath();
        for (int s = 0; s < path.getSiblingsCount(); s++) {
            var bytes = path.getSiblings(s).toByteArray();
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= 1;
                var flipped = path.toBuilder().setSiblings(s, ByteString.copyFrom(bytes));
                refusedQuietly(good.toBuilder().setPath(flipped).build(), "sibling " + s + " byte " + i);
                bytes[i] ^= 1;
            }
        }
        refusedQuietly(
                good.toBuilder()
                        .setPath(path.toBuilder().setIndex(path.getIndex() + 1))
                        .build(),
                "index");
        refusedQuietly(
                good.toBuilder()
                        .setPath(path.toBuilder().setLeafCount(path.getLeafCount() + 1))
                        .build(),
                "leaf count");
        accepted(bob.receive(good, Party.NOW));
    }

    private void refusedQuietly(Deliver flipped, String what) {
        var reception = bob.judge(flipped, Party.NOW);
        var changed = reception.fold(
                message -> true,
                silent -> true,
                refused -> !refused.unit().changes().isEmpty());
        assertThat(changed).as(what).isFalse();
    }

    @Test
    void a_failure_reports_the_sender_it_claims() {
        var forgery = forgery();
        forgery.commitment = Optional.of(ZERO_HASH);
        var reception = bob.judge(forgery.build(), Instant.EPOCH.plusSeconds(Party.NOW.getEpochSecond()));
        Optional<DeviceAddress> claimed =
                reception.fold(a -> Optional.empty(), d -> Optional.empty(), f -> f.claimedSender());
        assertThat(claimed).contains(alice.protocol.self());
    }
}
