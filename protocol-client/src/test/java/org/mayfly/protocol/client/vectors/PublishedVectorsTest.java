package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
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
import org.mayfly.protocol.verification.WantedPrekey;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.vectors.VectorFile.hex;

/** What a user publishes: device list, one-time keys, and a claimed one. Written by either side, verified here. */
class PublishedVectorsTest {

    private static final VectorFile OWN = new VectorFile("published.json");
    private static final VectorFile OWN_HYBRID = new VectorFile("published-hybrid.json");
    private static final VectorFile FOREIGN = new VectorFile("from-typescript/published.json");

    private static final VectorFile FOREIGN_HYBRID = new VectorFile("from-typescript/published-hybrid.json");

    @BeforeAll
    static void write() {
        if (VectorFile.writing()) {
            var provider = CryptoProvider.preferred();
            var classical = List.of(Suite.CLASSICAL);
            OWN.write(published(provider, Party.couple(provider, classical, classical)));
            var hybrid = Party.couple(provider);
            var file = published(provider, hybrid);
            publish(hybrid.get(0), PrekeyType.PREKEY_TYPE_MLKEM1024, file, "uploadKemPrekeys", "claimedKemPrekeys");
            OWN_HYBRID.write(file);
        }
    }

    private static ObjectNode published(CryptoProvider provider, List<Party> couple) {
        var party = couple.get(0);
        var list = new DeviceListVerification(provider).reread(Canonical.encode(party.list));
        var file = VectorFile.object()
                .put("about", "A device list, a batch of five one-time keys of each type and each of them as claimed.")
                .put("network", party.network.value().toHex())
                .put("user", party.user.value().toHex())
                .put("device", party.device.value().toHex())
                .put("now", Party.NOW.toEpochMilli())
                .put("signedDeviceList", Canonical.encode(party.list).toHex())
                .put("listHash", list.hash().toHex())
                .put("identityFingerprint", list.identityFingerprint().toHex());
        publish(party, PrekeyType.PREKEY_TYPE_P521, file, "uploadPrekeys", "claimedPrekeys");
        return file;
    }

    private static void publish(Party party, PrekeyType type, ObjectNode file, String uploaded, String claimed) {
        party.exhaust(type);
        var upload = party.protocol.replenish(type, 5, Party.NOW).upload();
        party.publish(upload, Party.NOW);
        file.put(uploaded, Canonical.encode(upload).toHex());
        var keys = file.putArray(claimed);
        for (int i = 0; i < 5; i++) {
            keys.add(Canonical.encode(party.claim(type)).toHex());
        }
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void what_either_side_publishes_verifies(CryptoProvider provider) throws MalformedException {
        verifies(provider, OWN.read());
        verifies(provider, OWN_HYBRID.read());
        verifies(provider, FOREIGN.read());
        verifies(provider, FOREIGN_HYBRID.read());
    }

    private static void verifies(CryptoProvider provider, JsonNode file) throws MalformedException {
        var network = new NetworkId(hex(file.get("network")));
        var list = list(provider, network, file);
        assertThat(list.hash()).isEqualTo(hex(file.get("listHash")));
        assertThat(list.identityFingerprint()).isEqualTo(hex(file.get("identityFingerprint")));
        var owner = list.identityOf(network, list.devices().get(0).device()).orElseThrow();
        var now = Instant.ofEpochMilli(file.get("now").longValue());
        verifies(
                provider,
                new WantedPrekey(owner, PrekeyType.PREKEY_TYPE_P521, Instant.EPOCH),
                file.get("uploadPrekeys"),
                file.get("claimedPrekeys"),
                now);
        if (file.has("uploadKemPrekeys")) {
            verifies(
                    provider,
                    new WantedPrekey(owner, PrekeyType.PREKEY_TYPE_MLKEM1024, Instant.EPOCH),
                    file.get("uploadKemPrekeys"),
                    file.get("claimedKemPrekeys"),
                    now);
        }
    }

    private static void verifies(
            CryptoProvider provider, WantedPrekey wanted, JsonNode uploaded, JsonNode claimed, Instant now)
            throws MalformedException {
        var verification = new PrekeyBatchVerification(provider);
        var upload = Canonical.parse(UploadPrekeys.parser(), hex(uploaded));
        assertThat(fault(verification.verifyUpload(wanted.owner(), upload, now)))
                .isEmpty();
        assertThat(claimed).isNotEmpty();
        for (var each : claimed) {
            var key = Canonical.parse(ClaimedPrekey.parser(), hex(each));
            assertThat(fault(verification.verifyClaim(wanted, key, now))).isEmpty();
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
