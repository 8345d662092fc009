package org.mayfly.protocol.client.envelope;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.crypto.AesGcm;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.hpke.Hpke;
import org.mayfly.protocol.client.hpke.Psk;
import org.mayfly.protocol.client.link.Chain;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.EnvelopeHeader;
import org.mayfly.protocol.envelope.EnvelopeWrap;
import org.mayfly.protocol.envelope.EnvelopeWrap.ChainPlace;
import org.mayfly.protocol.envelope.Submission;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.wire.RecipientWrap;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.WrapState;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Seals envelopes. Knows nothing of stores. Thread-safe. */
public final class EnvelopeSealing {

    private final CryptoProvider provider;
    private final RandomSource random;
    private final Sha512 hash;
    private final Hpke hpke;

    public EnvelopeSealing(CryptoProvider provider, RandomSource random) {
        this.provider = provider;
        this.random = random;
        this.hash = new Sha512(provider);
        this.hpke = new Hpke(provider, random);
    }

    /** Who seals. */
    public record Sender(NetworkId network, DeviceAddress address, P521KeyPair signingKey) {}

    /** What the header says besides the sender. */
    public record Outside(MessageId message, Instant discardAt) {}

    /**
     * One recipient device.
     *
     * @param fresh place and psk of a FRESH; empty makes a START
     */
    public record Target(WrapBinding binding, P521PublicKey prekey, Optional<Fresh> fresh) {}

    public record Fresh(ChainPlace place, SecretBytes psk) {}

    /**
     * A sealed envelope.
     *
     * @param begun the chains of those targets that got a START
     */
    public record Sealed(Submit submit, Map<DeviceAddress, Chain.Begun> begun) {}

    /** @param payload padded; stays the caller's to destroy */
    public Sealed seal(Sender sender, Outside outside, SecretBytes payload, List<Target> targets) {
        try (var key = new MessageKey(provider, random.secret(Sizes.MESSAGE_KEY))) {
            var header = header(sender, outside, key);
            var encodedHeader = header.encode();
            var headerHash = hash.hash(encodedHeader);
            var ciphertext = encrypt(key, payload, encodedHeader, headerHash);
            var begun = new HashMap<DeviceAddress, Chain.Begun>();
            var wraps = new ArrayList<Submission.Recipient>();
            targets.stream()
                    .sorted(Comparator.comparing(
                            target -> target.binding().address().device()))
                    .forEach(target -> {
                        var wrap = wrap(key, target, headerHash, hash.hash(ciphertext), begun);
                        wraps.add(new Submission.Recipient(target.binding().address(), wrap.encode()));
                    });
            return new Sealed(sign(sender, header, ciphertext, wraps), Map.copyOf(begun));
        }
    }

    private EnvelopeHeader header(Sender sender, Outside outside, MessageKey key) {
        return new EnvelopeHeader(
                sender.network(),
                outside.message(),
                sender.address(),
                hash.fingerprint(sender.signingKey().publicKey()),
                key.commitment(outside.message()),
                outside.discardAt());
    }

    private Bytes encrypt(MessageKey key, SecretBytes payload, Bytes encodedHeader, Bytes headerHash) {
        try (var payloadKey = key.payloadKey(headerHash)) {
            return new AesGcm(provider).seal(payloadKey, AesGcm.ZERO_NONCE, encodedHeader, payload);
        }
    }

    private EnvelopeWrap wrap(
            MessageKey key,
            Target target,
            Bytes headerHash,
            Bytes ciphertextHash,
            Map<DeviceAddress, Chain.Begun> begun) {
        var state = target.fresh().isPresent() ? WrapState.WRAP_STATE_FRESH : WrapState.WRAP_STATE_START;
        var info = target.binding().info(hash, state, headerHash);
        Optional<Psk> psk = target.fresh().map(fresh -> Chain.atPlace(fresh.psk(), fresh.place()));
        try (var sender = hpke.setUpSender(target.prekey(), info, psk);
                var wrapped = WrappedKey.encode(key.key())) {
            if (psk.isEmpty()) {
                begun.put(target.binding().address(), Chain.begin(sender.context()));
            }
            return new EnvelopeWrap(
                    target.binding().prekey(),
                    sender.encapsulated().encoded(),
                    target.fresh().map(Fresh::place),
                    sender.context().seal(ciphertextHash, wrapped));
        }
    }

    private Submit sign(Sender sender, EnvelopeHeader header, Bytes ciphertext, List<Submission.Recipient> recipients) {
        var leaves = recipients.stream()
                .map(recipient -> Submission.leaf(hash, recipient.address().device(), recipient.wrap()))
                .toList();
        var root = MerkleTree.of(hash, leaves).root();
        var input = Submission.signedInput(hash, header, ciphertext, leaves.size(), root);
        var submit = Submit.newBuilder()
                .setHeader(wire(header.encode()))
                .setCiphertext(wire(ciphertext))
                .setSignature(wire(new Signer(provider).sign(sender.signingKey(), input)));
        recipients.forEach(recipient -> submit.addWraps(RecipientWrap.newBuilder()
                .setUser(wire(recipient.address().user().value()))
                .setDevice(wire(recipient.address().device().value()))
                .setWrap(wire(recipient.wrap()))));
        return submit.build();
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
