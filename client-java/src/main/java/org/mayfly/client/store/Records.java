package org.mayfly.client.store;

import org.mayfly.protocol.client.store.AskedAgain;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.client.store.OwnDevice;
import org.mayfly.protocol.client.store.PinnedList;
import org.mayfly.protocol.client.store.ReceivedKey;
import org.mayfly.protocol.client.store.ReplacedList;
import org.mayfly.protocol.client.store.ReplayWindow;
import org.mayfly.protocol.client.store.SeenIdentity;
import org.mayfly.protocol.client.store.Slot;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.PrekeyType;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The protocol's records as bytes. Part of the files' format. */
final class Records {

    /** Ends a history; one of an earlier version of this program ends with its record. */
    private static final long NO_VERSION = 0;

    private Records() {}

    static byte[] encode(OwnDevice own) {
        var out = new FieldWriter()
                .bytes(own.network().value())
                .user(own.user())
                .bytes(own.device().value())
                .bytes(own.signedList())
                .bytes(own.signingKey())
                .number(own.signingSlot().number());
        own.nameSlot().ifPresent(slot -> out.number(slot.number()));
        return out.toArray();
    }

    static OwnDevice ownDevice(byte[] record) {
        var in = new FieldReader(record);
        return new OwnDevice(
                new NetworkId(in.bytes()),
                in.user(),
                new DeviceId(in.bytes()),
                in.bytes(),
                in.bytes(),
                slot(in),
                in.isAtEnd() ? Optional.empty() : Optional.of(slot(in)));
    }

    static byte[] encode(HeldPrekey prekey) {
        return new FieldWriter()
                .bytes(prekey.id().value())
                .number(prekey.type().getNumber())
                .bytes(prekey.publicKey())
                .number(prekey.slot().number())
                .time(prekey.eraseAt())
                .toArray();
    }

    static HeldPrekey heldPrekey(byte[] record) {
        var in = new FieldReader(record);
        return new HeldPrekey(new PrekeyId(in.bytes()), prekeyType(in), in.bytes(), slot(in), in.time());
    }

    static byte[] encode(ReplayWindow window) {
        return new FieldWriter()
                .number(window.highest())
                .bytes(window.toBytes())
                .toArray();
    }

    static ReplayWindow replayWindow(byte[] record) {
        var in = new FieldReader(record);
        return ReplayWindow.of(in.number(), in.byteArray());
    }

    /** When to forget it comes first, as in all records that are forgotten. */
    static byte[] encode(AskedAgain asked) {
        return new FieldWriter()
                .time(asked.forgetAt())
                .address(asked.device())
                .bytes(asked.envelope().value())
                .time(asked.at())
                .toArray();
    }

    static AskedAgain askedAgain(byte[] record) {
        var in = new FieldReader(record);
        var forgetAt = in.time();
        return new AskedAgain(in.address(), new MessageId(in.bytes()), in.time(), forgetAt);
    }

    static byte[] encode(ReceivedKey key) {
        return new FieldWriter()
                .time(key.expires())
                .address(key.from())
                .bytes(key.id().value())
                .bytes(key.key().encoded())
                .toArray();
    }

    static ReceivedKey receivedKey(byte[] record) {
        var in = new FieldReader(record);
        var expires = in.time();
        return new ReceivedKey(in.address(), new PrekeyId(in.bytes()), new P521PublicKey(in.bytes()), expires);
    }

    static byte[] encode(PinnedList list) {
        var out = new FieldWriter()
                .user(list.user())
                .bytes(list.signedList())
                .flag(list.openChange().isPresent());
        list.openChange().ifPresent(out::bytes);
        put(out, list.history());
        put(out, list.others().openHistory());
        list.others()
                .seen()
                .forEach(seen ->
                        out.bytes(seen.fingerprint()).number(seen.version()).bytes(seen.hash()));
        return out.toArray();
    }

    static PinnedList pinnedList(byte[] record) {
        var in = new FieldReader(record);
        return new PinnedList(
                in.user(),
                in.bytes(),
                in.flag() ? Optional.of(in.bytes()) : Optional.empty(),
                history(in),
                new PinnedList.Others(history(in), seen(in)));
    }

    private static List<SeenIdentity> seen(FieldReader in) {
        var seen = new ArrayList<SeenIdentity>();
        while (!in.isAtEnd()) {
            seen.add(new SeenIdentity(in.bytes(), in.number(), in.bytes()));
        }
        return seen;
    }

    private static void put(FieldWriter out, List<ReplacedList> history) {
        history.forEach(old -> out.number(old.version()).bytes(old.hash()).time(old.replacedAt()));
        out.number(NO_VERSION);
    }

    private static List<ReplacedList> history(FieldReader in) {
        var history = new ArrayList<ReplacedList>();
        while (!in.isAtEnd()) {
            var version = in.number();
            if (version == NO_VERSION) {
                break;
            }
            history.add(new ReplacedList(version, in.bytes(), in.time()));
        }
        return history;
    }

    private static PrekeyType prekeyType(FieldReader in) {
        return Objects.requireNonNull(PrekeyType.forNumber(Math.toIntExact(in.number())));
    }

    static Slot slot(FieldReader in) {
        return new Slot(Math.toIntExact(in.number()));
    }
}
