package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.Submission;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.RecipientWrap;
import org.mayfly.protocol.wire.SeenList;
import org.mayfly.protocol.wire.Submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.fuzz.Wire.wire;

class SubmissionFuzzTest extends ParserFuzzing {

    private final Sha512 hash = new Sha512(CryptoProvider.preferred());

    @MethodSource("org.mayfly.protocol.client.fuzz.Genuine#submits")
    @FuzzTest
    void a_submission_is_refused_or_restored_and_every_recipient_has_a_path(byte[] input) {
        counted(Oracle.restored(
                        input,
                        encoded -> Submission.parse(Canonical.parse(Submit.parser(), encoded)),
                        SubmissionFuzzTest::encode))
                .ifPresent(this::everyPathLeadsToTheRoot);
    }

    private static Bytes encode(Submission submission) {
        var submit = Submit.newBuilder()
                .setHeader(wire(submission.header().encode()))
                .setCiphertext(wire(submission.ciphertext()))
                .setSignature(wire(submission.signature()));
        for (var recipient : submission.recipients()) {
            submit.addWraps(RecipientWrap.newBuilder()
                    .setUser(wire(recipient.address().user().value()))
                    .setDevice(wire(recipient.address().device().value()))
                    .setWrap(wire(recipient.wrap())));
        }
        for (var seen : submission.lists()) {
            submit.addLists(
                    SeenList.newBuilder().setUser(wire(seen.user().value())).setVersion(seen.version()));
        }
        return Canonical.encode(submit.build());
    }

    private void everyPathLeadsToTheRoot(Submission submission) {
        var tree = submission.tree(hash);
        for (int place = 0; place < tree.leafCount(); place++) {
            var recipient = submission.recipients().get(place);
            var leaf = Submission.leaf(hash, recipient.address().device(), recipient.wrap());
            assertThat(tree.proof(place).rootFrom(hash, leaf)).contains(tree.root());
        }
    }
}
