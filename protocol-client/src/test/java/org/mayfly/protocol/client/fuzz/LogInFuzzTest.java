package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.signed.SignedInput.LogInTarget;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.verification.LogInVerification;
import org.mayfly.protocol.wire.LogIn;

import java.time.Instant;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class LogInFuzzTest extends ParserFuzzing {

    private final LogInVerification verification = new LogInVerification(CryptoProvider.preferred());
    private final Owner owner = Owner.published();

    static Stream<byte[]> wellFormed() {
        var id = ByteString.copyFrom(new byte[16]);
        return Stream.of(LogIn.newBuilder()
                .setNetwork(id)
                .setUser(id)
                .setDevice(id)
                .setTime(1)
                .setStoreGeneration(1)
                .setSignature(ByteString.copyFrom(new byte[132]))
                .build()
                .toByteArray());
    }

    @MethodSource("wellFormed")
    @FuzzTest
    void a_log_in_nobody_signed_is_a_claim_at_most(byte[] input) {
        var claim = Oracle.parsed(input, encoded -> Canonical.parse(LogIn.parser(), encoded))
                .flatMap(logIn -> verification.claim(logIn).value());
        counted(claim).ifPresent(each -> {
            var target = new LogInTarget("https://localhost", Bytes.of(new byte[32]));
            var proof = each.prove(target, owner.device().signingKey(), Instant.EPOCH);
            assertThat(proof.value()).isEmpty();
        });
    }
}
