package org.mayfly.protocol.crypto;

import org.junit.jupiter.api.Test;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.support.TestUser;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.PrekeyType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OneTimeKeyTest {

    private static final Bytes POINT = TestUser.encoded(new TestUser(CryptoProvider.preferred()).signing);
    private static final Bytes ENCAPSULATION_KEY = Bytes.of(new byte[1568]);

    @Test
    void a_key_is_of_the_type_it_is_read_as_and_taken_for_nothing_else() throws MalformedException {
        var point = OneTimeKey.parse(PrekeyType.PREKEY_TYPE_P521, POINT);
        var kem = OneTimeKey.parse(PrekeyType.PREKEY_TYPE_MLKEM1024, ENCAPSULATION_KEY);
        assertThat(point.type()).isEqualTo(PrekeyType.PREKEY_TYPE_P521);
        assertThat(kem.type()).isEqualTo(PrekeyType.PREKEY_TYPE_MLKEM1024);
        assertThat(point.<Object>fold(own -> own, other -> "the other")).isSameAs(point);
        assertThat(kem.<Object>fold(other -> "the other", own -> own)).isSameAs(kem);
    }

    @Test
    void a_key_of_another_type_or_none_is_refused() {
        for (var type : PrekeyType.values()) {
            var foreign = type == PrekeyType.PREKEY_TYPE_P521 ? ENCAPSULATION_KEY : POINT;
            assertThatThrownBy(() -> OneTimeKey.parse(type, foreign))
                    .as(type.name())
                    .isInstanceOf(MalformedException.class);
        }
    }
}
