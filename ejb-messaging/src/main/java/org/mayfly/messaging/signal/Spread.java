package org.mayfly.messaging.signal;

import java.util.Locale;

/** What is measured again and again, and counted by size. docs/operating.md is checked against this list. */
public enum Spread {
    COMMIT_SECONDS(
            "How long a commit took, from its first statement until it was on disk.",
            0.001,
            0.0025,
            0.005,
            0.01,
            0.025,
            0.05,
            0.1,
            0.25,
            0.5,
            1,
            2.5,
            5,
            10,
            30,
            60),
    COMMIT_ENTRIES(
            "How many submissions and acknowledged envelopes a commit held.",
            1,
            2,
            4,
            8,
            16,
            32,
            64,
            128,
            256,
            512,
            1024,
            4096);

    private final String meaning;
    private final double[] bounds;

    Spread(String meaning, double... bounds) {
        this.meaning = meaning;
        this.bounds = bounds;
    }

    /** As it is scraped; its series end in {@code _bucket}, {@code _sum} and {@code _count}. */
    public String metric() {
        return "mayfly_" + name().toLowerCase(Locale.ROOT);
    }

    String meaning() {
        return meaning;
    }

    /** What is at most as large is counted there; ascending. */
    double[] bounds() {
        return bounds.clone();
    }
}
