package org.mayfly.protocol.client.link;

import org.mayfly.protocol.client.hpke.Psk;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.MlKemPublicKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

/** How a START of suite 0x0002 mixes ML-KEM's shared secret in: as HPKE's psk, with an id that binds key and ciphertext. */
public final class KemPsk {

    private KemPsk() {}

    public static Psk of(CryptoProvider provider, MlKemPublicKey key, Bytes ciphertext, SecretBytes sharedSecret) {
        var digest = provider.sha256();
        digest.update(key.encoded().toArray());
        digest.update(ciphertext.toArray());
        var id = new ByteSequence()
                .ascii("msgr/v1/mlkem1024")
                .bytes(Bytes.of(digest.digest()))
                .toBytes();
        return new Psk(sharedSecret, id);
    }
}
