package org.mayfly.system.story;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.protocol.wire.OuterHeader;
import org.mayfly.protocol.wire.Wrap;

import java.util.function.UnaryOperator;

/**
 * One bit of one part of an envelope, changed as a hostile operator could while the envelope waits, and what its
 * recipient is then told: the name it came in, where that is still somebody's, and the check it fails, in the words of
 * the messenger's catalogue.
 */
enum Alteration {
    VERSION("header", header(it -> it.setVersion(it.getVersion() ^ 2)), false, "it is not built as a message must be"),
    NETWORK("header", header(it -> it.setNetwork(flipped(it.getNetwork()))), true, "it belongs to another network"),
    MESSAGE("header", header(it -> it.setMessageId(flipped(it.getMessageId()))), true, Alteration.SIGNATURE_WRONG),
    SENDER(
            "header",
            header(it -> it.setSenderUser(flipped(it.getSenderUser()))),
            false,
            "it names a device that is not its sender’s"),
    SENDER_DEVICE(
            "header",
            header(it -> it.setSenderDevice(flipped(it.getSenderDevice()))),
            true,
            "it names a device that is not its sender’s"),
    SIGNING_KEY(
            "header",
            header(it -> it.setSigningKeyFingerprint(flipped(it.getSigningKeyFingerprint()))),
            true,
            "it was signed with another key than this colleague’s"),
    COMMITMENT(
            "header",
            header(it -> it.setKeyCommitment(flipped(it.getKeyCommitment()))),
            true,
            Alteration.SIGNATURE_WRONG),
    DISCARD_AT("header", header(it -> it.setDiscardAt(it.getDiscardAt() ^ 1)), true, Alteration.SIGNATURE_WRONG),
    CIPHERTEXT("ciphertext", bytes(Alteration::flipped), true, Alteration.SIGNATURE_WRONG),
    SIGNATURE("signature", bytes(Alteration::flipped), true, Alteration.SIGNATURE_WRONG),
    WRAP("wrap", wrap(it -> it.setSealed(flipped(it.getSealed()))), true, Alteration.SIGNATURE_WRONG),
    PATH_INDEX("leaf_index", number -> (Integer) number ^ 1, true, "it was not meant for this device"),
    PATH_LENGTH("leaf_count", number -> (Integer) number ^ 2, true, "it was not meant for this device");

    private static final String SIGNATURE_WRONG = "its signature is wrong";

    private final String column;
    private final UnaryOperator<Object> change;
    private final boolean namesSender;
    private final String reason;

    Alteration(String column, UnaryOperator<Object> change, boolean namesSender, String reason) {
        this.column = column;
        this.change = change;
        this.namesSender = namesSender;
        this.reason = reason;
    }

    /** Where {@code payload} or {@code mailbox_entry} keep the part. */
    String column() {
        return column;
    }

    /** With one bit changed, and one only. */
    Object of(Object stored) {
        var altered = change.apply(stored);
        if (differentBits(stored, altered) != 1) {
            throw new AssertionError(this + " is to change one bit");
        }
        return altered;
    }

    /** Whether the altered envelope still names its sender. */
    boolean namesSender() {
        return namesSender;
    }

    /** What failed, as the recipient reads it. */
    String reason() {
        return reason;
    }

    private static UnaryOperator<Object> header(UnaryOperator<OuterHeader.Builder> change) {
        return bytes(encoded ->
                change.apply(OuterHeader.parseFrom(encoded).toBuilder()).build().toByteString());
    }

    private static UnaryOperator<Object> wrap(UnaryOperator<Wrap.Builder> change) {
        return bytes(encoded ->
                change.apply(Wrap.parseFrom(encoded).toBuilder()).build().toByteString());
    }

    private static UnaryOperator<Object> bytes(Change change) {
        return stored -> {
            try {
                return change.of(ByteString.copyFrom((byte[]) stored)).toByteArray();
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("not what a client submits", e);
            }
        };
    }

    /** In the middle. */
    private static ByteString flipped(ByteString value) {
        var bytes = value.toByteArray();
        bytes[bytes.length / 2] ^= 1;
        return ByteString.copyFrom(bytes);
    }

    private static int differentBits(Object one, Object other) {
        if (one instanceof Integer number) {
            return Integer.bitCount(number ^ (Integer) other);
        }
        var left = (byte[]) one;
        var right = (byte[]) other;
        if (left.length != right.length) {
            return -1;
        }
        int count = 0;
        for (int i = 0; i < left.length; i++) {
            count += Integer.bitCount((left[i] ^ right[i]) & 0xFF);
        }
        return count;
    }

    @FunctionalInterface
    private interface Change {
        ByteString of(ByteString value) throws InvalidProtocolBufferException;
    }
}
