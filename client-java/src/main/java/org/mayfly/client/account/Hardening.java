package org.mayfly.client.account;

import org.mayfly.client.Surroundings;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.RecoveryCalls.Evaluation;
import org.mayfly.client.rest.SealedIdentity;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.recovery.RecoveryBundle;
import org.mayfly.protocol.client.recovery.RecoverySecret;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.oprf.OprfElement;
import org.mayfly.protocol.oprf.OprfInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Turns a passphrase into the secret that opens a bundle, with one evaluation by the server that learns nothing of it. */
final class Hardening {

    private final Surroundings surroundings;

    Hardening(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What came out, with the server's answer. To be closed. */
    record Hardened(RecoverySecret secret, Evaluation answer) implements AutoCloseable {

        /** The identity sealed under it. */
        SealedIdentity seal(Surroundings surroundings, P521KeyPair identity, RecoveryBundle.Binding binding) {
            var bundle = RecoveryBundle.seal(surroundings.provider(), surroundings.random(), secret, identity, binding);
            try (var logIn = secret.logInKey()) {
                return new SealedIdentity(bundle, logIn.publicKey(), Optional.of(binding.seed()));
            }
        }

        @Override
        public void close() {
            secret.close();
        }
    }

    /**
     * Takes a round trip, a quarter of a second and 64 MiB.
     *
     * @param evaluation asks the server
     */
    Hardened harden(SecretBytes passphrase, Function<OprfElement, Evaluation> evaluation) {
        try (var input = OprfInput.blind(input(passphrase), surroundings.random())) {
            var answer = evaluation.apply(input.blinded());
            var element = OprfElement.parse(answer.evaluated().orElse(Bytes.empty()));
            try (var output = input.finish(element, surroundings.provider())) {
                return new Hardened(RecoverySecret.harden(surroundings.provider(), output), answer);
            }
        } catch (MalformedException e) {
            throw new ProblemException(Problem.network("not-a-mayfly-server"), e);
        }
    }

    private static SecretBytes input(SecretBytes passphrase) {
        var bytes = passphrase.expose();
        var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        try {
            return RecoverySecret.input(text);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(text.array(), '\0');
        }
    }
}
