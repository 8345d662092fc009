package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.ReceivedMessage;
import org.mayfly.protocol.client.StoredDevice;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.client.store.OwnDevice;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.client.store.memory.MemoryStore;
import org.mayfly.protocol.client.support.Outcomes;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.mayfly.protocol.client.vectors.VectorFile.hex;

/** The recipient of a recorded conversation, with the private keys the file gives it. */
final class ReplayedRecipient {

    private final MemoryStore store = new MemoryStore();
    private final StoredDevice device;
    private final Instant now;
    private final DeviceAddress sender;
    private final NetworkPolicy policy;

    ReplayedRecipient(CryptoProvider provider, JsonNode file, boolean classicalSuiteAllowed) {
        policy = new NetworkPolicy(new Lifetime(30 * 86_400, 0), classicalSuiteAllowed);
        now = Instant.ofEpochMilli(file.get("now").longValue());
        var network = new NetworkId(hex(file.get("network")));
        var recipient = file.get("recipient");
        var list = new DeviceListVerification(provider).reread(hex(recipient.get("signedDeviceList")));
        var listed = list.devices().get(0);
        var changes = new ArrayList<Change>();
        var signingSlot = store.secrets().reserve();
        changes.add(new Change.WriteSecret(signingSlot, SecretBytes.takeOver(new byte[66])));
        changes.add(new Change.PutOwnDevice(new OwnDevice(
                network,
                list.user(),
                listed.device(),
                hex(recipient.get("signedDeviceList")),
                listed.signingKey().encoded(),
                signingSlot,
                Optional.empty())));
        recipient.get("prekeys").forEach(prekey -> changes.addAll(held(prekey, PrekeyType.PREKEY_TYPE_P521)));
        recipient.path("kemPrekeys").forEach(prekey -> changes.addAll(held(prekey, PrekeyType.PREKEY_TYPE_MLKEM1024)));
        store.commit(UnitOfWork.of(changes));
        device = new StoredDevice(provider, RandomSource.of(provider), store);
        var from = file.get("sender");
        sender = new DeviceAddress(new UserId(hex(from.get("user"))), new DeviceId(hex(from.get("device"))));
        var senderList = parse(SignedDeviceList.parser(), hex(from.get("signedDeviceList")));
        store.commit(device.accept(senderList, sender.user(), now).unit());
    }

    private List<Change> held(JsonNode prekey, PrekeyType type) {
        var slot = store.secrets().reserve();
        var privatePart = SecretBytes.takeOver(hex(prekey.get("privateKey")).toArray());
        return List.of(
                new Change.WriteSecret(slot, privatePart),
                new Change.PutPrekey(new HeldPrekey(
                        new PrekeyId(hex(prekey.get("id"))),
                        type,
                        hex(prekey.get("publicKey")),
                        slot,
                        now.plus(Duration.ofDays(60)))));
    }

    /** Receives, commits and says what came, in the words of the file. */
    JsonNode opened(JsonNode envelope) {
        var deliver = parse(Deliver.parser(), hex(envelope.get("deliver")));
        var reception = device.receive(deliver, policy, user -> Optional.empty(), now);
        var message = Outcomes.accepted(reception);
        store.commit(reception.unit());
        return toJson(message);
    }

    /** Receives, commits nothing, and says which check refused; empty if none did. */
    Optional<String> refusal(JsonNode envelope) {
        var deliver = parse(Deliver.parser(), hex(envelope.get("deliver")));
        return device.receive(deliver, policy, user -> Optional.empty(), now)
                .fold(
                        accepted -> Optional.empty(),
                        dropped -> Optional.of(dropped.check().name()),
                        failed -> Optional.of(failed.check().name()));
    }

    static JsonNode toJson(ReceivedMessage message) {
        var json = VectorFile.object()
                .put("id", message.id().value().toHex())
                .put("conversation", message.conversation().toHex())
                .put("counter", (int) message.counter())
                .put("sentAt", message.sentAt().toEpochMilli())
                .put("expiresAfterSeconds", (int) message.lifetime().expiresAfterSeconds())
                .put("burnAfterSeconds", (int) message.lifetime().burnAfterSeconds());
        return message.content()
                .fold(
                        text -> json.put("text", text.body()),
                        delivered -> {
                            var ids = json.putArray("delivered");
                            delivered
                                    .messages()
                                    .forEach(id -> ids.add(id.value().toHex()));
                            return json;
                        },
                        displayed -> json.put(
                                        "displayed", displayed.message().value().toHex())
                                .put("displayedAt", displayed.displayedAt().toEpochMilli()),
                        notOpened -> json.put(
                                        "notOpened", notOpened.message().value().toHex())
                                .put("hash", notOpened.headerHash().toHex()));
    }

    ReceivedChains chains() {
        return ReceivedChains.of(store, sender);
    }

    Optional<String> safetyNumber() {
        return device.safetyNumber(sender.user());
    }

    private static <T extends Message> T parse(Parser<T> parser, Bytes encoded) {
        try {
            return Canonical.parse(parser, encoded);
        } catch (MalformedException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
