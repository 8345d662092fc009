package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.Deliver;

import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** All checks of receiving, R1 to R17. Nothing is committed, so the genuine envelope stays receivable. */
class DeliverFuzzTest extends ParserFuzzing {

    private static final List<Party> COUPLE = Party.couple(CryptoProvider.preferred());
    private static final Deliver GENUINE = COUPLE.get(1).deliver(COUPLE.get(0).send("a secret", COUPLE.get(1)));

    static Stream<byte[]> delivers() {
        return Stream.concat(Stream.of(Canonical.encode(GENUINE).toArray()), Genuine.delivers());
    }

    @MethodSource("delivers")
    @FuzzTest
    void nothing_is_shown_but_what_the_sender_sealed(byte[] input) {
        var deliver = Oracle.parsed(input, encoded -> Canonical.parse(Deliver.parser(), encoded));
        var accepted = deliver.filter(each -> isAccepted(each));
        counted(accepted).ifPresent(each -> assertThat(sealed(each)).isEqualTo(sealed(GENUINE)));
    }

    private static boolean isAccepted(Deliver deliver) {
        var reception = COUPLE.get(1).judge(deliver, Party.NOW);
        return reception.fold(accepted -> true, dropped -> false, failed -> false);
    }

    /** All but the delivery number and the signature, of which ECDSA has two. */
    private static Bytes sealed(Deliver deliver) {
        return Canonical.encode(
                deliver.toBuilder().clearDelivery().clearSignature().build());
    }
}
