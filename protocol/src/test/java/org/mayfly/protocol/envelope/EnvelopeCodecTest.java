package org.mayfly.protocol.envelope;

import com.google.protobuf.ByteString;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.RecipientWrap;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.Wrap;
import org.mayfly.protocol.wire.WrapState;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EnvelopeCodecTest {

    private final RandomSource random = RandomSource.of(CryptoProvider.preferred());

    private EnvelopeHeader header(long time) {
        return new EnvelopeHeader(
                new NetworkId(random.bytes(16)),
                new MessageId(random.bytes(16)),
                new DeviceAddress(new UserId(random.bytes(16)), new DeviceId(random.bytes(16))),
                random.bytes(64),
                random.bytes(64),
                Instant.ofEpochMilli(time));
    }

    private EnvelopeWrap.Encapsulated encapsulated() {
        return new EnvelopeWrap.Encapsulated(new PrekeyId(random.bytes(16)), random.bytes(133));
    }

    private EnvelopeWrap classicalStart() {
        return new EnvelopeWrap.Start(encapsulated(), Optional.empty(), random.bytes(214));
    }

    private EnvelopeWrap hybridStart() {
        var kem = new EnvelopeWrap.KemEncapsulated(new PrekeyId(random.bytes(16)), random.bytes(1568));
        return new EnvelopeWrap.Start(encapsulated(), Optional.of(kem), random.bytes(214));
    }

    private EnvelopeWrap fresh(Suite suite, long index) {
        var place = ChainPlace.fresh(random.bytes(32), index);
        return new EnvelopeWrap.Fresh(suite, encapsulated(), place, random.bytes(214));
    }

    private EnvelopeWrap chained(Suite suite, long carrier, long index) {
        var place = ChainPlace.chained(random.bytes(32), carrier, index);
        return new EnvelopeWrap.Chained(suite, place, random.bytes(214));
    }

    private static void refused(ThrowingCallable parsing) {
        assertThatThrownBy(parsing).isInstanceOf(MalformedException.class);
    }

    @Test
    void a_header_decodes_to_what_was_encoded_and_every_truncation_is_refused() throws MalformedException {
        for (long time : new long[] {1, 127, 128, 1_795_348_800_000L, 253_402_300_799_999L}) {
            var header = header(time);
            var encoded = header.encode();
            assertThat(EnvelopeHeader.parse(encoded)).isEqualTo(header);
            for (int length = 0; length < encoded.length(); length++) {
                var cut = Bytes.of(Arrays.copyOf(encoded.toArray(), length));
                refused(() -> EnvelopeHeader.parse(cut));
            }
        }
    }

    @Test
    void a_wrap_decodes_to_what_was_encoded_and_every_truncation_is_refused() throws MalformedException {
        for (var wrap : List.of(
                classicalStart(),
                hybridStart(),
                fresh(Suite.CLASSICAL, 0),
                fresh(Suite.HYBRID, 0xffff_ffffL),
                chained(Suite.CLASSICAL, 0, 0),
                chained(Suite.HYBRID, 16, 0xffff_ffffL))) {
            var encoded = wrap.encode();
            assertThat(EnvelopeWrap.parse(encoded)).isEqualTo(wrap);
            for (int length = 0; length < encoded.length(); length++) {
                var cut = Bytes.of(Arrays.copyOf(encoded.toArray(), length));
                refused(() -> EnvelopeWrap.parse(cut));
            }
        }
    }

    @Test
    void a_wrap_with_fields_of_another_state_or_suite_is_refused() throws MalformedException {
        var start = Canonical.parse(Wrap.parser(), classicalStart().encode());
        var hybrid = Canonical.parse(Wrap.parser(), hybridStart().encode());
        var fresh = Canonical.parse(Wrap.parser(), fresh(Suite.HYBRID, 5).encode());
        var chained =
                Canonical.parse(Wrap.parser(), chained(Suite.HYBRID, 16, 2).encode());
        var zeros = ByteString.copyFrom(new byte[32]);
        var id = zeros.substring(16);
        var ciphertext = ByteString.copyFrom(new byte[1568]);
        var malformed = List.of(
                start.toBuilder().setSuite(2),
                start.toBuilder().setSuite(3),
                hybrid.toBuilder().setSuite(1),
                hybrid.toBuilder().clearKemPrekey(),
                hybrid.toBuilder().clearKemCiphertext(),
                hybrid.toBuilder().setKemCiphertext(ciphertext.substring(1)),
                hybrid.toBuilder().clearPrekey(),
                hybrid.toBuilder().setIndex(1),
                start.toBuilder().clearSuite(),
                start.toBuilder().clearState(),
                start.toBuilder().setEpoch(zeros),
                start.toBuilder().setIndex(1),
                start.toBuilder().setSubIndex(1),
                start.toBuilder().setKemPrekey(id),
                start.toBuilder().setKemCiphertext(ciphertext),
                start.toBuilder().setStateValue(9),
                fresh.toBuilder().setState(WrapState.WRAP_STATE_CHAIN),
                fresh.toBuilder().setSubIndex(1),
                fresh.toBuilder().setKemPrekey(id),
                fresh.toBuilder().setKemCiphertext(ciphertext),
                chained.toBuilder().setSuite(3),
                chained.toBuilder().setState(WrapState.WRAP_STATE_FRESH),
                chained.toBuilder().setPrekey(id),
                chained.toBuilder().setEncapsulated(ByteString.copyFrom(new byte[133])),
                chained.toBuilder().setKemPrekey(id),
                chained.toBuilder().setKemCiphertext(ciphertext),
                chained.toBuilder().clearEpoch(),
                chained.toBuilder().clearSealed(),
                fresh.toBuilder().clearEpoch(),
                fresh.toBuilder().clearEncapsulated(),
                fresh.toBuilder().clearPrekey(),
                fresh.toBuilder().setSealed(fresh.getSealed().substring(1)));
        for (var each : malformed) {
            refused(() -> EnvelopeWrap.parse(Canonical.encode(each.build())));
        }
    }

    @Test
    void a_submission_keeps_its_parts_and_is_refused_when_recipients_do_not_ascend() throws MalformedException {
        var low = recipient((byte) 1);
        var high = recipient((byte) 2);
        var good = Submit.newBuilder()
                .setHeader(ByteString.copyFrom(header(1).encode().toArray()))
                .setCiphertext(ByteString.copyFrom(new byte[528]))
                .setSignature(ByteString.copyFrom(new byte[132]))
                .addWraps(low)
                .addWraps(high);
        var parsed = Submission.parse(good.build());
        assertThat(parsed.recipients()).hasSize(2);
        assertThat(parsed.encodedHeader().toArray()).isEqualTo(good.getHeader().toByteArray());
        var swapped = good.clone().setWraps(0, high).setWraps(1, low).build();
        refused(() -> Submission.parse(swapped));
        var twice = good.clone().setWraps(1, low).build();
        refused(() -> Submission.parse(twice));
        refused(() -> Submission.parse(good.clone().clearWraps().build()));
        refused(() -> Submission.parse(
                good.clone().setCiphertext(ByteString.copyFrom(new byte[527])).build()));
    }

    private RecipientWrap recipient(byte device) {
        var id = new byte[16];
        id[0] = device;
        return RecipientWrap.newBuilder()
                .setUser(ByteString.copyFrom(random.bytes(16).toArray()))
                .setDevice(ByteString.copyFrom(id))
                .setWrap(ByteString.copyFrom(classicalStart().encode().toArray()))
                .build();
    }
}
