package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.DeviceCode;
import org.mayfly.protocol.client.DeviceNames;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.client.support.Town;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.verification.VerifiedDeviceList.Continuation;
import org.mayfly.protocol.wire.DeviceList;
import org.mayfly.protocol.wire.ListedDevice;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.vectors.VectorFile.hex;

/** Device lists of several versions, device codes and device names. */
class DeviceVectorsTest {

    private static final VectorFile LISTS = new VectorFile("lists.json");
    private static final VectorFile NAMES = new VectorFile("device-names.json");
    private static final CryptoProvider PROVIDER = CryptoProvider.preferred();

    @BeforeAll
    static void write() throws MalformedException {
        if (VectorFile.writing()) {
            var town = Town.ofTwo(PROVIDER);
            var alice = town.first(0);
            var phone = town.enrol(alice, Party.NOW.plusSeconds(60));
            town.enrol(alice, Party.NOW.plusSeconds(120));
            town.revoke(phone);
            LISTS.write(lists(town, alice));
            NAMES.write(names(alice));
        }
    }

    private static JsonNode lists(Town town, Party alice) throws MalformedException {
        var file = VectorFile.object()
                .put(
                        "about",
                        "Four versions of one user's device list: enrolled, a second and a third device added, the second"
                                + " removed. Each continues the one before; its code is that of the device it added. What"
                                + " stands in broken is signed by the identity key (but for the one that says otherwise) and"
                                + " does not continue the version named by after.")
                .put("network", alice.network.value().toHex())
                .put("user", alice.user.value().toHex());
        var chain = file.putArray("chain");
        var versions = town.deviceLists(alice.user, 0);
        for (var signed : versions) {
            var list = verified(PROVIDER, alice.network, alice.user, signed);
            var entry = chain.addObject()
                    .put("version", list.version())
                    .put("signedDeviceList", Canonical.encode(signed).toHex())
                    .put("listHash", list.hash().toHex());
            var devices = entry.putArray("devices");
            for (var device : list.devices()) {
                devices.addObject()
                        .put("device", device.device().value().toHex())
                        .put(
                                "code",
                                DeviceCode.of(PROVIDER, alice.network, list, device.device())
                                        .orElseThrow());
            }
        }
        var broken = file.putArray("broken");
        put(broken.addObject(), "older", 2, versions.get(0));
        put(broken.addObject(), "gap", 2, versions.get(3));
        put(broken.addObject(), "fork", 3, alice.another(versions.get(1), Party.NOW).list);
        put(broken.addObject(), "another age of a device that stays", 1, changed(alice, versions.get(1), entry -> {
            if (entry.getDevice().equals(ByteString.copyFrom(alice.device.toArray()))) {
                entry.setCreated(entry.getCreated() + 1);
            }
        }));
        put(broken.addObject(), "a wrong hash of the version before", 1, previousFlipped(alice, versions.get(1)));
        var impostor = alice.underNewIdentity();
        put(broken.addObject(), "another identity key", 1, impostor.another(impostor.list, Party.NOW).list);
        return file;
    }

    private static void put(ObjectNode entry, String why, int after, SignedDeviceList list) {
        entry.put("why", why)
                .put("after", after)
                .put("signedDeviceList", Canonical.encode(list).toHex());
    }

    private static SignedDeviceList changed(Party party, SignedDeviceList list, Consumer<ListedDevice.Builder> change)
            throws MalformedException {
        var wire = Canonical.parse(DeviceList.parser(), list.getList()).toBuilder();
        wire.getDevicesBuilderList().forEach(change);
        return party.signed(wire.build());
    }

    private static SignedDeviceList previousFlipped(Party party, SignedDeviceList list) throws MalformedException {
        var wire = Canonical.parse(DeviceList.parser(), list.getList()).toBuilder();
        var previous = wire.getPrevious().toByteArray();
        previous[0] ^= 1;
        return party.signed(wire.setPrevious(ByteString.copyFrom(previous)).build());
    }

    private static JsonNode names(Party alice) {
        var device = alice.store.ownDevice().orElseThrow();
        var key = alice.store.secrets().read(device.nameSlot().orElseThrow());
        var file = VectorFile.object()
                .put("about", "Names of devices, sealed for the server to keep: docs/protocol.md, Device names.")
                .put(
                        "identityPrivateKey",
                        Bytes.of(alice.identityScalar().expose()).toHex())
                .put("nameKey", Bytes.of(key.expose()).toHex())
                .put("user", alice.user.value().toHex())
                .put("device", alice.device.value().toHex());
        var names = new DeviceNames(PROVIDER, RandomSource.of(PROVIDER));
        var array = file.putArray("names");
        for (var name : List.of("Laptop", "Büro ✉", "x".repeat(64))) {
            array.addObject()
                    .put("name", name)
                    .put("sealed", names.seal(key, alice.protocol.self(), name).toHex());
        }
        return file;
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void the_chain_continues_and_what_is_broken_does_not(CryptoProvider provider) throws MalformedException {
        var file = LISTS.read();
        var network = new NetworkId(hex(file.get("network")));
        var user = new UserId(hex(file.get("user")));
        var chain = new ArrayList<VerifiedDeviceList>();
        for (var entry : file.get("chain")) {
            var list = verified(provider, network, user, signed(entry));
            assertThat(list.version()).isEqualTo(entry.get("version").longValue());
            assertThat(list.hash()).isEqualTo(hex(entry.get("listHash")));
            if (!chain.isEmpty()) {
                assertThat(chain.get(chain.size() - 1).continuation(list)).isEqualTo(Continuation.NEXT);
            }
            for (var device : entry.get("devices")) {
                var id = new DeviceId(hex(device.get("device")));
                assertThat(DeviceCode.of(provider, network, list, id))
                        .contains(device.get("code").textValue());
            }
            chain.add(list);
        }
        assertThat(chain).hasSize(4);
        assertThat(file.get("broken")).hasSize(6);
        for (var entry : file.get("broken")) {
            var pinned = chain.get(entry.get("after").intValue() - 1);
            var list = verified(provider, network, user, signed(entry));
            assertThat(pinned.continuation(list))
                    .as(entry.get("why").textValue())
                    .isIn(Continuation.BROKEN, Continuation.IDENTITY_CHANGED);
        }
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void names_open_for_their_device_alone(CryptoProvider provider) {
        var file = NAMES.read();
        var names = new DeviceNames(provider, RandomSource.of(provider));
        var device = new DeviceAddress(new UserId(hex(file.get("user"))), new DeviceId(hex(file.get("device"))));
        var other = new DeviceAddress(device.user(), new DeviceId(device.user().value()));
        try (var key = SecretBytes.takeOver(hex(file.get("nameKey")).toArray())) {
            assertThat(keyOf(provider, hex(file.get("identityPrivateKey")))).isEqualTo(hex(file.get("nameKey")));
            for (var each : file.get("names")) {
                var sealed = hex(each.get("sealed"));
                assertThat(sealed.length()).isEqualTo(92);
                assertThat(names.open(key, device, sealed))
                        .contains(each.get("name").textValue());
                assertThat(names.open(key, other, sealed)).isEmpty();
            }
        }
    }

    private static Bytes keyOf(CryptoProvider provider, Bytes identityScalar) {
        try (var identity = P521KeyPair.ofScalar(SecretBytes.takeOver(identityScalar.toArray()))
                        .orElseThrow();
                var key = DeviceNames.key(provider, identity)) {
            return Bytes.of(key.expose());
        }
    }

    private static SignedDeviceList signed(JsonNode entry) throws MalformedException {
        return Canonical.parse(SignedDeviceList.parser(), hex(entry.get("signedDeviceList")));
    }

    private static VerifiedDeviceList verified(
            CryptoProvider provider, NetworkId network, UserId user, SignedDeviceList signed) {
        return new DeviceListVerification(provider)
                .verify(network, user, signed)
                .orElseThrow(fault -> new AssertionError(fault));
    }
}
