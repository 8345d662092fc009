package org.mayfly.launcher;

/** Something the operator can put right. The message is one line: what happened and what to do. */
public final class OperatorError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OperatorError(String sentence) {
        super(sentence);
    }

    public OperatorError(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
