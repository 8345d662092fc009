package org.mayfly.client.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.client.account.MemoryAccounts;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Prekey;
import org.mayfly.protocol.wire.PrekeyBatch;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.SignedPrekeyBatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.mayfly.client.relay.RelayJson.batch;
import static org.mayfly.client.relay.RelayJson.bytes;
import static org.mayfly.client.relay.RelayJson.keys;

/** A person, with the devices of the newest list once there is one. */
final class RelayAccount {
    final UserId id;
    final String name;
    /** How many versions of its list the server admits to. */
    int shown = Integer.MAX_VALUE;

    final Map<ByteString, RelayDevice> devices = new LinkedHashMap<>();
    MemoryAccounts books;

    RelayAccount(UserId id, String name, MemoryAccounts books) {
        this.id = id;
        this.name = name;
        this.books = books;
    }

    boolean isEnrolled() {
        return !books.lists.isEmpty();
    }

    List<SignedDeviceList> lists() {
        return books.lists.subList(0, Math.min(shown, books.lists.size()));
    }

    long version() {
        return books.lists.size();
    }

    void store(JsonNode body) {
        var unused = store(batch(body, "prekeyBatch"), keys(body, "prekeys"));
        unused = store(batch(body, "kemPrekeyBatch"), keys(body, "kemPrekeys"));
    }

    /** The type of the keys. */
    PrekeyType store(SignedPrekeyBatch batch, List<Prekey> keys) {
        var signed = parsed(batch);
        var device = devices.computeIfAbsent(signed.getDevice(), RelayDevice::new);
        var tree = MerkleTree.of(
                new Sha512(CryptoProvider.preferred()),
                keys.stream()
                        .map(key ->
                                PrekeyBatchVerification.leaf(signed.getType(), bytes(key.getId()), bytes(key.getKey())))
                        .toList());
        for (var i = 0; i < keys.size(); i++) {
            device.pool(signed.getType())
                    .add(ClaimedPrekey.newBuilder()
                            .setUser(ByteString.copyFrom(id.toArray()))
                            .setDevice(device.id)
                            .setBatch(batch)
                            .setPrekey(keys.get(i))
                            .setPath(tree.proof(i).toWire())
                            .build());
        }
        return signed.getType();
    }

    private static PrekeyBatch parsed(SignedPrekeyBatch batch) {
        try {
            return PrekeyBatch.parseFrom(batch.getBatch());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the server does: mail, keys and the place at the socket are gone; that end of the line is told the reason. */
    void dropUnlisted() {
        var listed = new DeviceListVerification(CryptoProvider.preferred())
                .reread(Canonical.encode(books.lists.get(books.lists.size() - 1)));
        var gone = devices.keySet().stream()
                .filter(device ->
                        listed.device(DeviceId.of(device.toByteArray())).isEmpty())
                .toList();
        gone.forEach(device -> Optional.ofNullable(devices.remove(device))
                .flatMap(one -> one.socket)
                .ifPresent(socket -> socket.devicesChanged(id, version())));
    }
}
