package org.mayfly.protocol.verification;

import com.google.protobuf.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.signed.SignedInput.LogInTarget;
import org.mayfly.protocol.support.TestUser;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.LogIn;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class LogInVerificationTest {

    private static final LogInTarget TARGET = new LogInTarget("https://localhost:8443", Bytes.of(new byte[32]));

    static List<CryptoProvider> providers() {
        return CryptoProvider.available();
    }

    private static LogIn logIn(TestUser alice, Instant time) {
        var input = SignedInput.logIn(alice.network, TARGET, alice.user, alice.device, time, 7);
        return LogIn.newBuilder()
                .setNetwork(TestUser.wire(alice.network.value()))
                .setUser(TestUser.wire(alice.user.value()))
                .setDevice(TestUser.wire(alice.device.value()))
                .setTime(time.toEpochMilli())
                .setStoreGeneration(7)
                .setSignature(TestUser.wire(alice.sign(alice.signing, input)))
                .build();
    }

    private static Optional<Fault> fault(CryptoProvider provider, TestUser alice, LogIn logIn, LogInTarget target) {
        return new LogInVerification(provider)
                .claim(logIn)
                .fold(
                        claim -> claim.prove(target, P521PublicKey.of(alice.signing.getPublic()), TestUser.NOW)
                                .fold(proven -> Optional.<Fault>empty(), Optional::of),
                        Optional::of);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_device_proves_itself_within_five_minutes(CryptoProvider provider) {
        var alice = new TestUser(provider);
        for (var off : List.of(Duration.ofMinutes(-5), Duration.ZERO, Duration.ofMinutes(5))) {
            assertThat(fault(provider, alice, logIn(alice, TestUser.NOW.plus(off)), TARGET))
                    .isEmpty();
        }
        for (var off : List.of(Duration.ofMinutes(5).plusMillis(1), Duration.ofDays(-1))) {
            assertThat(fault(provider, alice, logIn(alice, TestUser.NOW.plus(off)), TARGET))
                    .contains(Fault.WRONG_TIME);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_claim_says_who_it_is_and_the_first_store_generation_is_1(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var first = logIn(alice, TestUser.NOW).toBuilder().setStoreGeneration(1).build();
        var claim = new LogInVerification(provider).claim(first).value().orElseThrow();
        assertThat(claim.network()).isEqualTo(alice.network);
        assertThat(claim.address()).isEqualTo(alice.deviceIdentity().address());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_log_in_for_another_server_or_connection_is_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var logIn = logIn(alice, TestUser.NOW);
        assertThat(fault(provider, alice, logIn, new LogInTarget("https://evil:8443", TARGET.nonce())))
                .contains(Fault.INVALID_SIGNATURE);
        var otherNonce = new LogInTarget(TARGET.serverName(), Bytes.parseHex("01".repeat(32)));
        assertThat(fault(provider, alice, logIn, otherNonce)).contains(Fault.INVALID_SIGNATURE);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void every_changed_field_is_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var logIn = logIn(alice, TestUser.NOW);
        var zero = ByteString.copyFrom(new byte[16]);
        var changed = List.of(
                logIn.toBuilder().setNetwork(zero),
                logIn.toBuilder().setUser(zero),
                logIn.toBuilder().setDevice(zero),
                logIn.toBuilder().setTime(logIn.getTime() + 1),
                logIn.toBuilder().setStoreGeneration(8),
                logIn.toBuilder().setSignature(ByteString.copyFrom(new byte[132])));
        for (var each : changed) {
            assertThat(fault(provider, alice, each.build(), TARGET)).contains(Fault.INVALID_SIGNATURE);
        }
        var malformed = List.of(
                logIn.toBuilder().clearUser(),
                logIn.toBuilder().clearTime(),
                logIn.toBuilder().clearStoreGeneration(),
                logIn.toBuilder().setSignature(ByteString.copyFrom(new byte[131])));
        for (var each : malformed) {
            assertThat(fault(provider, alice, each.build(), TARGET)).contains(Fault.MALFORMED);
        }
    }
}
