package org.mayfly.messaging.database;

import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.messaging.refusal.Refusing;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * The database did not do what it was asked. A system exception: the transaction is rolled back. Where the same may work
 * in a moment, a client is told {@code busy}.
 */
public class DatabaseFailure extends RuntimeException implements Refusing {

    private static final long serialVersionUID = 1L;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final String state;

    public DatabaseFailure(SQLException cause) {
        super("SQLSTATE " + cause.getSQLState(), cause);
        this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /** A unique key was in use. */
    public boolean isDuplicate() {
        return state.equals("23505");
    }

    /**
     * The database can't be reached, is starting or stopping, or has no room: classes 08, 53 and 57P of SQLSTATE. The
     * pool states nothing when it has no connection to give.
     */
    public boolean isAway() {
        return state.isEmpty() || state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }

    @Override
    public Optional<Refusal> asRefusal() {
        return isAway() || isConflict() ? Optional.of(new Refusal.Later(Reason.BUSY, RETRY_AFTER)) : Optional.empty();
    }

    /** Another transaction was in the way: the same work may succeed when tried again. */
    public boolean isConflict() {
        return state.equals("40P01") || state.equals("40001") || state.equals("55P03");
    }
}
