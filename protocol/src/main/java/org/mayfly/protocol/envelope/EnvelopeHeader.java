package org.mayfly.protocol.envelope;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.wire.OuterHeader;

import java.time.Instant;

/**
 * All the server sees of a message besides sizes and recipients.
 *
 * @param signingKeyFingerprint 64 bytes: SHA-512 of the sender's DSK
 * @param keyCommitment 64 bytes
 * @param discardAt coarse; never later than the sealed expiry, which rules
 */
public record EnvelopeHeader(
        NetworkId network,
        MessageId message,
        DeviceAddress sender,
        Bytes signingKeyFingerprint,
        Bytes keyCommitment,
        Instant discardAt) {

    /** @throws MalformedException unless it is a canonical header of version 1 */
    public static EnvelopeHeader parse(Bytes encoded) throws MalformedException {
        var header = Canonical.parse(OuterHeader.parser(), encoded);
        Field.require(header.getVersion() == Limits.VERSION, "unknown version");
        return new EnvelopeHeader(
                Field.network(header.getNetwork()),
                Field.message(header.getMessageId()),
                new DeviceAddress(Field.user(header.getSenderUser()), Field.device(header.getSenderDevice())),
                Field.bytes(header.getSigningKeyFingerprint(), Sizes.HASH),
                Field.bytes(header.getKeyCommitment(), Sizes.HASH),
                Field.time(header.getDiscardAt()));
    }

    public Bytes encode() {
        return Canonical.encode(OuterHeader.newBuilder()
                .setVersion(Limits.VERSION)
                .setNetwork(ByteString.copyFrom(network.toArray()))
                .setMessageId(ByteString.copyFrom(message.toArray()))
                .setSenderUser(ByteString.copyFrom(sender.user().toArray()))
                .setSenderDevice(ByteString.copyFrom(sender.device().toArray()))
                .setSigningKeyFingerprint(ByteString.copyFrom(signingKeyFingerprint.toArray()))
                .setKeyCommitment(ByteString.copyFrom(keyCommitment.toArray()))
                .setDiscardAt(discardAt.toEpochMilli())
                .build());
    }
}
