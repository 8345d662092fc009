package org.mayfly.protocol.client;

import com.google.protobuf.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.ListAcceptance.Verdict;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.signed.SignedInput.LogInTarget;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.LogInVerification;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.verification.VerifiedUpload;
import org.mayfly.protocol.wire.Challenge;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;

class DeviceProtocolTest {

    private static final String SERVER = "https://localhost:8443";

    private static Challenge challenge(String name, Instant time) {
        return Challenge.newBuilder()
                .setNonce(ByteString.copyFrom(new byte[32]))
                .setServerName(name)
                .setServerTime(time.toEpochMilli())
                .build();
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void a_log_in_convinces_the_server_and_raises_the_generation(CryptoProvider provider) {
        var alice = new Party(provider, Party.couple(provider).get(0).network);
        var target = new LogInTarget(SERVER, Bytes.of(new byte[32]));
        for (long generation = 1; generation <= 3; generation++) {
            var signed = (LogInAnswer.Signed) alice.protocol.logIn(challenge(SERVER, Party.NOW), SERVER, Party.NOW);
            alice.store.commit(signed.unit());
            var key = new P521PublicKey(alice.store.ownDevice().orElseThrow().signingKey());
            var proven = new LogInVerification(provider)
                    .claim(signed.logIn())
                    .orElseThrow(fault -> new AssertionError(fault))
                    .prove(target, key, Party.NOW)
                    .orElseThrow(fault -> new AssertionError(fault));
            assertThat(proven.address()).isEqualTo(alice.protocol.self());
            assertThat(proven.storeGeneration()).isEqualTo(generation);
        }
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void nothing_is_signed_for_another_server_or_with_a_clock_that_is_off(CryptoProvider provider) {
        var alice = Party.couple(provider).get(0);
        assertThat(alice.protocol.logIn(challenge("https://other:8443", Party.NOW), SERVER, Party.NOW))
                .isInstanceOf(LogInAnswer.WrongServer.class);
        var shortNonce = challenge(SERVER, Party.NOW).toBuilder().setNonce(ByteString.copyFrom(new byte[31]));
        assertThat(alice.protocol.logIn(shortNonce.build(), SERVER, Party.NOW))
                .isInstanceOf(LogInAnswer.WrongServer.class);
        var off = Party.NOW.plus(Duration.ofMinutes(5)).plusMillis(1);
        assertThat(alice.protocol.logIn(challenge(SERVER, off), SERVER, Party.NOW))
                .isEqualTo(new LogInAnswer.ClockOff(off));
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void an_identity_change_stops_sending_until_the_person_decides(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        accepted(bob.receive(alice.send("before", bob)));
        var before = alice.protocol.safetyNumber(bob.user);
        assertThat(before).isPresent().isEqualTo(bob.protocol.safetyNumber(alice.user));
        var changed = bob.underNewIdentity();
        var shown = alice.protocol.accept(changed.list, bob.user, Party.NOW);
        assertThat(shown.verdict()).isEqualTo(Verdict.IDENTITY_CHANGED);
        alice.store.commit(shown.unit());
        var draft = alice.draft(bob, "after");
        assertThat(alice.protocol.seal(draft, changed.claimBoth(), Party.POLICY, Party.NOW))
                .isEqualTo(new Sealing.Refused(Sealing.Reason.IDENTITY_CHANGED));
        alice.store.commit(alice.protocol.acceptIdentityChange(bob.user));
        assertThat(alice.protocol.safetyNumber(bob.user)).isPresent().isNotEqualTo(before);
        assertThat(alice.store.sendingLink(bob.protocol.self())).isEmpty();
        assertThat(alice.protocol.seal(draft, changed.claimBoth(), Party.POLICY, Party.NOW))
                .isInstanceOf(Sealing.Ready.class);
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void lists_of_others_and_broken_ones_are_refused_and_the_same_one_changes_nothing(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        assertThat(alice.protocol.accept(bob.list, bob.user, Party.NOW).verdict())
                .isEqualTo(Verdict.UNCHANGED);
        assertThat(alice.protocol.accept(alice.list, bob.user, Party.NOW).verdict())
                .isEqualTo(Verdict.REFUSED);
        var broken = SignedDeviceList.newBuilder(bob.list).setSignature(ByteString.copyFrom(new byte[132]));
        var refused = alice.protocol.accept(broken.build(), bob.user, Party.NOW);
        assertThat(refused.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(refused.unit().changes()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void the_server_accepts_replenished_keys(CryptoProvider provider) {
        var alice = Party.couple(provider).get(0);
        var list = new DeviceListVerification(provider)
                .verify(alice.network, alice.user, alice.list)
                .orElseThrow(fault -> new AssertionError(fault));
        var owner = list.identityOf(alice.network, alice.device).orElseThrow();
        for (var type : List.of(PrekeyType.PREKEY_TYPE_P521, PrekeyType.PREKEY_TYPE_MLKEM1024)) {
            var made = alice.protocol.replenish(type, 200, Party.NOW);
            var verified = new PrekeyBatchVerification(provider).verifyUpload(owner, made.upload(), Party.NOW);
            assertThat(verified.value().map(VerifiedUpload::type)).contains(type);
        }
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void a_clock_turned_back_extends_no_life(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var early = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        alice.store.commit(alice.protocol.expireKeys(Party.NOW));
        var clock = new ExpiryClock(early, alice.store.highestTime());
        assertThat(clock.now()).isEqualTo(Party.NOW);
        clock.observe(Party.NOW.plusSeconds(5));
        clock.observe(Instant.EPOCH);
        assertThat(clock.now()).isEqualTo(Party.NOW.plusSeconds(5));
        alice.store.commit(clock.remember());
        assertThat(alice.store.highestTime()).isEqualTo(Party.NOW.plusSeconds(5));
    }
}
