package org.mayfly.bench.peers;

/** Counts positive numbers in 64 buckets for each power of two: a quantile is at most 1/64 too small. For one thread. */
final class Histogram {

    private static final int STEPS = 64;
    private static final int STEP_BITS = 6;

    private final long[] buckets = new long[STEPS * 64];
    private long count;

    void add(long value) {
        long positive = Math.max(1, value);
        int exponent = 63 - Long.numberOfLeadingZeros(positive);
        int bucket = exponent < STEP_BITS
                ? (int) positive
                : (exponent - STEP_BITS + 1) * STEPS + (int) ((positive >>> (exponent - STEP_BITS)) & (STEPS - 1));
        buckets[bucket]++;
        count++;
    }

    /** The least number that so large a share of all does not exceed; 0 where there are none. */
    double quantile(double share) {
        long wanted = (long) Math.ceil(share * count);
        long seen = 0;
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            seen += buckets[bucket];
            if (seen >= wanted && seen > 0) {
                return lowest(bucket);
            }
        }
        return 0;
    }

    private static double lowest(int bucket) {
        return bucket < STEPS ? bucket : Math.scalb((double) (STEPS + (bucket & (STEPS - 1))), bucket / STEPS - 1);
    }
}
