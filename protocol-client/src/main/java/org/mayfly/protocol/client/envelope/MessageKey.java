package org.mayfly.protocol.client.envelope;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.SecretBytes;

/** The key K of one message and what is derived from it. Closing erases it. */
public final class MessageKey implements AutoCloseable {

    private final Hkdf hkdf;
    private final SecretBytes key;
    private final SecretBytes extracted;

    /** @param key 32 bytes; taken over */
    public MessageKey(CryptoProvider provider, SecretBytes key) {
        this.hkdf = new Hkdf(provider);
        this.key = key;
        this.extracted = hkdf.extract(Bytes.empty(), key);
    }

    /** For the wraps. */
    public SecretBytes key() {
        return key;
    }

    /** 64 bytes: the header commits to the key, because AES-GCM does not. */
    public Bytes commitment(MessageId message) {
        var info = new ByteSequence()
                .ascii("msgr/v1/commit")
                .bytes(message.value())
                .toBytes();
        try (var commitment = hkdf.expand(extracted, info, Sizes.HASH)) {
            return Bytes.of(commitment.expose());
        }
    }

    /** The key of the payload: depends on the header, so it is used once. */
    public SecretBytes payloadKey(Bytes headerHash) {
        var info = new ByteSequence()
                .ascii("msgr/v1/payload-key")
                .bytes(headerHash)
                .toBytes();
        return hkdf.expand(extracted, info, Sizes.MESSAGE_KEY);
    }

    @Override
    public void close() {
        key.destroy();
        extracted.destroy();
    }
}
