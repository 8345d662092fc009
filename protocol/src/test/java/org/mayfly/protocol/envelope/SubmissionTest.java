package org.mayfly.protocol.envelope;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.OuterHeader;
import org.mayfly.protocol.wire.RecipientWrap;
import org.mayfly.protocol.wire.SeenList;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.Wrap;
import org.mayfly.protocol.wire.WrapState;

import java.nio.ByteBuffer;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The bounds of a submission, each met and missed by one, and what is hashed of it. */
class SubmissionTest {

    private static final Bytes ID = Bytes.of(new byte[16]);
    private static final ByteString WRAP = Wrap.newBuilder()
            .setSuite(1)
            .setState(WrapState.WRAP_STATE_START)
            .setPrekey(ByteString.copyFrom(new byte[16]))
            .setEncapsulated(ByteString.copyFrom(new byte[133]))
            .setSealed(ByteString.copyFrom(new byte[214]))
            .build()
            .toByteString();

    private final Sha512 hash = new Sha512(CryptoProvider.preferred());

    private static EnvelopeHeader header() {
        var sender = new DeviceAddress(new UserId(ID), new DeviceId(ID));
        var sixtyFour = Bytes.of(new byte[64]);
        return new EnvelopeHeader(
                new NetworkId(ID), new MessageId(ID), sender, sixtyFour, sixtyFour, Instant.ofEpochMilli(5));
    }

    private static Submit submit(int recipients, int ciphertext) {
        var submit = Submit.newBuilder()
                .setHeader(ByteString.copyFrom(header().encode().toArray()))
                .setCiphertext(ByteString.copyFrom(new byte[ciphertext]))
                .setSignature(ByteString.copyFrom(new byte[132]));
        for (int place = 0; place < recipients; place++) {
            var device = ByteBuffer.allocate(16).putInt(place).array();
            submit.addWraps(RecipientWrap.newBuilder()
                    .setUser(ByteString.copyFrom(new byte[16]))
                    .setDevice(ByteString.copyFrom(device))
                    .setWrap(WRAP));
        }
        return submit.build();
    }

    private static void refused(Submit submit) {
        assertThatThrownBy(() -> Submission.parse(submit)).isInstanceOf(MalformedException.class);
    }

    @Test
    void it_has_1_to_1000_recipients() throws MalformedException {
        assertThat(Submission.parse(submit(1, 528)).recipients()).hasSize(1);
        assertThat(Submission.parse(submit(1000, 528)).recipients()).hasSize(1000);
        refused(submit(0, 528));
        refused(submit(1001, 528));
    }

    @Test
    void its_ciphertext_has_528_bytes_to_256_KiB() throws MalformedException {
        assertThat(Submission.parse(submit(1, 528)).ciphertext().length()).isEqualTo(528);
        assertThat(Submission.parse(submit(1, 1 << 18)).ciphertext().length()).isEqualTo(1 << 18);
        refused(submit(1, 527));
        refused(submit(1, (1 << 18) + 1));
    }

    @Test
    void its_device_lists_ascend_by_user_from_version_1_and_are_1000_at_most() throws MalformedException {
        var parsed = Submission.parse(submit(1, 528).toBuilder()
                .addLists(seen(1, 7))
                .addLists(seen(2, 1))
                .build());
        assertThat(parsed.lists()).extracting(Submission.Seen::version).containsExactly(7L, 1L);
        refused(submit(1, 528).toBuilder().addLists(seen(1, 0)).build());
        refused(submit(1, 528).toBuilder().addLists(seen(1, -1)).build());
        refused(submit(1, 528).toBuilder()
                .addLists(seen(2, 1))
                .addLists(seen(1, 1))
                .build());
        refused(submit(1, 528).toBuilder()
                .addLists(seen(1, 1))
                .addLists(seen(1, 2))
                .build());
        refused(submit(1, 528).toBuilder()
                .addLists(SeenList.newBuilder()
                        .setUser(ByteString.copyFrom(new byte[15]))
                        .setVersion(1))
                .build());
        var many = submit(1, 528).toBuilder();
        for (int user = 0; user < 1000; user++) {
            many.addLists(seen(user, 1));
        }
        assertThat(Submission.parse(many.build()).lists()).hasSize(1000);
        refused(many.addLists(seen(1000, 1)).build());
    }

    private static SeenList seen(int user, long version) {
        return SeenList.newBuilder()
                .setUser(
                        ByteString.copyFrom(ByteBuffer.allocate(16).putInt(user).array()))
                .setVersion(version)
                .build();
    }

    @Test
    void its_header_is_of_version_1() {
        var other =
                OuterHeader.newBuilder().mergeFrom(wire(header())).setVersion(2).build();
        assertThatThrownBy(() -> EnvelopeHeader.parse(Canonical.encode(other))).isInstanceOf(MalformedException.class);
    }

    private static OuterHeader wire(EnvelopeHeader header) {
        try {
            return Canonical.parse(OuterHeader.parser(), header.encode());
        } catch (MalformedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void every_recipients_leaf_is_its_device_and_the_hash_of_its_wrap() throws MalformedException {
        var submission = Submission.parse(submit(5, 528));
        var tree = submission.tree(hash);
        for (int place = 0; place < 5; place++) {
            var recipient = submission.recipients().get(place);
            var leaf = new ByteSequence()
                    .bytes(recipient.address().device().value())
                    .bytes(hash.hash(Bytes.of(WRAP.toByteArray())))
                    .toBytes();
            assertThat(tree.proof(place).rootFrom(hash, leaf)).contains(tree.root());
        }
    }

    @Test
    void its_signature_covers_header_ciphertext_number_of_recipients_and_root() throws MalformedException {
        var submission = Submission.parse(submit(5, 528));
        var root = submission.tree(hash).root();
        var signed = Submission.signedInput(hash, submission.header(), submission.ciphertext(), 5, root);
        var expected = SignedInput.envelope(
                new NetworkId(ID), hash.hash(submission.encodedHeader()), hash.hash(submission.ciphertext()), 5, root);
        assertThat(signed.encoded()).isEqualTo(expected.encoded());
    }
}
