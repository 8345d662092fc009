package org.mayfly.protocol.client.hpke;

import org.mayfly.protocol.client.crypto.AesGcm;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Optional;

/** An encryption context of one direction (RFC 9180, section 5.2 and 5.3). Not thread-safe; closing erases its keys. */
public final class HpkeContext implements AutoCloseable {

    private final AesGcm aead;
    private final LabeledHkdf hkdf;
    private final Keys keys;
    private long sequence;

    record Keys(SecretBytes key, Bytes baseNonce, SecretBytes exporter) {}

    HpkeContext(AesGcm aead, LabeledHkdf hkdf, Keys keys) {
        this.aead = aead;
        this.hkdf = hkdf;
        this.keys = keys;
    }

    public Bytes seal(Bytes associated, SecretBytes plaintext) {
        return aead.seal(keys.key(), nonce(sequence++), associated, plaintext);
    }

    /** Empty if it is not authentic; then the sequence does not move on. */
    public Optional<SecretBytes> open(Bytes associated, Bytes ciphertext) {
        var opened = aead.open(keys.key(), nonce(sequence), associated, ciphertext);
        if (opened.isPresent()) {
            sequence++;
        }
        return opened;
    }

    public SecretBytes export(Bytes context, int length) {
        return hkdf.expand(keys.exporter(), "sec", context, length);
    }

    private Bytes nonce(long number) {
        var nonce = keys.baseNonce().toArray();
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[nonce.length - 1 - i] ^= (byte) (number >>> (8 * i));
        }
        return Bytes.of(nonce);
    }

    @Override
    public void close() {
        keys.key().destroy();
        keys.exporter().destroy();
    }
}
