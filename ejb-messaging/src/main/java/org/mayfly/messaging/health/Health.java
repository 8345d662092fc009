package org.mayfly.messaging.health;

import jakarta.ejb.Local;

/** Asked by anybody: says yes or no, and nothing of what is missing. */
@Local
public interface Health {

    /** Whether this process can still do its work, now or once what it needs is back. Asks no database. */
    boolean isLive();

    /** Whether requests can be served now: the database answers, and so does every other part that is needed. Never throws. */
    boolean isReady();
}
