package org.mayfly.protocol.envelope;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.RecipientWrap;
import org.mayfly.protocol.wire.SeenList;
import org.mayfly.protocol.wire.Submit;

import java.util.ArrayList;
import java.util.List;

/**
 * A sealed message on its way to the server, parsed strictly: canonical header and wraps, sizes, recipients ascending and
 * unique. Signature and contents are the recipients' to judge.
 *
 * @param encodedHeader as it is hashed and delivered
 * @param signature 132 bytes
 * @param recipients 1 to 1000, ascending by device
 * @param lists the device lists the sender used: at most 1000, ascending by user
 */
public record Submission(
        EnvelopeHeader header,
        Bytes encodedHeader,
        Bytes ciphertext,
        Bytes signature,
        List<Recipient> recipients,
        List<Seen> lists) {

    /** The shortest payload: 512 bytes of padding and the tag. */
    private static final int SHORTEST_CIPHERTEXT = 512 + Sizes.AEAD_TAG;

    /**
     * One recipient device.
     *
     * @param wrap an encoded Wrap
     */
    public record Recipient(DeviceAddress address, Bytes wrap) {}

    /**
     * Which list of a user the sender saw.
     *
     * @param version 1 or more
     */
    public record Seen(UserId user, long version) {}

    public Submission {
        recipients = List.copyOf(recipients);
        lists = List.copyOf(lists);
    }

    /** @throws MalformedException unless everything is as the schema and docs/protocol.md demand */
    public static Submission parse(Submit submit) throws MalformedException {
        var header = Bytes.of(submit.getHeader().toByteArray());
        var count = submit.getWrapsCount();
        Field.require(count >= 1 && count <= Limits.RECIPIENTS, "an envelope has 1 to 1000 recipients");
        var recipients = new ArrayList<Recipient>(count);
        for (var wrap : submit.getWrapsList()) {
            recipients.add(recipient(wrap, recipients));
        }
        return new Submission(
                EnvelopeHeader.parse(header),
                header,
                ciphertext(Bytes.of(submit.getCiphertext().toByteArray())),
                Field.bytes(submit.getSignature(), Sizes.SIGNATURE),
                recipients,
                seen(submit.getListsList()));
    }

    private static List<Seen> seen(List<SeenList> lists) throws MalformedException {
        Field.require(lists.size() <= Limits.RECIPIENTS, "at most 1000 device lists are named");
        var seen = new ArrayList<Seen>(lists.size());
        for (var list : lists) {
            var user = Field.user(list.getUser());
            var ascending = seen.isEmpty() || seen.get(seen.size() - 1).user().compareTo(user) < 0;
            Field.require(ascending, "users of device lists ascend and are unique");
            Field.require(list.getVersion() >= 1, "list versions start at 1");
            seen.add(new Seen(user, list.getVersion()));
        }
        return seen;
    }

    /** @throws MalformedException if no payload can have this length */
    public static Bytes ciphertext(Bytes bytes) throws MalformedException {
        Field.require(
                bytes.length() >= SHORTEST_CIPHERTEXT && bytes.length() <= Limits.CIPHERTEXT_BYTES,
                "a ciphertext is too short or too long");
        return bytes;
    }

    private static Recipient recipient(RecipientWrap wrap, List<Recipient> before) throws MalformedException {
        var address = new DeviceAddress(Field.user(wrap.getUser()), Field.device(wrap.getDevice()));
        var ascending = before.isEmpty()
                || before.get(before.size() - 1).address().device().compareTo(address.device()) < 0;
        Field.require(ascending, "recipient devices ascend and are unique");
        return new Recipient(
                address,
                EnvelopeWrap.parse(Bytes.of(wrap.getWrap().toByteArray())).encode());
    }

    /** The tree over the wraps; the place of a recipient is its leaf's index. What each is delivered with is its proof. */
    public MerkleTree tree(Sha512 hash) {
        return MerkleTree.of(
                hash,
                recipients.stream()
                        .map(recipient -> leaf(hash, recipient.address().device(), recipient.wrap()))
                        .toList());
    }

    /** The leaf of one recipient. */
    public static Bytes leaf(Sha512 hash, DeviceId device, Bytes wrap) {
        return new ByteSequence().bytes(device.value()).bytes(hash.hash(wrap)).toBytes();
    }

    /** What the sender's signature covers, from what a recipient gets. */
    public static SignedInput signedInput(
            Sha512 hash, EnvelopeHeader header, Bytes ciphertext, int leafCount, Bytes root) {
        return SignedInput.envelope(
                header.network(), hash.hash(header.encode()), hash.hash(ciphertext), leafCount, root);
    }
}
