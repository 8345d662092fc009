package org.mayfly.client.mail;

import org.mayfly.client.store.Drop;
import org.mayfly.client.store.FieldReader;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.store.Keep;
import org.mayfly.client.store.Shelf;
import org.mayfly.protocol.client.SentText;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Texts that went out, for devices that may say they could not open them: until each has reported its text, at most a day.
 * Methods that add changes count on their commit. For one thread.
 */
final class SentTexts {

    private final FileStore store;
    private final Map<MessageId, Instant> ends = new HashMap<>();

    SentTexts(FileStore store) {
        this.store = store;
        for (var key : store.keys(Shelf.SENT_TEXT)) {
            var message = new MessageId(key);
            read(message).ifPresent(text -> ends.put(message, text.forgetAt()));
        }
    }

    /** The text that went in this envelope. */
    Optional<SentText> inEnvelope(MessageId envelope) {
        return all().stream().filter(text -> text.wentIn(envelope)).findFirst();
    }

    void sealed(SentText text, List<Change> changes) {
        keep(read(text.message()).map(known -> known.and(text)).orElse(text), changes);
    }

    /** The server will never have this envelope. */
    void withdrawn(MessageId envelope, List<Change> changes) {
        inEnvelope(envelope).ifPresent(text -> keep(text.withdrawn(envelope), changes));
    }

    void reported(DeviceAddress by, List<MessageId> messages, List<Change> changes) {
        for (var text : all()) {
            var left = text.reported(by, messages);
            if (!left.equals(text)) {
                keep(left, changes);
            }
        }
    }

    /** It was shown: where it burns, nobody gets it any more. */
    void displayed(MessageId message, List<Change> changes) {
        read(message)
                .filter(text -> text.draft().lifetime().burnAfter().isPresent())
                .ifPresent(text -> drop(message, changes));
    }

    void purge(Instant now, List<Change> changes) {
        for (var message : Set.copyOf(ends.keySet())) {
            if (!ends.getOrDefault(message, now).isAfter(now)) {
                drop(message, changes);
            }
        }
    }

    /** Nobody who is left could ask for it: then it is kept no longer. */
    void keep(SentText text, List<Change> changes) {
        if (text.isOver()) {
            drop(text.message(), changes);
        } else {
            changes.add(new Keep(Shelf.SENT_TEXT, text.message().value(), encode(text)));
            ends.put(text.message(), text.forgetAt());
        }
    }

    private void drop(MessageId message, List<Change> changes) {
        if (ends.remove(message) != null) {
            changes.add(new Drop(Shelf.SENT_TEXT, message.value()));
        }
    }

    private List<SentText> all() {
        return ends.keySet().stream().flatMap(message -> read(message).stream()).toList();
    }

    private Optional<SentText> read(MessageId message) {
        return store.kept(Shelf.SENT_TEXT, message.value()).map(SentTexts::decode);
    }

    private static Bytes encode(SentText text) {
        var out = new FieldWriter()
                .bytes(Outgoing.of(0, text.draft()).encode())
                .bytes(text.identityFingerprint())
                .number(text.copies().size());
        text.copies().forEach(copy -> {
            out.bytes(copy.envelope().value())
                    .bytes(copy.headerHash())
                    .number(copy.unreported().size());
            copy.unreported().forEach(out::address);
        });
        return Bytes.of(out.toArray());
    }

    private static SentText decode(FieldReader in) {
        var draft = Outgoing.decode(0, new FieldReader(in.byteArray())).draft();
        var identity = in.bytes();
        var copies = new ArrayList<SentText.Copy>();
        for (var left = in.number(); left > 0; left--) {
            copies.add(new SentText.Copy(new MessageId(in.bytes()), in.bytes(), devices(in)));
        }
        return new SentText(draft, identity, copies);
    }

    private static Set<DeviceAddress> devices(FieldReader in) {
        var devices = new HashSet<DeviceAddress>();
        for (var left = in.number(); left > 0; left--) {
            devices.add(in.address());
        }
        return devices;
    }
}
