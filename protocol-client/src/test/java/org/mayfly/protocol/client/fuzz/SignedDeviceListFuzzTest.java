package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.wire.SignedDeviceList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.fuzz.Genuine.hex;

class SignedDeviceListFuzzTest extends ParserFuzzing {

    private final DeviceListVerification verification = new DeviceListVerification(CryptoProvider.preferred());
    private final NetworkId network = new NetworkId(hex(Genuine.PUBLISHED.get("network")));
    private final UserId user = new UserId(hex(Genuine.PUBLISHED.get("user")));

    @MethodSource("org.mayfly.protocol.client.fuzz.Genuine#deviceLists")
    @FuzzTest
    void no_list_verifies_but_the_one_its_user_signed(byte[] input) {
        var verified = Oracle.parsed(input, encoded -> Canonical.parse(SignedDeviceList.parser(), encoded))
                .flatMap(signed -> verification.verify(network, user, signed).value());
        counted(verified).ifPresent(list -> {
            assertThat(list.signed().getList()).isEqualTo(Genuine.deviceList().getList());
            assertThat(list.signed().getIdentityKey())
                    .isEqualTo(Genuine.deviceList().getIdentityKey());
        });
    }
}
