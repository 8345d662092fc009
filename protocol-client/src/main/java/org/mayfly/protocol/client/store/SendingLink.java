package org.mayfly.protocol.client.store;

import org.mayfly.protocol.Suite;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The newest START of this device to another, and how far its chains went.
 *
 * @param messages sealed in this epoch in any state, the START among them
 * @param carriers ascending by number: the newest confirmed one, and later ones that are not confirmed yet
 */
public record SendingLink(DeviceAddress peer, Epoch epoch, ChainHead main, int messages, List<Carrier> carriers) {

    /**
     * What a START began.
     *
     * @param id 32 bytes
     */
    public record Epoch(Suite suite, Bytes id, Instant startedAt) {}

    public SendingLink {
        carriers = List.copyOf(carriers);
    }

    public static SendingLink started(DeviceAddress peer, Epoch epoch, ChainHead main, Carrier start) {
        return new SendingLink(peer, epoch, main, 1, List.of(start));
    }

    /** The other device has the START: no later carrier is sealed, much less confirmed, before. */
    public boolean confirmed() {
        return newestConfirmed().isPresent();
    }

    public Optional<Carrier> newestConfirmed() {
        return carriers.stream().filter(Carrier::confirmed).max(Comparator.comparingLong(Carrier::number));
    }

    /** One message more, and the main chain moved on. */
    public SendingLink advanced(ChainHead next) {
        return new SendingLink(peer, epoch, next, messages + 1, carriers);
    }

    /** One message more, and the sub-chain of this carrier moved on. */
    public SendingLink advanced(Carrier moved) {
        var others = carriers.stream()
                .map(carrier -> carrier.number() == moved.number() ? moved : carrier)
                .toList();
        return new SendingLink(peer, epoch, main, messages + 1, others);
    }

    public SendingLink with(Carrier added) {
        return withCarriers(Stream.concat(carriers.stream(), Stream.of(added)).toList());
    }

    public SendingLink withCarriers(List<Carrier> kept) {
        return new SendingLink(peer, epoch, main, messages, kept);
    }

    /** Of all its chains. */
    public List<Slot> slots() {
        return Stream.concat(
                        Stream.of(main.slot()),
                        carriers.stream().map(carrier -> carrier.head().slot()))
                .toList();
    }
}
