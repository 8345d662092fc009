package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.mayfly.protocol.client.store.ChainHead;
import org.mayfly.protocol.client.store.ReceivingEpoch;
import org.mayfly.protocol.client.store.memory.MemoryStore;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;

import static org.assertj.core.api.Assertions.assertThat;

/** What a recipient has of the sender's newest epoch, in the words of the files. */
record ReceivedChains(MemoryStore store, ReceivingEpoch newest) {

    static ReceivedChains of(MemoryStore store, DeviceAddress sender) {
        return new ReceivedChains(store, store.receivingEpochs(sender).get(0));
    }

    void describeIn(ObjectNode envelope) {
        envelope.put("epoch", newest.epoch().toHex()).put("chainKey", key(newest.main()));
        var subChains = envelope.putArray("subChains");
        newest.subChains()
                .forEach(sub -> subChains
                        .addObject()
                        .put("carrier", (int) sub.carrier())
                        .put("index", (int) sub.head().index())
                        .put("chainKey", key(sub.head())));
    }

    /** All that the file says of them is so. */
    void mustBeAsIn(JsonNode envelope) {
        var described = VectorFile.object();
        describeIn(described);
        for (var field : new String[] {"epoch", "chainKey", "subChains"}) {
            if (envelope.has(field)) {
                assertThat(described.get(field)).as(field).isEqualTo(envelope.get(field));
            }
        }
    }

    private String key(ChainHead head) {
        return Bytes.of(store.secrets().read(head.slot()).expose()).toHex();
    }
}
