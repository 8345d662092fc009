package org.mayfly.protocol.client.receiving;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.payload.Padding;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Optional;

/** R11 to R13 of docs/protocol.md, "Receiving", on every provider: what it opens to. */
@ParameterizedClass
@MethodSource(Providers.EVERY)
class OpeningTest extends ForgedMail {

    private static final Bytes ZERO_HASH = Bytes.of(new byte[64]);

    OpeningTest(CryptoProvider provider) {
        super(provider);
    }

    @Test
    void r11_a_wrap_bound_to_another_device_or_with_junk_inside_is_refused() {
        var otherDevice = forgery();
        otherDevice.boundDevice = DeviceId.of(new byte[16]);
        refused(otherDevice, Check.R11);
        var junk = forgery();
        var inside = new byte[198];
        inside[197] = 1;
        junk.wrappedKey = Optional.of(SecretBytes.takeOver(inside));
        refused(junk, Check.R11);
    }

    @Test
    void r12_a_key_the_header_does_not_commit_to_is_refused() {
        var forgery = forgery();
        forgery.commitment = Optional.of(ZERO_HASH);
        refused(forgery, Check.R12);
        var otherKey = forgery();
        otherKey.wrappedKey = Optional.of(SecretBytes.takeOver(new byte[198]));
        refused(otherKey, Check.R12);
    }

    @Test
    void r13_a_payload_with_broken_padding_or_encoding_is_refused() {
        var padding = forgery();
        var bytes = padding.payload.expose();
        bytes[bytes.length - 1] = 1;
        padding.payload = SecretBytes.takeOver(bytes);
        refused(padding, Check.R13);
        var junk = forgery();
        junk.payload = Padding.pad(SecretBytes.takeOver(new byte[] {1, 2, 3}));
        refused(junk, Check.R13);
        var empty = forgery();
        empty.payload = Padding.pad(SecretBytes.takeOver(new byte[0]));
        refused(empty, Check.R13);
    }
}
