package org.mayfly.system.promise;

import java.util.List;

/** What one test said about one criterion. */
record Check(String criterion, String test, List<String> parts, Verifies.Kind kind, Result result, String evidence) {

    Check {
        parts = List.copyOf(parts);
    }

    enum Result {
        PASSED,
        FAILED,
        SKIPPED
    }

    boolean checks(String part) {
        return result == Result.PASSED && parts.contains(part) && kind != Verifies.Kind.CONTROL;
    }

    boolean controls(String part) {
        return result == Result.PASSED && parts.contains(part) && kind != Verifies.Kind.CHECK;
    }
}
