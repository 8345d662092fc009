package org.mayfly.system.integrity;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.EnvelopeHeader;
import org.mayfly.protocol.envelope.Submission;
import org.mayfly.protocol.merkle.MerkleProof;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.OuterHeader;
import org.mayfly.system.people.Person;

import java.util.function.UnaryOperator;

/** Envelopes that someone with a signing key made of a true one, correctly signed. */
public final class ForgedEnvelope {

    private static final Sha512 HASH = new Sha512(Recipient.PROVIDER);

    private ForgedEnvelope() {}

    /** The same with another header, of another length even; not signed. */
    static Deliver withHeader(Deliver envelope, UnaryOperator<OuterHeader.Builder> change) {
        try {
            var header = change.apply(OuterHeader.parseFrom(envelope.getHeader()).toBuilder());
            return envelope.toBuilder().setHeader(header.build().toByteString()).build();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not a header", e);
        }
    }

    /** A header that says the signer signed it. */
    static UnaryOperator<OuterHeader.Builder> namingTheKeyOf(Person signer) {
        var fingerprint = HASH.hash(Recipient.signingKey(signer).encoded());
        return header -> header.setSigningKeyFingerprint(ByteString.copyFrom(fingerprint.toArray()));
    }

    /** Signed by that person's device as it is, for this recipient device. */
    public static Deliver signed(Deliver envelope, Person signer, DeviceId recipient) {
        try {
            var path = MerkleProof.parse(envelope.getPath());
            var leaf = Submission.leaf(HASH, recipient, bytes(envelope.getWrap()));
            var input = Submission.signedInput(
                    HASH,
                    EnvelopeHeader.parse(bytes(envelope.getHeader())),
                    bytes(envelope.getCiphertext()),
                    path.leafCount(),
                    path.rootFrom(HASH, leaf).orElseThrow());
            var signature = Recipient.sign(signer, input);
            return envelope.toBuilder()
                    .setSignature(ByteString.copyFrom(signature.toArray()))
                    .build();
        } catch (MalformedException e) {
            throw new IllegalArgumentException("not an envelope", e);
        }
    }

    /** With the last bit of the last byte flipped. */
    static ByteString flipped(ByteString field) {
        var bytes = field.toByteArray();
        bytes[bytes.length - 1] ^= 1;
        return ByteString.copyFrom(bytes);
    }

    private static Bytes bytes(ByteString field) {
        return Bytes.of(field.toByteArray());
    }
}
