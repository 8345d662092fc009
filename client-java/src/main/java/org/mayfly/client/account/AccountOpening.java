package org.mayfly.client.account;

import org.mayfly.client.Surroundings;
import org.mayfly.client.connection.Origin;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.AccountCalls;
import org.mayfly.client.rest.AccountNames;
import org.mayfly.client.rest.Http;
import org.mayfly.client.rest.ProvenDevice;
import org.mayfly.client.rest.RecoveryCalls;
import org.mayfly.client.rest.RecoveryCalls.Evaluation;
import org.mayfly.client.rest.RecoveryCalls.LogIn;
import org.mayfly.client.rest.SignedIn;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.recovery.RecoveryBundle;
import org.mayfly.protocol.client.recovery.RecoveryBundle.Binding;
import org.mayfly.protocol.client.recovery.RecoverySecret;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.oprf.OprfElement;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.signed.SignedInput.Returning;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.verification.VerifiedDeviceList.Continuation;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens an account by its names and a proof: docs/protocol.md, "Recovery". */
public final class AccountOpening {

    private final Surroundings surroundings;
    private final Http http;
    private final String serverName;
    private final RecoveryCalls calls;
    private final ProvenDevice device;

    /** As anybody who knows the names: strangers can use this count up. */
    public AccountOpening(Surroundings surroundings, URI server, Http http) {
        this(surroundings, server, http, new NoDevice(new RecoveryCalls(http)));
    }

    private record NoDevice(RecoveryCalls calls) implements ProvenDevice {

        @Override
        public Evaluation evaluate(AccountNames names, Optional<OprfElement> blinded) {
            return calls.evaluate(names, blinded);
        }

        @Override
        public Optional<String> token() {
            return Optional.empty();
        }
    }

    /** @param device one of the account's devices, which has a count of its own; once its token has ended, as anybody */
    public AccountOpening(Surroundings surroundings, URI server, Http http, ProvenDevice device) {
        this.surroundings = surroundings;
        this.http = http;
        this.serverName = Origin.of(server);
        this.calls = new RecoveryCalls(http);
        this.device = device;
    }

    private Evaluation evaluate(AccountNames names, Optional<OprfElement> blinded) {
        try {
            return device.evaluate(names, blinded);
        } catch (ProblemException e) {
            if (e.code().equals("unauthenticated")) {
                return calls.evaluate(names, blinded);
            }
            throw e;
        }
    }

    /**
     * Takes a second.
     *
     * @throws ProblemException {@code wrong-credentials} where names or proof are wrong: the server does not say which;
     *     {@code rate-limited}, {@code suspended}, {@code recovery-damaged}
     */
    public OpenAccount open(AccountNames names, Proof proof) {
        return proof.fold(
                passphrase -> {
                    try (var hardened = harden(names, passphrase.passphrase())) {
                        return renewed(
                                open(names, Way.PASSPHRASE, hardened.answer(), hardened.secret()),
                                passphrase.passphrase());
                    }
                },
                paper -> {
                    var answer = evaluate(names, Optional.empty());
                    try (var secret = RecoverySecret.of(surroundings.provider(), paper.recoveryKey())) {
                        return open(names, Way.RECOVERY_KEY, answer, secret);
                    }
                });
    }

    /** Under the server's newest seed; where that fails the account is open all the same, and the next time does it. */
    private static OpenAccount renewed(OpenAccount account, SecretBytes passphrase) {
        try {
            account.renew(passphrase);
        } catch (ProblemException e) {
            // The bundle under the older seed still opens.
        } catch (RuntimeException e) {
            account.close();
            throw e;
        }
        return account;
    }

    private Hardening.Hardened harden(AccountNames names, SecretBytes passphrase) {
        return new Hardening(surroundings).harden(passphrase, blinded -> evaluate(names, Optional.of(blinded)));
    }

    /**
     * The identity sealed under the passphrase of somebody who enrols; empty where the server keeps no bundles.
     *
     * @param code of the invitation
     */
    public Optional<FirstSealing> first(String code, SecretBytes passphrase) {
        try {
            return Optional.of(new FirstSealing(
                    surroundings,
                    new Hardening(surroundings).harden(passphrase, blinded -> calls.evaluateFor(code, blinded))));
        } catch (ProblemException e) {
            if (e.code().equals("unexpected-answer")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private OpenAccount open(AccountNames names, Way way, Evaluation answer, RecoverySecret secret) {
        var time = Instant.ofEpochMilli(surroundings.clock().millis());
        var challengeHash = new Sha512(surroundings.provider()).hash(answer.challenge());
        var input = SignedInput.recovery(
                serverName, challengeHash, new Returning(names.network(), names.user(), way), time);
        try (var logInKey = secret.logInKey()) {
            var signature = new Signer(surroundings.provider()).sign(logInKey, input);
            var signedIn = calls.logIn(new LogIn(names, way, answer.challenge(), time, signature));
            var lists = lists(signedIn);
            var identity = opened(signedIn, way, secret);
            return new OpenAccount(
                    surroundings,
                    names,
                    new OpenAccount.Opened(
                            signedIn, identity, lists, new AccountCalls(http, signedIn.token(), device.token())));
        }
    }

    /** The log-in key was right, so a bundle that does not open is none that was sealed under it. */
    private P521KeyPair opened(SignedIn signedIn, Way way, RecoverySecret secret) {
        var binding = new Binding(
                signedIn.network(),
                signedIn.user(),
                signedIn.identityKey(),
                signedIn.bundleVersion(),
                way == Way.PASSPHRASE ? signedIn.seedId().orElseGet(AccountOpening::noSeed) : noSeed(),
                way);
        try {
            return RecoveryBundle.parse(signedIn.bundle())
                    .open(surroundings.provider(), secret, binding)
                    .orElseThrow(() -> ProblemException.refused("recovery-damaged"));
        } catch (MalformedException e) {
            throw ProblemException.refused("recovery-damaged");
        }
    }

    private static Bytes noSeed() {
        return Bytes.of(new byte[16]);
    }

    /** From the first version on, each the successor of the one before. */
    private List<VerifiedDeviceList> lists(SignedIn signedIn) {
        var verification = new DeviceListVerification(surroundings.provider());
        var chain = new ArrayList<VerifiedDeviceList>();
        for (var signed : signedIn.lists()) {
            var list = verification
                    .verify(signedIn.network(), signedIn.user(), signed)
                    .orElseThrow(fault -> ProblemException.refused("recovery-damaged"));
            var follows = chain.isEmpty()
                    ? list.version() == 1
                    : chain.get(chain.size() - 1).continuation(list) == Continuation.NEXT;
            if (!follows) {
                throw ProblemException.refused("recovery-damaged");
            }
            chain.add(list);
        }
        if (chain.isEmpty()) {
            throw ProblemException.refused("recovery-damaged");
        }
        return chain;
    }
}
