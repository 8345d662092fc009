package org.mayfly.protocol.value;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdsTest {

    private static final String UUID = "00112233-4455-6677-8899-aabbccddeeff";

    /** One kind of id, by its ways in. */
    record Kind(
            String name,
            Function<String, Object> parse,
            Function<byte[], Object> of,
            ToIntBiFunction<byte[], byte[]> order) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Kind> kinds() {
        return List.of(
                new Kind(
                        "network",
                        NetworkId::parse,
                        NetworkId::of,
                        (one, other) -> NetworkId.of(one).compareTo(NetworkId.of(other))),
                new Kind(
                        "user",
                        UserId::parse,
                        UserId::of,
                        (one, other) -> UserId.of(one).compareTo(UserId.of(other))),
                new Kind(
                        "device",
                        DeviceId::parse,
                        DeviceId::of,
                        (one, other) -> DeviceId.of(one).compareTo(DeviceId.of(other))),
                new Kind(
                        "message",
                        MessageId::parse,
                        MessageId::of,
                        (one, other) -> MessageId.of(one).compareTo(MessageId.of(other))),
                new Kind(
                        "prekey",
                        PrekeyId::parse,
                        PrekeyId::of,
                        (one, other) -> PrekeyId.of(one).compareTo(PrekeyId.of(other))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void an_id_is_16_bytes_and_a_uuid_in_its_one_form(Kind kind) {
        var bytes = Bytes.parseHex(UUID.replace("-", "")).toArray();
        assertThat(kind.parse().apply(UUID))
                .hasToString(UUID)
                .isEqualTo(kind.of().apply(bytes));
        for (var other : List.of(UUID.toUpperCase(Locale.ROOT), "1-2-3-4-5", "", UUID + "0")) {
            assertThatThrownBy(() -> kind.parse().apply(other)).isInstanceOf(IllegalArgumentException.class);
        }
        for (var length : List.of(0, 15, 17)) {
            assertThatThrownBy(() -> kind.of().apply(new byte[length])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void ids_are_ordered_by_unsigned_bytes(Kind kind) {
        var low = new byte[16];
        low[0] = 0x7f;
        var high = new byte[16];
        high[0] = (byte) 0x80;
        assertThat(kind.order().applyAsInt(low, high)).isNegative();
    }
}
