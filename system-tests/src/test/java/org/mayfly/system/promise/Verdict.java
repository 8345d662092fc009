package org.mayfly.system.promise;

import java.util.List;

/** A criterion with the checks that ran for it. */
record Verdict(Criterion criterion, List<Check> checks) {

    Verdict {
        checks = List.copyOf(checks);
    }

    static Verdict of(Criterion criterion, List<Check> all) {
        return new Verdict(
                criterion,
                all.stream()
                        .filter(check -> check.criterion().equals(criterion.id()))
                        .toList());
    }

    /** One failing check fails the criterion; verified needs a check and a control for every part. */
    String status() {
        if (checks.stream().anyMatch(check -> check.result() == Check.Result.FAILED)) {
            return "failed";
        }
        return missing().isEmpty() ? "verified" : "not verified";
    }

    /** What keeps the criterion from being verified, in words. */
    List<String> missing() {
        return criterion.parts().stream()
                .flatMap(part -> missing(part).stream())
                .toList();
    }

    private List<String> missing(String part) {
        if (checks.stream().noneMatch(check -> check.checks(part))) {
            return List.of(part + ": no check");
        }
        if (checks.stream().noneMatch(check -> check.controls(part))) {
            return List.of(part + ": no control");
        }
        return List.of();
    }
}
