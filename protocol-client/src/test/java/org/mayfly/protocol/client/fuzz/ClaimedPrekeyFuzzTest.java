package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.verification.WantedPrekey;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimedPrekeyFuzzTest extends ParserFuzzing {

    private final PrekeyBatchVerification verification = new PrekeyBatchVerification(CryptoProvider.preferred());
    private final Owner owner = Owner.published();

    @MethodSource("org.mayfly.protocol.client.fuzz.Genuine#claimed")
    @FuzzTest
    void no_key_verifies_but_those_of_the_batches(byte[] input) {
        var claimed = Oracle.parsed(input, encoded -> Canonical.parse(ClaimedPrekey.parser(), encoded));
        counted(claimed.filter(each -> isVerified(PrekeyType.PREKEY_TYPE_P521, each)
                        || isVerified(PrekeyType.PREKEY_TYPE_MLKEM1024, each)))
                .ifPresent(each -> assertThat(Genuine.published())
                        .as("a batch with this key")
                        .anyMatch(batch -> batch.getPrekeysList().contains(each.getPrekey())));
    }

    private boolean isVerified(PrekeyType type, ClaimedPrekey claimed) {
        var wanted = new WantedPrekey(owner.device(), type, Instant.EPOCH);
        return verification.verifyClaim(wanted, claimed, owner.now()).value().isPresent();
    }
}
