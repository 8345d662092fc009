package org.mayfly.protocol.client.hpke;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

/**
 * A pre-shared key and its id for mode psk.
 *
 * @param key 32 bytes or more
 * @param id not empty
 */
public record Psk(SecretBytes key, Bytes id) {

    public Psk {
        if (key.length() < 32 || id.length() == 0) {
            throw new IllegalArgumentException("a psk has 32 bytes or more and an id");
        }
    }
}
