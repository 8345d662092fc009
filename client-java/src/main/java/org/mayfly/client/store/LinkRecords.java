package org.mayfly.client.store;

import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.store.Carrier;
import org.mayfly.protocol.client.store.ChainHead;
import org.mayfly.protocol.client.store.Gap;
import org.mayfly.protocol.client.store.ReceivingEpoch;
import org.mayfly.protocol.client.store.SendingLink;
import org.mayfly.protocol.client.store.SkippedKey;
import org.mayfly.protocol.client.store.SubChain;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The records of links as bytes. Part of the files' format. */
final class LinkRecords {

    /** In the place of a carrier's number: the main chain. */
    private static final long MAIN = -1;

    private LinkRecords() {}

    /** The name of the record of a skipped key, or of a gap. */
    static Bytes key(DeviceAddress peer, ChainPlace place) {
        return Keys.of(peer, place.epoch(), Keys.number(place.carrier().orElse(MAIN)), Keys.number(place.index()));
    }

    static byte[] encode(SendingLink link) {
        var out = new FieldWriter()
                .address(link.peer())
                .number(link.epoch().suite().number())
                .bytes(link.epoch().id())
                .time(link.epoch().startedAt());
        put(out, link.main()).number(link.messages()).number(link.carriers().size());
        for (var carrier : link.carriers()) {
            out.number(carrier.number()).bytes(carrier.message().value()).time(carrier.sealedAt());
            put(out, carrier.head()).flag(carrier.confirmed());
        }
        return out.toArray();
    }

    static SendingLink sendingLink(byte[] record) {
        var in = new FieldReader(record);
        return new SendingLink(
                in.address(),
                new SendingLink.Epoch(suite(in), in.bytes(), in.time()),
                head(in),
                Math.toIntExact(in.number()),
                list(in, () -> new Carrier(in.number(), new MessageId(in.bytes()), in.time(), head(in), in.flag())));
    }

    static byte[] encode(ReceivingEpoch epoch) {
        var out = new FieldWriter()
                .address(epoch.peer())
                .number(epoch.id().suite().number())
                .bytes(epoch.id().epoch())
                .number(epoch.order());
        put(out, epoch.main()).number(epoch.subChains().size());
        epoch.subChains().forEach(sub -> put(out.number(sub.carrier()), sub.head()));
        return out.toArray();
    }

    static ReceivingEpoch receivingEpoch(byte[] record) {
        var in = new FieldReader(record);
        return new ReceivingEpoch(
                in.address(),
                new ReceivingEpoch.Id(suite(in), in.bytes()),
                in.number(),
                head(in),
                list(in, () -> new SubChain(in.number(), head(in))));
    }

    static byte[] encode(SkippedKey key) {
        return new FieldWriter()
                .address(key.peer())
                .bytes(key.place().epoch())
                .number(key.place().carrier().orElse(MAIN))
                .number(key.place().index())
                .number(key.slot().number())
                .time(key.eraseAt())
                .toArray();
    }

    static SkippedKey skippedKey(byte[] record) {
        var in = new FieldReader(record);
        return new SkippedKey(in.address(), place(in), Records.slot(in), in.time());
    }

    static byte[] encode(Gap gap) {
        return new FieldWriter()
                .address(gap.peer())
                .bytes(gap.place().epoch())
                .number(gap.place().carrier().orElse(MAIN))
                .number(gap.place().index())
                .time(gap.since())
                .toArray();
    }

    static Gap gap(byte[] record) {
        var in = new FieldReader(record);
        return new Gap(in.address(), place(in), in.time());
    }

    private static ChainPlace place(FieldReader in) {
        var epoch = in.bytes();
        var carrier = in.number();
        var index = in.number();
        return carrier == MAIN ? ChainPlace.fresh(epoch, index) : ChainPlace.chained(epoch, carrier, index);
    }

    private static FieldWriter put(FieldWriter out, ChainHead head) {
        return out.number(head.slot().number()).number(head.index());
    }

    private static ChainHead head(FieldReader in) {
        return new ChainHead(Records.slot(in), in.number());
    }

    private static Suite suite(FieldReader in) {
        return Suite.of(Math.toIntExact(in.number())).orElseThrow();
    }

    private static <T> List<T> list(FieldReader in, Supplier<T> element) {
        var elements = new ArrayList<T>();
        for (var left = in.number(); left > 0; left--) {
            elements.add(element.get());
        }
        return elements;
    }
}
