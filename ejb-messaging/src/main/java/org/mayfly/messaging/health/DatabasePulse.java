package org.mayfly.messaging.health;

import org.mayfly.messaging.database.DatabaseFailure;
import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.time.ElapsedTime;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Whether PostgreSQL answers. However many ask, few questions are on their way at a time, so that a database that is slow
 * does not take all threads with it. Thread-safe.
 */
@Singleton
public class DatabasePulse {

    private static final int QUESTIONS = 4;
    private static final Duration LATELY = Duration.ofSeconds(15);

    private final Semaphore questions = new Semaphore(QUESTIONS);
    private final Jdbc jdbc;
    private final ElapsedTime time;
    private volatile Answer last;

    private record Answer(boolean up, Duration at) {}

    @Inject
    public DatabasePulse(Jdbc jdbc, ElapsedTime time) {
        this.jdbc = jdbc;
        this.time = time;
        this.last = new Answer(false, time.elapsed());
    }

    /** Asks. Where too many wait for an answer, it is what the last one was told. */
    boolean answersNow() {
        if (!questions.tryAcquire()) {
            return answeredLately();
        }
        try {
            boolean up = ask();
            last = new Answer(up, time.elapsed());
            return up;
        } finally {
            questions.release();
        }
    }

    /** Whether the last answer was good and came within 15 seconds. Asks nobody. */
    boolean answeredLately() {
        var answer = last;
        return answer.up() && time.elapsed().compareTo(answer.at().plus(LATELY)) < 0;
    }

    private boolean ask() {
        try {
            return jdbc.one("SELECT 1 AS answer", row -> row.integer("answer")) == 1;
        } catch (DatabaseFailure failure) {
            return false;
        }
    }
}
