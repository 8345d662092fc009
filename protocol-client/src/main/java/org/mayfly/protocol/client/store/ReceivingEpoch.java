package org.mayfly.protocol.client.store;

import org.mayfly.protocol.Suite;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The chains that another device started to this one by one START.
 *
 * @param order the counter of the message that carried the START; the two highest are kept
 * @param subChains ascending by carrier
 */
public record ReceivingEpoch(DeviceAddress peer, Id id, long order, ChainHead main, List<SubChain> subChains) {

    /**
     * By which wraps name it.
     *
     * @param epoch 32 bytes
     */
    public record Id(Suite suite, Bytes epoch) {}

    public ReceivingEpoch {
        subChains = List.copyOf(subChains);
    }

    public Bytes epoch() {
        return id.epoch();
    }

    /** Where the chain of this place stands; empty if its carrier is not known. */
    public Optional<ChainHead> head(ChainPlace place) {
        return place.carrier().isEmpty()
                ? Optional.of(main)
                : subChain(place.carrier().getAsLong()).map(SubChain::head);
    }

    private Optional<SubChain> subChain(long carrier) {
        return subChains.stream().filter(sub -> sub.carrier() == carrier).findFirst();
    }

    /** The chain of this place moved on. */
    public ReceivingEpoch advanced(ChainPlace place, ChainHead head) {
        return place.carrier().isEmpty()
                ? new ReceivingEpoch(peer, id, order, head, subChains)
                : with(new SubChain(place.carrier().getAsLong(), head));
    }

    /** Adds a sub-chain, or puts it in the place of the one of the same carrier. */
    public ReceivingEpoch with(SubChain added) {
        var all = new ArrayList<>(subChains);
        all.removeIf(sub -> sub.carrier() == added.carrier());
        all.add(added);
        all.sort(Comparator.comparingLong(SubChain::carrier));
        return withSubChains(all);
    }

    public ReceivingEpoch withSubChains(List<SubChain> kept) {
        return new ReceivingEpoch(peer, id, order, main, kept);
    }

    /** Of all its chains. */
    public List<Slot> slots() {
        return Stream.concat(
                        Stream.of(main.slot()),
                        subChains.stream().map(sub -> sub.head().slot()))
                .toList();
    }
}
