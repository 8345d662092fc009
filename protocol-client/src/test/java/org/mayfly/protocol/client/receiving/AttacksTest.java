package org.mayfly.protocol.client.receiving;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.payload.Conversations;
import org.mayfly.protocol.client.payload.Conversations.Member;
import org.mayfly.protocol.client.payload.PayloadCodec;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.client.payload.SealedContext.SenderView;
import org.mayfly.protocol.client.support.Forgery;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.Signatures;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.wire.Deliver;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.failed;

/** Attacks that pass every single check on their own: docs/checks.md. */
class AttacksTest {

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void an_id_that_somebody_else_used_before_suppresses_nothing(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        var mallory = new Party(provider, alice.network);
        bob.pin(mallory);
        var own = new Forgery(provider, alice, bob);
        var first = new Forgery(provider, mallory, bob);
        first.message = own.message;
        accepted(bob.receive(first.build(), Party.NOW));
        accepted(bob.receive(own.build(), Party.NOW));
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void an_envelope_that_fails_any_check_leaves_no_id_behind_that_suppresses_the_true_one(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        var own = new Forgery(provider, alice, bob);
        var forger = P521KeyPair.generate(provider, RandomSource.of(provider));
        var forged = new Forgery(provider, alice, bob);
        forged.message = own.message;
        forged.fingerprint = Optional.of(new Sha512(provider).fingerprint(forged.signingKey.publicKey()));
        forged.signingKey = forger;
        failed(bob.receive(forged.build(), Party.NOW), Check.R6);
        var unopened = new Forgery(provider, alice, bob);
        unopened.message = own.message;
        unopened.boundDevice = alice.device;
        failed(bob.receive(unopened.build(), Party.NOW), Check.R11);
        accepted(bob.receive(own.build(), Party.NOW));
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void a_signature_means_nothing_in_another_context(CryptoProvider provider) {
        var random = RandomSource.of(provider);
        var network = new NetworkId(random.bytes(16));
        var bytes = random.bytes(64);
        var key = P521KeyPair.generate(provider, random);
        var inputs = List.of(
                SignedInput.prekeyBatch(network, bytes),
                SignedInput.deviceList(network, bytes),
                SignedInput.prekeyBatch(new NetworkId(random.bytes(16)), bytes),
                SignedInput.prekeyBatch(
                        network, new ByteSequence().bytes(bytes).u8(0).toBytes()),
                SignedInput.envelope(network, bytes, bytes, 1, bytes));
        var signatures = new Signatures(provider);
        for (var signed : inputs) {
            var signature = new Signer(provider).sign(key, signed);
            assertThat(inputs.stream().filter(input -> signatures.verify(key.publicKey(), input, signature)))
                    .as("the one that was signed and no other")
                    .containsExactly(signed);
        }
    }

    /** Whoever lies about the own list makes the roster fit the lie. */
    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void an_own_list_that_was_never_in_force_is_refused_though_the_roster_fits_it(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        var none = Bytes.of(new byte[64]);
        var view =
                new Forgery(provider, alice, bob).context(alice, 1, Party.NOW).view();
        var fingerprint = view.identityFingerprint();
        for (var lie : List.of(
                new Member(alice.user, fingerprint, 1, none),
                new Member(alice.user, fingerprint, 2, view.listHash()),
                new Member(alice.user, none, 1, view.listHash()))) {
            failed(bob.judge(naming(provider, alice, bob, lie), Party.NOW), Check.R16);
        }
        var truth = new Member(alice.user, fingerprint, 1, view.listHash());
        accepted(bob.judge(naming(provider, alice, bob, truth), Party.NOW));
    }

    private static Deliver naming(CryptoProvider provider, Party alice, Party bob, Member named) {
        var forgery = new Forgery(provider, alice, bob);
        var context = forgery.context(alice, 1, Party.NOW);
        var recipient = Member.by(new DeviceListVerification(provider).reread(Canonical.encode(bob.list)));
        var roster = new Conversations(provider).rosterHash(List.of(named, recipient));
        var view = new SenderView(named.identityFingerprint(), named.listVersion(), named.listHash(), roster);
        forgery.payload = PayloadCodec.encode(
                new SealedContext(context.conversation(), 1, Party.NOW, context.lifetime(), view),
                new MessageContent.Text("text"));
        return forgery.build();
    }
}
