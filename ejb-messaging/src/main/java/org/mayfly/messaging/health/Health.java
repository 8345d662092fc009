package org.mayfly.messaging.health;

import jakarta.ejb.Local;

/** Asked by the readiness page. */
@Local
public interface Health {

    /** Whether the database answers a question now. Never throws. */
    boolean databaseAnswers();
}
