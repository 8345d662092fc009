package org.mayfly.admin.policy;

import org.mayfly.messaging.policy.EphemeralityPolicy;

import java.time.Duration;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/**
 * Places lengths of time on one scale from the shortest to the longest life a policy can have: equal ratios are equally
 * far apart, so that seconds and months are both readable. Places are percent of the width.
 */
@Named("timeScale")
@ApplicationScoped
public class TimeScale {

    private static final double LOWEST = Math.log(EphemeralityPolicy.SHORTEST_LIFE.toSeconds());
    private static final double HIGHEST = Math.log(EphemeralityPolicy.LONGEST_LIFE.toSeconds());

    /** 0 to 100, a tenth of a percent exact. Shorter than the shortest stands at 0. */
    public double place(Duration life) {
        if (life.compareTo(EphemeralityPolicy.SHORTEST_LIFE) <= 0) {
            return 0;
        }
        var share = (Math.log(life.toSeconds()) - LOWEST) / (HIGHEST - LOWEST);
        return Math.round(Math.min(1, share) * 1000) / 10.0;
    }

    public double width(Duration from, Duration to) {
        return Math.max(0, Math.round((place(to) - place(from)) * 10) / 10.0);
    }

    /** Where the scale is labelled. */
    public List<Duration> getMarks() {
        return List.of(
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Duration.ofDays(1),
                Duration.ofDays(7),
                Duration.ofDays(30));
    }
}
