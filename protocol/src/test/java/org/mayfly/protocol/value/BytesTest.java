package org.mayfly.protocol.value;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BytesTest {

    private final Bytes bytes = Bytes.of(new byte[] {(byte) 0xfb, (byte) 0xff, 0});

    @Test
    void hexadecimal_and_base64url_are_read_as_they_are_written() {
        assertThat(bytes.toHex()).isEqualTo("fbff00");
        assertThat(Bytes.parseHex("FBff00")).isEqualTo(bytes);
        assertThat(bytes.toBase64Url()).isEqualTo("-_8A");
        assertThat(Bytes.parseBase64Url("-_8A")).isEqualTo(bytes);
        assertThatThrownBy(() -> Bytes.parseBase64Url("+/8A")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equal_contents_are_equal_and_what_is_given_out_is_a_copy() {
        assertThat(Bytes.parseHex("fbff00")).hasSameHashCodeAs(bytes);
        assertThat(Bytes.parseHex("fbff01").hashCode()).isNotEqualTo(bytes.hashCode());
        bytes.toArray()[0] = 0;
        assertThat(bytes.at(0)).isEqualTo((byte) 0xfb);
        assertThat(bytes.toString()).isEqualTo("Bytes[3]");
    }
}
