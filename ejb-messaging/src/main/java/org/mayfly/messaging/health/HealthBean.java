package org.mayfly.messaging.health;

import org.mayfly.messaging.database.DatabaseFailure;
import org.mayfly.messaging.database.Jdbc;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Asks PostgreSQL. Without a transaction: a failure is an answer here, not a roll-back. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class HealthBean implements Health {

    private final Jdbc jdbc;

    @Inject
    public HealthBean(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean databaseAnswers() {
        try {
            return jdbc.one("SELECT 1 AS answer", row -> row.integer("answer")) == 1;
        } catch (DatabaseFailure failure) {
            return false;
        }
    }
}
