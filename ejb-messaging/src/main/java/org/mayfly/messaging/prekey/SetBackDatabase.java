package org.mayfly.messaging.prekey;

import org.mayfly.messaging.database.AfterCommit;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Notices that the database was set back, by a restored backup or by a standby that lacked the last commits, and that its
 * pools may hold keys which were handed out since: see docs/adr/0018-claims-are-numbered.md.
 *
 * <p>Guarantee: from a database that was set back, no key that this server handed out before is handed out again.
 */
@Dependent
class SetBackDatabase {

    private static final System.Logger LOG = System.getLogger(SetBackDatabase.class.getName());

    private final PrekeyStore store;
    private final HighestClaim highest;
    private final AfterCommit afterCommit;

    @Inject
    SetBackDatabase(PrekeyStore store, HighestClaim highest, AfterCommit afterCommit) {
        this.store = store;
        this.highest = highest;
        this.afterCommit = afterCommit;
    }

    /**
     * In the transaction of a claim, before it takes a key. Numbers of committed claims only rise, so one that is not above
     * what was known before it was drawn comes from a database that was set back: its pools are emptied, and each device
     * makes new keys. So they are where this server knows of no claim and the database of some: it was brought here from
     * elsewhere, perhaps out of a backup. Claims take their turns from here on, so none passes one that empties the pools.
     */
    void discardIfSetBack() {
        long known = highest.known();
        long number = store.nextClaim();
        if (number > known && !highest.isStrangeTo(number)) {
            afterCommit.run(() -> highest.reached(number));
            return;
        }
        store.discardAll();
        afterCommit.run(() -> {
            highest.setBack(number);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the database was set back: one-time keys that waited were discarded, devices make new ones");
        });
    }
}
