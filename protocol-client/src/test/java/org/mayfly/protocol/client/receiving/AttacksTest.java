package org.mayfly.protocol.client.receiving;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.support.Forgery;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.Signatures;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.NetworkId;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.failed;

/** Attacks that pass every single check on their own: docs/checks.md. */
class AttacksTest {

    static List<CryptoProvider> providers() {
        return CryptoProvider.available();
    }

    @ParameterizedTest
    @MethodSource("providers")
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
    @MethodSource("providers")
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
    @MethodSource("providers")
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
}
