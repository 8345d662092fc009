package org.mayfly.protocol.client.receiving;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.support.Forgery;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.failed;

/** R1 to R6 of docs/protocol.md, "Receiving", on every provider: what can be judged from outside. */
@ParameterizedClass
@MethodSource(Providers.EVERY)
class AuthenticityTest extends ForgedMail {

    AuthenticityTest(CryptoProvider provider) {
        super(provider);
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
}
