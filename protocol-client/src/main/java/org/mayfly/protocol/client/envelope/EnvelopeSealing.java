package org.mayfly.protocol.client.envelope;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.crypto.AesGcm;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.link.Begun;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.EnvelopeHeader;
import org.mayfly.protocol.envelope.Submission;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.wire.RecipientWrap;
import org.mayfly.protocol.wire.Submit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Seals envelopes. Knows nothing of stores. Thread-safe. */
public final class EnvelopeSealing {

    private static final WrapWorkers WORKERS = WrapWorkers.onAllCores();

    private final CryptoProvider provider;
    private final RandomSource random;
    private final Sha512 hash;
    private final WrapSealing wraps;

    public EnvelopeSealing(CryptoProvider provider, RandomSource random) {
        this.provider = provider;
        this.random = random;
        this.hash = new Sha512(provider);
        this.wraps = new WrapSealing(provider, random);
    }

    /** Who seals. */
    public record Sender(NetworkId network, DeviceAddress address, P521KeyPair signingKey) {}

    /** What the header says besides the sender. */
    public record Outside(MessageId message, Instant discardAt) {}

    /**
     * One recipient device, and how its wrap is sealed.
     *
     * @param plan stays the caller's to close
     * @param replyKey what the device may answer with
     */
    public record Target(WrapBinding binding, WrapPlan plan, Optional<ReplyKey> replyKey) {

        /** Without a reply key. */
        public Target(WrapBinding binding, WrapPlan plan) {
            this(binding, plan, Optional.empty());
        }
    }

    /**
     * A sealed envelope.
     *
     * @param begun the chains that each target's wrap begins
     */
    public record Sealed(Submit submit, Map<DeviceAddress, Begun> begun) {}

    /** @param payload padded; stays the caller's to destroy */
    public Sealed seal(Sender sender, Outside outside, SecretBytes payload, List<Target> targets) {
        try (var key = new MessageKey(provider, random.secret(Sizes.MESSAGE_KEY))) {
            var header = header(sender, outside, key);
            var encodedHeader = header.encode();
            var headerHash = hash.hash(encodedHeader);
            var ciphertext = encrypt(key, payload, encodedHeader, headerHash);
            var outer = new WrapSealing.Outer(headerHash, hash.hash(ciphertext));
            var ordered = targets.stream()
                    .sorted(Comparator.comparing(
                            target -> target.binding().address().device()))
                    .toList();
            var begun = new HashMap<DeviceAddress, Begun>();
            var recipients = new ArrayList<Submission.Recipient>();
            var wrapped = WORKERS.map(ordered, target -> seal(key, target, outer));
            for (int i = 0; i < ordered.size(); i++) {
                var address = ordered.get(i).binding().address();
                recipients.add(
                        new Submission.Recipient(address, wrapped.get(i).wrap().encode()));
                begun.put(address, wrapped.get(i).begun());
            }
            return new Sealed(sign(sender, header, ciphertext, recipients), Map.copyOf(begun));
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

    private WrapSealing.Sealed seal(MessageKey key, Target target, WrapSealing.Outer outer) {
        try (var wrapped = WrappedKey.encode(key.key(), target.replyKey())) {
            return wraps.seal(target.binding(), target.plan(), outer, wrapped);
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
