package org.mayfly.client.problem;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Problem} to whoever can handle it. Its message is the code: no name, no content. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code());
        this.problem = problem;
    }

    public ProblemException(Problem problem, Throwable cause) {
        super(problem.code(), cause);
        this.problem = problem;
    }

    public static ProblemException refused(String code, Object... about) {
        return new ProblemException(Problem.refused(code, about));
    }

    public static ProblemException network(String code, Object... about) {
        return new ProblemException(Problem.network(code, about));
    }

    /** What a failure carries; one that carries nothing means that no answer came. */
    public static Problem problemOf(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return known.problem();
            }
        }
        return Problem.network("no-answer");
    }

    public Problem problem() {
        return problem;
    }

    public String code() {
        return problem.code();
    }
}
