package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.Fault;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.verification.Verification;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.vectors.VectorFile.hex;

/** What a user publishes: device list, one-time keys, and a claimed one. Written by either side, verified here. */
class PublishedVectorsTest {

    private static final VectorFile OWN = new VectorFile("published.json");
    private static final VectorFile FOREIGN = new VectorFile("from-typescript/published.json");

    static Stream<CryptoProvider> providers() {
        return CryptoProvider.available().stream();
    }

    @BeforeAll
    static void write() {
        if (VectorFile.writing()) {
            var provider = CryptoProvider.preferred();
            var party = Party.couple(provider).get(0);
            var upload = party.protocol.replenish(5, Party.NOW).upload();
            party.publish(upload, Party.NOW);
            for (int i = 0; i < 200; i++) {
                party.claim();
            }
            var list = new DeviceListVerification(provider).reread(Canonical.encode(party.list));
            var file = VectorFile.object()
                    .put("about", "A device list, a batch of five one-time keys and each of them as claimed.")
                    .put("network", party.network.value().toHex())
                    .put("user", party.user.value().toHex())
                    .put("device", party.device.value().toHex())
                    .put("now", Party.NOW.toEpochMilli())
                    .put("signedDeviceList", Canonical.encode(party.list).toHex())
                    .put("listHash", list.hash().toHex())
                    .put("identityFingerprint", list.identityFingerprint().toHex())
                    .put("uploadPrekeys", Canonical.encode(upload).toHex());
            var claimed = file.putArray("claimedPrekeys");
            for (int i = 0; i < 5; i++) {
                claimed.add(Canonical.encode(party.claim()).toHex());
            }
            OWN.write(file);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void what_either_side_publishes_verifies(CryptoProvider provider) throws MalformedException {
        verifies(provider, OWN.read());
        verifies(provider, FOREIGN.read());
    }

    private static void verifies(CryptoProvider provider, JsonNode file) throws MalformedException {
        var network = new NetworkId(hex(file.get("network")));
        var list = list(provider, network, file);
        assertThat(list.hash()).isEqualTo(hex(file.get("listHash")));
        assertThat(list.identityFingerprint()).isEqualTo(hex(file.get("identityFingerprint")));
        var owner = list.identityOf(network, list.devices().get(0).device()).orElseThrow();
        var now = Instant.ofEpochMilli(file.get("now").longValue());
        var verification = new PrekeyBatchVerification(provider);
        var upload = Canonical.parse(UploadPrekeys.parser(), hex(file.get("uploadPrekeys")));
        assertThat(fault(verification.verifyUpload(owner, upload, now))).isEmpty();
        for (var claimed : file.get("claimedPrekeys")) {
            var key = Canonical.parse(ClaimedPrekey.parser(), hex(claimed));
            assertThat(fault(verification.verifyClaim(owner, key, Instant.EPOCH, now)))
                    .isEmpty();
        }
    }

    private static VerifiedDeviceList list(CryptoProvider provider, NetworkId network, JsonNode file)
            throws MalformedException {
        Bytes encoded = hex(file.get("signedDeviceList"));
        var signed = Canonical.parse(SignedDeviceList.parser(), encoded);
        return new DeviceListVerification(provider)
                .verify(network, new UserId(hex(file.get("user"))), signed)
                .orElseThrow(fault -> new AssertionError(fault));
    }

    private static List<Fault> fault(Verification<?> verification) {
        return verification.fold(verified -> List.of(), List::of);
    }
}
