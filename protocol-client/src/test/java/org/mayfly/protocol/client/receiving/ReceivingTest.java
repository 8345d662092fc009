package org.mayfly.protocol.client.receiving;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.wire.Deliver;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;

/** An envelope as a whole, on every provider: taken in where nothing is wrong with it, and where any byte is, refused. */
@ParameterizedClass
@MethodSource(Providers.EVERY)
class ReceivingTest extends ForgedMail {

    private static final Bytes ZERO_HASH = Bytes.of(new byte[64]);

    ReceivingTest(CryptoProvider provider) {
        super(provider);
    }

    @Test
    void an_envelope_made_by_hand_with_nothing_wrong_is_accepted() {
        assertThat(accepted(bob.receive(forgery().build(), Party.NOW)).content())
                .isEqualTo(new MessageContent.Text("text"));
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
