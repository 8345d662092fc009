package org.mayfly.protocol.verification;

import com.google.protobuf.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.support.TestUser;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyBatch;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class PrekeyBatchVerificationTest {

    private static final Instant NOW = TestUser.NOW;

    static List<CryptoProvider> providers() {
        return CryptoProvider.available();
    }

    private static Optional<Fault> fault(Verification<?> verification) {
        return verification.fold(verified -> Optional.empty(), Optional::of);
    }

    private static Optional<Fault> uploadFault(CryptoProvider provider, TestUser alice, UploadPrekeys upload) {
        return fault(new PrekeyBatchVerification(provider).verifyUpload(alice.deviceIdentity(), upload, NOW));
    }

    private static WantedPrekey wanted(TestUser alice, Instant newestSeen) {
        return new WantedPrekey(alice.deviceIdentity(), PrekeyType.PREKEY_TYPE_P521, newestSeen);
    }

    private static ClaimedPrekey claim(CryptoProvider provider, TestUser alice, UploadPrekeys upload, int place) {
        var verified = new PrekeyBatchVerification(provider)
                .verifyUpload(alice.deviceIdentity(), upload, NOW)
                .orElseThrow(fault -> new AssertionError(fault));
        return ClaimedPrekey.newBuilder()
                .setUser(TestUser.wire(alice.user.value()))
                .setDevice(TestUser.wire(alice.device.value()))
                .setBatch(upload.getBatch())
                .setPrekey(upload.getPrekeys(place))
                .setPath(verified.proof(place).toWire())
                .build();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void every_key_of_a_batch_is_accepted_by_its_claimer(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var upload = alice.upload(5);
        for (int place = 0; place < 5; place++) {
            var claimed = claim(provider, alice, upload, place);
            var key = new PrekeyBatchVerification(provider)
                    .verifyClaim(wanted(alice, Instant.EPOCH), claimed, NOW)
                    .orElseThrow(fault -> new AssertionError(fault));
            assertThat(key.id().value().toArray())
                    .isEqualTo(upload.getPrekeys(place).getId().toByteArray());
            assertThat(key.owner()).isEqualTo(alice.deviceIdentity().address());
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_batch_is_refused_for_each_broken_rule(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var keys = alice.prekeys(3);
        record Broken(PrekeyBatch.Builder batch, Fault fault) {}
        var late = NOW.plus(Duration.ofMinutes(5)).plusMillis(1);
        var broken = List.of(
                new Broken(alice.batchOver(keys).setUser(ByteString.copyFrom(new byte[16])), Fault.WRONG_OWNER),
                new Broken(alice.batchOver(keys).setDevice(ByteString.copyFrom(new byte[16])), Fault.WRONG_OWNER),
                new Broken(
                        alice.batchOver(keys).setIdentityFingerprint(ByteString.copyFrom(new byte[64])),
                        Fault.WRONG_OWNER),
                new Broken(alice.batchOver(keys).setCreated(late.toEpochMilli()), Fault.WRONG_TIME),
                new Broken(
                        alice.batchOver(keys)
                                .setExpires(NOW.plus(Duration.ofDays(30))
                                        .plusMillis(1)
                                        .toEpochMilli()),
                        Fault.WRONG_TIME),
                new Broken(alice.batchOver(keys).setCreated(1).setExpires(NOW.toEpochMilli()), Fault.WRONG_TIME),
                new Broken(alice.batchOver(keys).setRoot(ByteString.copyFrom(new byte[64])), Fault.WRONG_ROOT),
                new Broken(alice.batchOver(keys).setCount(2), Fault.MALFORMED),
                new Broken(alice.batchOver(keys).setType(PrekeyType.PREKEY_TYPE_MLKEM1024), Fault.MALFORMED),
                new Broken(alice.batchOver(keys).clearBatch(), Fault.MALFORMED));
        for (var each : broken) {
            var upload =
                    keys.clone().setBatch(alice.signed(each.batch().build())).build();
            assertThat(uploadFault(provider, alice, upload)).contains(each.fault());
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_batch_has_1_to_200_keys(CryptoProvider provider) {
        var alice = new TestUser(provider);
        for (int count : List.of(1, 200)) {
            var upload = alice.uploadOf(PrekeyType.PREKEY_TYPE_MLKEM1024, alice.kemPrekeys(count));
            var verified = new PrekeyBatchVerification(provider)
                    .verifyUpload(alice.deviceIdentity(), upload, NOW)
                    .orElseThrow(fault -> new AssertionError(fault));
            assertThat(verified.keys()).hasSize(count);
            assertThat(verified.signed()).isEqualTo(upload.getBatch());
            assertThat(verified.type()).isEqualTo(PrekeyType.PREKEY_TYPE_MLKEM1024);
            assertThat(verified.created()).isEqualTo(NOW);
            assertThat(verified.expires()).isEqualTo(NOW.plus(Duration.ofDays(30)));
        }
        var tooMany = alice.uploadOf(PrekeyType.PREKEY_TYPE_MLKEM1024, alice.kemPrekeys(201));
        assertThat(uploadFault(provider, alice, tooMany)).contains(Fault.MALFORMED);
        var unsigned = alice.prekeys(1);
        var none = UploadPrekeys.newBuilder()
                .setBatch(alice.signed(alice.batchOver(unsigned).setCount(0).build()))
                .build();
        assertThat(uploadFault(provider, alice, none)).contains(Fault.MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void keys_out_of_order_twice_or_off_the_curve_are_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var upload = alice.upload(3).toBuilder();
        var first = upload.getPrekeys(0);
        var swapped = upload.clone().setPrekeys(0, upload.getPrekeys(1)).setPrekeys(1, first);
        assertThat(uploadFault(provider, alice, swapped.build())).contains(Fault.MALFORMED);
        var twice = upload.clone().setPrekeys(1, first);
        assertThat(uploadFault(provider, alice, twice.build())).contains(Fault.MALFORMED);
        var point = first.getKey().toByteArray();
        point[132] ^= 1;
        var off = upload.clone().setPrekeys(0, first.toBuilder().setKey(ByteString.copyFrom(point)));
        assertThat(uploadFault(provider, alice, off.build())).contains(Fault.MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_batch_of_encapsulation_keys_is_accepted_and_claimed_as_such_only(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var upload = alice.uploadOf(PrekeyType.PREKEY_TYPE_MLKEM1024, alice.kemPrekeys(3));
        var claimed = claim(provider, alice, upload, 1);
        var verification = new PrekeyBatchVerification(provider);
        var kem = new WantedPrekey(alice.deviceIdentity(), PrekeyType.PREKEY_TYPE_MLKEM1024, Instant.EPOCH);
        var key = verification.verifyClaim(kem, claimed, NOW).orElseThrow(fault -> new AssertionError(fault));
        assertThat(key.key().type()).isEqualTo(PrekeyType.PREKEY_TYPE_MLKEM1024);
        assertThat(key.batchCreated()).isEqualTo(NOW);
        assertThat(key.expires()).isEqualTo(NOW.plus(Duration.ofDays(30)));
        assertThat(fault(verification.verifyClaim(wanted(alice, Instant.EPOCH), claimed, NOW)))
                .as("not the type asked for")
                .contains(Fault.WRONG_TYPE);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_batch_whose_keys_are_not_of_its_type_or_not_reduced_is_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var points = alice.prekeys(2);
        var mixed = alice.uploadOf(PrekeyType.PREKEY_TYPE_MLKEM1024, points);
        assertThat(uploadFault(provider, alice, mixed)).contains(Fault.MALFORMED);
        var kem = alice.kemPrekeys(2);
        var ofNoType = alice.uploadOf(PrekeyType.PREKEY_TYPE_UNSPECIFIED, points);
        assertThat(uploadFault(provider, alice, ofNoType)).contains(Fault.MALFORMED);
        var asPoints = alice.uploadOf(PrekeyType.PREKEY_TYPE_P521, kem);
        assertThat(uploadFault(provider, alice, asPoints)).contains(Fault.MALFORMED);
        var unreduced = kem.getPrekeys(0).getKey().toByteArray();
        unreduced[0] = (byte) 0x01;
        unreduced[1] = (byte) (unreduced[1] & 0xf0 | 0x0d);
        var broken = kem.clone().setPrekeys(0, kem.getPrekeys(0).toBuilder().setKey(ByteString.copyFrom(unreduced)));
        assertThat(uploadFault(provider, alice, alice.uploadOf(PrekeyType.PREKEY_TYPE_MLKEM1024, broken)))
                .contains(Fault.MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void every_flipped_byte_of_a_claim_is_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var claimed = claim(provider, alice, alice.upload(5), 2);
        var encoded = claimed.toByteArray();
        var verification = new PrekeyBatchVerification(provider);
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] ^= 1;
            var position = i;
            var flipped = Bytes.of(encoded);
            try {
                var parsed = Canonical.parse(ClaimedPrekey.parser(), flipped);
                assertThat(fault(verification.verifyClaim(wanted(alice, Instant.EPOCH), parsed, NOW)))
                        .as("byte %d", position)
                        .isPresent();
            } catch (MalformedException refused) {
                assertThat(refused).isNotNull();
            }
            encoded[i] ^= 1;
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_claim_from_a_batch_much_older_than_the_newest_seen_is_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var claimed = claim(provider, alice, alice.upload(1), 0);
        var newest = NOW.plus(Duration.ofDays(30)).plusMillis(1);
        assertThat(fault(new PrekeyBatchVerification(provider).verifyClaim(wanted(alice, newest), claimed, NOW)))
                .contains(Fault.WRONG_TIME);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_claim_after_the_batch_expired_is_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var claimed = claim(provider, alice, alice.upload(1), 0);
        assertThat(fault(new PrekeyBatchVerification(provider)
                        .verifyClaim(wanted(alice, Instant.EPOCH), claimed, NOW.plus(Duration.ofDays(30)))))
                .contains(Fault.WRONG_TIME);
    }
}
