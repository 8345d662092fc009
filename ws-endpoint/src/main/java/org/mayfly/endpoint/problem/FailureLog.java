package org.mayfly.endpoint.problem;

import org.mayfly.messaging.signal.Count;
import org.mayfly.messaging.signal.Signals;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.HexFormat;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Writes a bug down once, under an id that the answer also carries. Only types and places: the text of an exception may
 * hold what a person wrote.
 */
@Dependent
public class FailureLog {

    private static final Logger LOG = System.getLogger(FailureLog.class.getName());

    private final SecureRandom random;
    private final Signals signals;

    @Inject
    public FailureLog(SecureRandom random, Signals signals) {
        this.random = random;
        this.signals = signals;
    }

    /** @return the id under which it was written */
    public String record(Throwable failure) {
        signals.count(Count.FAILURES);
        var bytes = new byte[8];
        random.nextBytes(bytes);
        var id = HexFormat.of().formatHex(bytes);
        LOG.log(Level.ERROR, () -> "internal failure " + id + describe(failure));
        return id;
    }

    static String describe(Throwable failure) {
        var text = new StringBuilder();
        var cause = failure;
        for (int depth = 0; cause != null && depth < 8; depth++, cause = cause.getCause()) {
            text.append(depth == 0 ? "\n  " : "\n  because of ")
                    .append(cause.getClass().getName());
            for (var place : cause.getStackTrace()) {
                text.append("\n    at ").append(place);
            }
        }
        return text.toString();
    }
}
