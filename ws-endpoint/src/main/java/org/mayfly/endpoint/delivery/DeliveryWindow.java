package org.mayfly.endpoint.delivery;

import org.mayfly.messaging.mailbox.Mailboxes.Place;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which delivery number of this connection stands for which place in the mailbox. Thread-safe. */
final class DeliveryWindow {

    private final Map<Long, Place> unacknowledged = new HashMap<>();
    private long highest;

    /** The next number, from 1. */
    synchronized long give(Place place) {
        unacknowledged.put(++highest, place);
        return highest;
    }

    synchronized boolean isFull() {
        return unacknowledged.size() >= Limits.UNACKNOWLEDGED;
    }

    /**
     * Takes the places of these numbers out; a number acknowledged before stands for nothing any more.
     *
     * @return empty, and nothing taken, if one of the numbers was never given on this connection
     */
    synchronized Optional<Map<Long, Place>> take(List<Long> numbers) {
        if (numbers.stream().anyMatch(number -> number < 1 || number > highest)) {
            return Optional.empty();
        }
        var taken = new TreeMap<Long, Place>();
        for (var number : numbers) {
            var place = unacknowledged.remove(number);
            if (place != null) {
                taken.put(number, place);
            }
        }
        return Optional.of(taken);
    }

    /** Puts back what could not be acknowledged. */
    synchronized void restore(Map<Long, Place> taken) {
        unacknowledged.putAll(taken);
    }
}
