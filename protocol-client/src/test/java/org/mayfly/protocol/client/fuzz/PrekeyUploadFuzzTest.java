package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.wire.UploadPrekeys;

import static org.assertj.core.api.Assertions.assertThat;

class PrekeyUploadFuzzTest extends ParserFuzzing {

    private final PrekeyBatchVerification verification = new PrekeyBatchVerification(CryptoProvider.preferred());
    private final Owner owner = Owner.published();

    @MethodSource("org.mayfly.protocol.client.fuzz.Genuine#uploads")
    @FuzzTest
    void no_batch_verifies_but_the_one_its_device_signed(byte[] input) {
        var upload = Oracle.parsed(input, encoded -> Canonical.parse(UploadPrekeys.parser(), encoded));
        var verified = upload.filter(each -> verification
                .verifyUpload(owner.device(), each, owner.now())
                .value()
                .isPresent());
        counted(verified)
                .ifPresent(each -> assertThat(Genuine.published())
                        .as("a batch that the device published")
                        .anyMatch(genuine -> genuine.getBatch()
                                        .getBatch()
                                        .equals(each.getBatch().getBatch())
                                && genuine.getPrekeysList().equals(each.getPrekeysList())));
    }
}
