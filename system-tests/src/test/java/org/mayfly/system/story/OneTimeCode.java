package org.mayfly.system.story;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an authenticator app shows: RFC 6238, SHA-1, 6 digits, 30 s. Written apart from the server's. */
record OneTimeCode(String secretInBase32) {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    String at(Instant now) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret(), "HmacSHA1"));
            var hash = mac.doFinal(
                    ByteBuffer.allocate(8).putLong(now.getEpochSecond() / 30).array());
            int code = ByteBuffer.wrap(hash, hash[hash.length - 1] & 15, 4).getInt() & 0x7fffffff;
            return String.format("%06d", code % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] secret() {
        var letters = secretInBase32.replace(" ", "");
        var bytes = ByteBuffer.allocate(letters.length() * 5 / 8);
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < letters.length(); i++) {
            buffer = buffer << 5 | BASE32.indexOf(letters.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.put((byte) (buffer >> bits));
                buffer &= (1 << bits) - 1;
            }
        }
        return bytes.array();
    }
}
