package org.mayfly.protocol.client.support;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.crypto.AesGcm;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.envelope.MessageKey;
import org.mayfly.protocol.client.envelope.WrapBinding;
import org.mayfly.protocol.client.envelope.WrapPlan;
import org.mayfly.protocol.client.envelope.WrapPlan.KemKey;
import org.mayfly.protocol.client.envelope.WrapPlan.PointKey;
import org.mayfly.protocol.client.envelope.WrapSealing;
import org.mayfly.protocol.client.envelope.WrappedKey;
import org.mayfly.protocol.client.payload.Conversations;
import org.mayfly.protocol.client.payload.Conversations.Member;
import org.mayfly.protocol.client.payload.PayloadCodec;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.MlKemPublicKey;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.envelope.EnvelopeHeader;
import org.mayfly.protocol.envelope.Submission;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An envelope put together by hand, with every part open to being wrong. Untouched, it is a good START of suite 0x0002. */
public final class Forgery {

    public NetworkId network;
    public MessageId message;
    public DeviceAddress sender;
    public Optional<Bytes> fingerprint = Optional.empty();
    public Optional<Bytes> commitment = Optional.empty();
    public Instant discardAt = Party.NOW.plusSeconds(86_400);
    public SecretBytes payload;
    public Optional<SecretBytes> wrappedKey = Optional.empty();
    public DeviceId boundDevice;
    public P521KeyPair signingKey;
    public PointKey point;
    public KemKey kem;
    public WrapPlan plan;
    public int otherRecipients;

    private final CryptoProvider provider;
    private final RandomSource random;
    private final Sha512 hash;
    private final Party recipient;
    private final VerifiedDeviceList recipientList;

    public Forgery(CryptoProvider provider, Party sender, Party recipient) {
        this.provider = provider;
        this.random = RandomSource.of(provider);
        this.hash = new Sha512(provider);
        this.recipient = recipient;
        this.network = sender.network;
        this.message = new MessageId(random.bytes(16));
        this.sender = sender.protocol.self();
        this.recipientList = list(recipient);
        this.boundDevice = recipient.device;
        var own = sender.store.ownDevice().orElseThrow();
        this.signingKey = new P521KeyPair(
                new P521PublicKey(own.signingKey()), sender.store.secrets().read(own.signingSlot()));
        var prekey = recipient.claim(PrekeyType.PREKEY_TYPE_P521).getPrekey();
        this.point = new PointKey(
                PrekeyId.of(prekey.getId().toByteArray()),
                new P521PublicKey(Bytes.of(prekey.getKey().toByteArray())));
        var kemPrekey = recipient.claim(PrekeyType.PREKEY_TYPE_MLKEM1024).getPrekey();
        this.kem = new KemKey(
                PrekeyId.of(kemPrekey.getId().toByteArray()),
                new MlKemPublicKey(Bytes.of(kemPrekey.getKey().toByteArray())));
        this.plan = hybridStart();
        this.payload = PayloadCodec.encode(context(sender, 1, Party.NOW), new MessageContent.Text("text"));
    }

    /** START of suite 0x0002 with the keys as they are set now. */
    public WrapPlan hybridStart() {
        return new WrapPlan.Start(point, Optional.of(kem));
    }

    /** START of suite 0x0001. */
    public WrapPlan classicalStart() {
        return new WrapPlan.Start(point, Optional.empty());
    }

    /** FRESH at a place, with a psk made up. */
    public WrapPlan fresh(Suite suite, ChainPlace place) {
        return new WrapPlan.Fresh(suite, point, place, random.secret(64));
    }

    /** CHAIN at a place, with a psk made up. */
    public WrapPlan chained(Suite suite, ChainPlace place) {
        return new WrapPlan.Chained(suite, place, random.secret(64));
    }

    private VerifiedDeviceList list(Party party) {
        return new DeviceListVerification(provider).reread(Canonical.encode(party.list));
    }

    /** What an honest sender binds a message to. */
    public SealedContext context(Party from, long counter, Instant sentAt) {
        var conversations = new Conversations(provider);
        var list = list(from);
        return new SealedContext(
                conversations.direct(network, from.user, recipient.user),
                counter,
                sentAt,
                new Lifetime(86_400, 0),
                new SealedContext.SenderView(
                        list.identityFingerprint(),
                        list.version(),
                        list.hash(),
                        conversations.rosterHash(List.of(Member.by(list), Member.by(recipientList)))));
    }

    public Deliver build() {
        var key = new MessageKey(provider, random.secret(32));
        var header = new EnvelopeHeader(
                network,
                message,
                sender,
                fingerprint.orElseGet(() -> hash.fingerprint(signingKey.publicKey())),
                commitment.orElseGet(() -> key.commitment(message)),
                discardAt);
        var headerHash = hash.hash(header.encode());
        var ciphertext =
                new AesGcm(provider).seal(key.payloadKey(headerHash), AesGcm.ZERO_NONCE, header.encode(), payload);
        var wrap = wrap(key, headerHash, hash.hash(ciphertext));
        var leaves = new ArrayList<Bytes>();
        for (int i = 0; i < otherRecipients; i++) {
            leaves.add(random.bytes(80));
        }
        var place = leaves.size() / 2;
        leaves.add(place, Submission.leaf(hash, recipient.device, wrap));
        var tree = MerkleTree.of(hash, leaves);
        var input = Submission.signedInput(hash, header, ciphertext, leaves.size(), tree.root());
        return Deliver.newBuilder()
                .setDelivery(1)
                .setHeader(wire(header.encode()))
                .setCiphertext(wire(ciphertext))
                .setSignature(wire(new Signer(provider).sign(signingKey, input)))
                .setWrap(wire(wrap))
                .setPath(tree.proof(place).toWire())
                .build();
    }

    private Bytes wrap(MessageKey key, Bytes headerHash, Bytes ciphertextHash) {
        var device = recipientList.devices().get(0);
        var binding = new WrapBinding(
                new DeviceAddress(recipient.user, boundDevice), recipientList.identityKey(), device.signingKey());
        var outer = new WrapSealing.Outer(headerHash, ciphertextHash);
        var plaintext = wrappedKey.orElseGet(() -> WrappedKey.encode(key.key()));
        return new WrapSealing(provider, random)
                .seal(binding, plan, outer, plaintext)
                .wrap()
                .encode();
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
