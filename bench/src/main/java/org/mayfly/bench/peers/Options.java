package org.mayfly.bench.peers;

import java.util.Arrays;
import java.util.List;

/** What can be set for a run, each as {@code -Dname=value}; bench/README.md says what for. */
record Options(Load load, Times times, int rounds, int idle) {

    /** @param windows messages under way for each sender; empty: the scenario's own standard */
    record Load(int bodyBytes, int pairs, int members, int stored, List<Integer> windows) {
        Load {
            windows = List.copyOf(windows);
        }

        int windowOr(int standard) {
            return windows.isEmpty() ? standard : windows.get(0);
        }
    }

    /** Seconds, but for the milliseconds until the kill. */
    record Times(int warm, int measured, int killAfterMillis) {}

    static Options ofSystemProperties() {
        var windows = System.getProperty("W", "");
        return new Options(
                new Load(
                        Math.max(Stamp.LENGTH, Integer.getInteger("body", 1024)),
                        Integer.getInteger("pairs", 50),
                        Integer.getInteger("members", 100),
                        Integer.getInteger("n", 20_000),
                        Arrays.stream(windows.split(","))
                                .filter(window -> !window.isBlank())
                                .map(window -> Integer.valueOf(window.strip()))
                                .toList()),
                new Times(
                        Integer.getInteger("warm", 3),
                        Integer.getInteger("secs", 6),
                        Integer.getInteger("killAfterMs", 4000)),
                Integer.getInteger("rounds", 3),
                Integer.getInteger("idle", 1000));
    }
}
