package org.mayfly.messaging.database;

import java.sql.SQLException;

/** The database did not do what it was asked. A system exception: the transaction is rolled back. */
public class DatabaseFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String state;

    public DatabaseFailure(SQLException cause) {
        super("SQLSTATE " + cause.getSQLState(), cause);
        this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /** A unique key was in use. */
    public boolean isDuplicate() {
        return state.equals("23505");
    }

    /** Another transaction was in the way: the same work may succeed when tried again. */
    public boolean isConflict() {
        return state.equals("40P01") || state.equals("40001") || state.equals("55P03");
    }
}
