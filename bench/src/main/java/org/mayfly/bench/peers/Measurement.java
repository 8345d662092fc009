package org.mayfly.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Rates and costs between two moments, of what a counter counts meanwhile. */
final class Measurement {

    private static final double NANOS = 1e9;

    private final Target target;
    private final AtomicLong counter;
    private final Usage before;
    private final long countBefore;
    private final long startedAt = System.nanoTime();

    Measurement(Target target, AtomicLong counter) {
        this.target = target;
        this.counter = counter;
        this.before = Usage.now(target);
        this.countBefore = counter.get();
    }

    /** What came of it. @param costs CPU seconds for 10,000 */
    record Result(double count, double seconds, Usage costs, double othersCores) {

        double perSecond() {
            return count / seconds;
        }

        List<String> columns(String what) {
            var columns = new ArrayList<String>();
            columns.add("%s/s=%.0f".formatted(what, perSecond()));
            columns.add("cpu/10k=%.2f".formatted(costs.server()));
            columns.add("dbcpu/10k=%.2f".formatted(costs.database()));
            columns.add("clientcpu/10k=%.2f".formatted(costs.client()));
            columns.add("othercpu=%.2f".formatted(othersCores));
            return columns;
        }
    }

    Result end() {
        return end(System.nanoTime());
    }

    /** @param endedAt when the last of what is counted came */
    Result end(long endedAt) {
        double count = counter.get() - countBefore;
        double seconds = Math.max(1, endedAt - startedAt) / NANOS;
        var used = Usage.now(target).since(before);
        double each = 10_000 / Math.max(1, count);
        var costs =
                new Usage(used.server() * each, used.database() * each, used.client() * each, used.machine() * each);
        return new Result(count, seconds, costs, used.other() / seconds);
    }
}
