package org.mayfly.protocol.client;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.store.ReplacedList;
import org.mayfly.protocol.verification.VerifiedDeviceList;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How long replaced device lists are remembered: as long as a message that names one could be opened. */
final class ListHistory {

    private static final Duration REMEMBERED = Limits.PREKEY_PRIVATE_LIFE.plusDays(1);

    private ListHistory() {}

    /**
     * The last step is in force now, and what it replaces is remembered.
     *
     * @param steps each continues the one before
     */
    static KnownList extended(KnownList before, List<VerifiedDeviceList> steps, Instant now) {
        var history = new ArrayList<>(before.history());
        var newest = before.newest();
        for (var step : steps) {
            if (step.version() > newest.version()) {
                history.add(0, new ReplacedList(newest.version(), newest.hash(), now));
                newest = step;
            }
        }
        history.removeIf(old -> !old.replacedAt().plus(REMEMBERED).isAfter(now));
        return new KnownList(newest, history);
    }
}
