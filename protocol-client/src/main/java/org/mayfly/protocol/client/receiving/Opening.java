package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.crypto.AesGcm;
import org.mayfly.protocol.client.envelope.MessageKey;
import org.mayfly.protocol.client.envelope.ReplyKey;
import org.mayfly.protocol.client.envelope.WrapBinding;
import org.mayfly.protocol.client.envelope.WrapSealing;
import org.mayfly.protocol.client.envelope.WrappedKey;
import org.mayfly.protocol.client.link.Begun;
import org.mayfly.protocol.client.payload.PayloadCodec;
import org.mayfly.protocol.client.receiving.Freshness.Alive;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Optional;

/** R10 to R13: opening. Every type erases what the one before opened and it does not pass on. */
public final class Opening {

    private Opening() {}

    /** R10: the private keys are here, and the place in the chain is known. */
    public static final class KeyFound implements AutoCloseable {

        private final Alive alive;
        private final WrapKeys keys;

        private KeyFound(Alive alive, WrapKeys keys) {
            this.alive = alive;
            this.keys = keys;
        }

        /** Empty where R10 refuses. */
        public static Optional<KeyFound> of(Alive alive, WrapKeyLookup lookup) {
            var envelope = alive.envelope();
            return lookup.find(envelope.header().sender(), envelope.wrap()).map(keys -> new KeyFound(alive, keys));
        }

        /** R11. */
        public Unwrapped unwrap(CryptoProvider provider, WrapOpening opening, WrapBinding self) throws CheckFailed {
            var envelope = alive.envelope();
            var hash = new Sha512(provider);
            var outer = new WrapSealing.Outer(hash.hash(envelope.encodedHeader()), hash.hash(envelope.ciphertext()));
            var opened = opening.open(self, keys, outer).orElseThrow(() -> CheckFailed.visibly(Check.R11));
            try (var wrappedKey = opened.wrappedKey()) {
                var content = WrappedKey.parse(wrappedKey);
                var messageKey = new MessageKey(provider, content.messageKey());
                return new Unwrapped(this, messageKey, opened.begun(), content.replyKey());
            } catch (MalformedException malformed) {
                opened.close();
                throw CheckFailed.visibly(Check.R11);
            }
        }

        Alive alive() {
            return alive;
        }

        WrapKeys keys() {
            return keys;
        }

        @Override
        public void close() {
            keys.close();
        }
    }

    /** R11: the wrap opened. */
    public static final class Unwrapped implements AutoCloseable {

        private final KeyFound found;
        private final MessageKey key;
        private final Begun begun;
        private final Optional<ReplyKey> replyKey;

        private Unwrapped(KeyFound found, MessageKey key, Begun begun, Optional<ReplyKey> replyKey) {
            this.found = found;
            this.key = key;
            this.begun = begun;
            this.replyKey = replyKey;
        }

        /** R12. */
        public Committed committed() throws CheckFailed {
            var header = found.alive.envelope().header();
            CheckFailed.require(header.keyCommitment().equals(key.commitment(header.message())), Check.R12);
            return new Committed(this);
        }

        @Override
        public void close() {
            key.close();
            begun.close();
        }
    }

    /** R12: it is the key the header commits to. */
    public static final class Committed {

        private final Unwrapped unwrapped;

        private Committed(Unwrapped unwrapped) {
            this.unwrapped = unwrapped;
        }

        /** R13. */
        public Opened open(CryptoProvider provider) throws CheckFailed {
            var envelope = unwrapped.found.alive.envelope();
            var headerHash = new Sha512(provider).hash(envelope.encodedHeader());
            try (var payloadKey = unwrapped.key.payloadKey(headerHash);
                    SecretBytes padded = new AesGcm(provider)
                            .open(payloadKey, AesGcm.ZERO_NONCE, envelope.encodedHeader(), envelope.ciphertext())
                            .orElseThrow(() -> CheckFailed.visibly(Check.R13))) {
                return new Opened(unwrapped, PayloadCodec.parse(padded));
            } catch (MalformedException malformed) {
                throw CheckFailed.visibly(Check.R13);
            }
        }
    }

    /** R13: the payload opened and is exactly encoded. */
    public static final class Opened {

        private final Unwrapped unwrapped;
        private final PayloadCodec.OpenedPayload payload;

        private Opened(Unwrapped unwrapped, PayloadCodec.OpenedPayload payload) {
            this.unwrapped = unwrapped;
            this.payload = payload;
        }

        PayloadCodec.OpenedPayload payload() {
            return payload;
        }

        KeyFound found() {
            return unwrapped.found;
        }

        Begun begun() {
            return unwrapped.begun;
        }

        /** What its sender gave to answer with. */
        Optional<ReplyKey> replyKey() {
            return unwrapped.replyKey;
        }
    }
}
