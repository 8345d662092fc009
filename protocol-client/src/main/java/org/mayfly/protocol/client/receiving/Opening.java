package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.crypto.AesGcm;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.envelope.MessageKey;
import org.mayfly.protocol.client.envelope.WrapBinding;
import org.mayfly.protocol.client.envelope.WrappedKey;
import org.mayfly.protocol.client.hpke.Hpke;
import org.mayfly.protocol.client.link.Chain;
import org.mayfly.protocol.client.link.ChainStep;
import org.mayfly.protocol.client.link.LinkReceiving;
import org.mayfly.protocol.client.payload.PayloadCodec;
import org.mayfly.protocol.client.receiving.Freshness.Alive;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.verification.DeviceIdentity;

import java.util.Optional;

/** R10 to R13: opening. Every type erases what the one before opened and it does not pass on. */
public final class Opening {

    private Opening() {}

    /** R10: the private key is here, and the place in the chain is known. */
    public static final class KeyFound implements AutoCloseable {

        private final Alive alive;
        private final HeldPrekey prekey;
        private final P521KeyPair pair;
        private final Optional<ChainStep> step;

        private KeyFound(Alive alive, HeldPrekey prekey, P521KeyPair pair, Optional<ChainStep> step) {
            this.alive = alive;
            this.prekey = prekey;
            this.pair = pair;
            this.step = step;
        }

        public static KeyFound of(Alive alive, ClientStore store, LinkReceiving links) throws CheckFailed {
            var wrap = alive.envelope().wrap();
            var prekey = store.heldPrekey(wrap.prekey()).orElseThrow(() -> CheckFailed.visibly(Check.R10));
            var sender = alive.envelope().header().sender();
            Optional<ChainStep> step = Optional.empty();
            if (wrap.chain().isPresent()) {
                step = links.locate(sender, wrap.chain().get());
                CheckFailed.require(step.isPresent(), Check.R10);
            }
            var pair = new P521KeyPair(
                    new P521PublicKey(prekey.publicKey()), store.secrets().read(prekey.slot()));
            return new KeyFound(alive, prekey, pair, step);
        }

        /** R11. */
        public Unwrapped unwrap(CryptoProvider provider, Hpke hpke, DeviceIdentity self, P521PublicKey ownIdentityKey)
                throws CheckFailed {
            var envelope = alive.envelope();
            var wrap = envelope.wrap();
            var hash = new Sha512(provider);
            var info = new WrapBinding(self.address(), ownIdentityKey, self.signingKey(), wrap.prekey())
                    .info(hash, wrap.state(), hash.hash(envelope.encodedHeader()));
            var psk = step.map(taken -> Chain.atPlace(taken.psk(), wrap.chain().orElseThrow()));
            var key = encapsulated(wrap.encapsulated());
            try (var context = hpke.setUpRecipient(key, pair, info, psk);
                    var wrapped = context.open(hash.hash(envelope.ciphertext()), wrap.sealed())
                            .orElseThrow(() -> CheckFailed.visibly(Check.R11))) {
                var messageKey = new MessageKey(provider, WrappedKey.messageKey(wrapped));
                var begun = step.isPresent() ? Optional.<Chain.Begun>empty() : Optional.of(Chain.begin(context));
                return new Unwrapped(this, messageKey, begun);
            } catch (MalformedException malformed) {
                throw CheckFailed.visibly(Check.R11);
            }
        }

        private static P521PublicKey encapsulated(Bytes point) throws CheckFailed {
            try {
                return P521PublicKey.parse(point);
            } catch (MalformedException offCurve) {
                throw CheckFailed.visibly(Check.R11);
            }
        }

        Alive alive() {
            return alive;
        }

        HeldPrekey prekey() {
            return prekey;
        }

        /** Empty for a START. */
        Optional<ChainStep> step() {
            return step;
        }

        @Override
        public void close() {
            pair.close();
            step.ifPresent(ChainStep::close);
        }
    }

    /** R11: the wrap opened. */
    public static final class Unwrapped implements AutoCloseable {

        private final KeyFound found;
        private final MessageKey key;
        private final Optional<Chain.Begun> begun;

        private Unwrapped(KeyFound found, MessageKey key, Optional<Chain.Begun> begun) {
            this.found = found;
            this.key = key;
            this.begun = begun;
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
            begun.ifPresent(chain -> chain.chainKey().destroy());
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

        /** Set for a START. */
        Optional<Chain.Begun> begun() {
            return unwrapped.begun;
        }
    }
}
