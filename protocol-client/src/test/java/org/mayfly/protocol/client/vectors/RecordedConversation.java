package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.mayfly.protocol.wire.Submit;

import java.util.List;

/** Records a conversation with everything its recipient needs to open it again. */
final class RecordedConversation {

    private static final Lifetime BURNING = new Lifetime(3_600, 30);

    private final RandomSource random;
    private final Party sender;
    private final Party recipient;

    RecordedConversation(CryptoProvider provider) {
        this.random = RandomSource.of(provider);
        var couple = Party.couple(provider);
        this.sender = couple.get(0);
        this.recipient = couple.get(1);
    }

    JsonNode toJson() {
        var file = VectorFile.object()
                .put("about", "A conversation as its recipient gets it, in this order; README.md describes the fields.")
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
        var prekeys = to.putArray("prekeys");
        var envelopes = file.putArray("envelopes");
        var start = seal(new MessageContent.Text("Hello from Java ✉"), prekeys);
        deliver(start, "START", envelopes);
        var receipt =
                recipient.draft(sender, new MessageContent.Delivered(List.of(messageOf(envelopes.get(0)))), Party.NOW);
        sender.receive(recipient.send(receipt, sender, Party.NOW));
        var first = seal(new MessageContent.Text("fresh 0"), prekeys);
        var second = seal(new MessageContent.Displayed(new MessageId(random.bytes(16)), Party.NOW), prekeys);
        var third = seal(new MessageContent.Delivered(List.of(new MessageId(random.bytes(16)))), prekeys);
        deliver(first, "FRESH", envelopes);
        deliver(third, "FRESH", envelopes);
        deliver(second, "FRESH", envelopes);
        file.put("safetyNumber", recipient.protocol.safetyNumber(sender.user).orElseThrow());
        return file;
    }

    private static MessageId messageOf(JsonNode envelope) {
        return new MessageId(VectorFile.hex(envelope.get("message").get("id")));
    }

    private Submit seal(MessageContent content, ArrayNode prekeys) {
        ClaimedPrekey key = recipient.claim();
        var id = new PrekeyId(Bytes.of(key.getPrekey().getId().toByteArray()));
        var held = recipient.store.heldPrekey(id).orElseThrow();
        prekeys.addObject()
                .put("id", id.value().toHex())
                .put("publicKey", held.publicKey().toHex())
                .put(
                        "privateKey",
                        hex(recipient.store.secrets().read(held.slot()).expose()))
                .put("claimedPrekey", hex(key.toByteArray()));
        var draft = new Draft(new MessageId(random.bytes(16)), recipient.user, content, BURNING, Party.NOW);
        var sealed = sender.protocol.seal(draft, List.of(key), Party.NOW);
        var ready = (Sealing.Ready) sealed;
        sender.store.commit(ready.unit());
        return ready.submit();
    }

    private void deliver(Submit submit, String state, ArrayNode envelopes) {
        var deliver = recipient.deliver(submit);
        var reception = recipient.receive(deliver, Party.NOW);
        ObjectNode envelope = envelopes.addObject().put("state", state);
        envelope.put("submit", hex(submit.toByteArray())).put("deliver", hex(deliver.toByteArray()));
        var chain = recipient.store.receivingEpochs(sender.protocol.self()).get(0);
        envelope.put("epoch", chain.epoch().toHex())
                .put(
                        "chainKey",
                        hex(recipient.store.secrets().read(chain.chainSlot()).expose()));
        envelope.set("message", ReplayedRecipient.toJson(Outcomes.accepted(reception)));
    }

    private static String hex(byte[] bytes) {
        return Bytes.of(bytes).toHex();
    }
}
