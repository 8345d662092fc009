package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.client.support.Outcomes;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.Submit;

import java.util.ArrayList;
import java.util.List;

/** Records a conversation with everything its recipient needs to open it again. */
final class RecordedConversation {

    private static final Lifetime BURNING = new Lifetime(3_600, 30);

    private final RandomSource random;
    private final Party sender;
    private final Party recipient;
    private final ObjectNode file = VectorFile.object();
    private final ArrayNode prekeys;
    private final ArrayNode kemPrekeys = file.arrayNode();
    private final ArrayNode envelopes;

    private RecordedConversation(CryptoProvider provider, List<Suite> suites) {
        this.random = RandomSource.of(provider);
        var couple = Party.couple(provider, suites, suites);
        this.sender = couple.get(0);
        this.recipient = couple.get(1);
        file.put("about", "A conversation as its recipient gets it, in this order; README.md describes the fields.")
                .put("network", sender.network.value().toHex())
                .put("now", Party.NOW.toEpochMilli());
        file.putObject("sender")
                .put("user", sender.user.value().toHex())
                .put("device", sender.device.value().toHex())
                .put("signedDeviceList", hex(sender.list.toByteArray()));
        var to = file.putObject("recipient")
                .put("user", recipient.user.value().toHex())
                .put("device", recipient.device.value().toHex())
                .put("signedDeviceList", hex(recipient.list.toByteArray()));
        this.prekeys = to.putArray("prekeys");
        if (suites.contains(Suite.HYBRID)) {
            to.set("kemPrekeys", kemPrekeys);
        }
        this.envelopes = file.putArray("envelopes");
    }

    /** Suite 0x0001: START and FRESH, one overtaken. */
    static JsonNode classical(CryptoProvider provider) {
        var recorded = new RecordedConversation(provider, List.of(Suite.CLASSICAL));
        recorded.start();
        var first = recorded.seal(new MessageContent.Text("fresh 0"));
        var second = recorded.seal(new MessageContent.Displayed(recorded.messageId(), Party.NOW));
        var third = recorded.seal(new MessageContent.Delivered(List.of(recorded.messageId())));
        recorded.deliver(first, "FRESH");
        recorded.deliver(third, "FRESH");
        recorded.deliver(second, "FRESH");
        return recorded.finished();
    }

    /** Suite 0x0002: START, sixteen FRESH, CHAIN that hang from the START and overtake each other, CHAIN that hang from the last FRESH. */
    static JsonNode hybrid(CryptoProvider provider) {
        var recorded = new RecordedConversation(provider, List.of(Suite.values()));
        recorded.start();
        recorded.deliver(recorded.chained("chain 0, 0"), "CHAIN");
        var fresh = new ArrayList<Submit>();
        for (int i = 0; i < 16; i++) {
            fresh.add(recorded.seal(new MessageContent.Text("fresh " + i)));
        }
        var overtaken = fresh.remove(3);
        fresh.add(5, overtaken);
        fresh.forEach(submit -> recorded.deliver(submit, "FRESH"));
        var carrier = recorded.lastMessage();
        var chained =
                List.of(recorded.chained("chain 0, 1"), recorded.chained("chain 0, 2"), recorded.chained("chain 0, 3"));
        for (int place : new int[] {1, 0, 2}) {
            recorded.deliver(chained.get(place), "CHAIN");
        }
        recorded.confirm(carrier);
        var newer = List.of(recorded.chained("chain 16, 0"), recorded.chained("chain 16, 1"));
        recorded.deliver(newer.get(1), "CHAIN");
        recorded.deliver(newer.get(0), "CHAIN");
        return recorded.finished();
    }

    private void start() {
        deliver(seal(new MessageContent.Text("Hello from Java ✉")), "START");
        confirm(lastMessage());
    }

    private MessageId lastMessage() {
        var message = envelopes.get(envelopes.size() - 1).get("message");
        return new MessageId(VectorFile.hex(message.get("id")));
    }

    private void confirm(MessageId message) {
        var receipt = recipient.draft(sender, new MessageContent.Delivered(List.of(message)), Party.NOW);
        sender.receive(recipient.send(receipt, sender, Party.NOW));
        sender.forgetReplyKeysOf(recipient);
    }

    private JsonNode finished() {
        return file.put(
                "safetyNumber", recipient.protocol.safetyNumber(sender.user).orElseThrow());
    }

    private MessageId messageId() {
        return new MessageId(random.bytes(16));
    }

    private Submit seal(MessageContent content) {
        var draft = draft(content);
        var keys = recipient.claim(sender.protocol.keysDue(draft, Party.POLICY, Party.NOW));
        keys.forEach(this::record);
        return seal(draft, keys);
    }

    /** Without a one-time key it is a CHAIN. */
    private Submit chained(String text) {
        return seal(draft(new MessageContent.Text(text)), List.of());
    }

    private Draft draft(MessageContent content) {
        return new Draft(messageId(), recipient.user, content, BURNING, Party.NOW);
    }

    private Submit seal(Draft draft, List<ClaimedPrekey> keys) {
        var ready = (Sealing.Ready) sender.protocol.seal(draft, keys, Party.POLICY, Party.NOW);
        sender.store.commit(ready.unit());
        return ready.submit();
    }

    private void record(ClaimedPrekey key) {
        var id = PrekeyId.of(key.getPrekey().getId().toByteArray());
        var held = recipient.store.heldPrekey(id).orElseThrow();
        var list = held.type() == PrekeyType.PREKEY_TYPE_P521 ? prekeys : kemPrekeys;
        list.addObject()
                .put("id", id.value().toHex())
                .put("publicKey", held.publicKey().toHex())
                .put(
                        "privateKey",
                        hex(recipient.store.secrets().read(held.slot()).expose()))
                .put("claimedPrekey", hex(key.toByteArray()));
    }

    private void deliver(Submit submit, String state) {
        var deliver = recipient.deliver(submit);
        var reception = recipient.receive(deliver, Party.NOW);
        var envelope = envelopes.addObject().put("state", state);
        envelope.put("submit", hex(submit.toByteArray())).put("deliver", hex(deliver.toByteArray()));
        ReceivedChains.of(recipient.store, sender.protocol.self()).describeIn(envelope);
        envelope.set("message", ReplayedRecipient.toJson(Outcomes.accepted(reception)));
    }

    private static String hex(byte[] bytes) {
        return Bytes.of(bytes).toHex();
    }
}
