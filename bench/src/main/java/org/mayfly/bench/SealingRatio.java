package org.mayfly.bench;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CPU time of sealing for N devices as a ratio to {@code N · (1/ecdh + 1/sign)}, by OpenSSL's own speed test on this machine
 * in the same run, before and after. Both are CPU times of one core, so that others on the machine don't count. A wrap takes an
 * agreement and a new key pair, which costs about what a signature does. Median of five rounds.
 */
public final class SealingRatio {

    private static final Pattern SIGN =
            Pattern.compile("ecdsa \\(nistp521\\).*?s\\s+([0-9.]+)\\s+[0-9.]+\\s*$", Pattern.MULTILINE);
    private static final Pattern AGREE =
            Pattern.compile("ecdh \\(nistp521\\).*?s\\s+([0-9.]+)\\s*$", Pattern.MULTILINE);
    private static final double MICROS = 1e6;
    private static final int ROUNDS = 5;
    private static final double ROUND_MICROS = 2 * MICROS;
    private static final int[] DEVICES = {1, 10, 100, 500};

    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private record Cost(double cpuMicros, double wallMicros) {}

    private SealingRatio() {}

    public static void main(String[] arguments) throws Exception {
        var before = estimate();
        var states = new String[] {"FRESH", "START"};
        var costs = new Cost[states.length][DEVICES.length];
        for (int state = 0; state < states.length; state++) {
            for (int n = 0; n < DEVICES.length; n++) {
                costs[state][n] = measured(states[state], DEVICES[n]);
            }
        }
        var perDevice = (before + estimate()) / 2;
        System.out.printf("OpenSSL, one core: %.0f µs for an agreement and a signature of P-521%n%n", perDevice);
        System.out.println("| state | devices | CPU µs | ratio | wall µs |");
        System.out.println("|---|---|---|---|---|");
        for (int state = 0; state < states.length; state++) {
            for (int n = 0; n < DEVICES.length; n++) {
                var cost = costs[state][n];
                System.out.printf(
                        "| %s | %d | %.0f | %.2f | %.0f |%n",
                        states[state],
                        DEVICES[n],
                        cost.cpuMicros(),
                        cost.cpuMicros() / (DEVICES[n] * perDevice),
                        cost.wallMicros());
            }
        }
    }

    /** The round of median CPU time, after one that warms up. */
    private static Cost measured(String state, int devices) {
        var benchmark = new SealingBenchmark();
        benchmark.state = state;
        benchmark.devices = devices;
        benchmark.makeRecipients();
        round(benchmark);
        return Stream.generate(() -> round(benchmark))
                .limit(ROUNDS)
                .sorted(Comparator.comparingDouble(Cost::cpuMicros))
                .skip(ROUNDS / 2)
                .findFirst()
                .orElseThrow();
    }

    private static Cost round(SealingBenchmark benchmark) {
        var cpu = MACHINE.getProcessCpuTime();
        var wall = System.nanoTime();
        var times = 0;
        while (MACHINE.getProcessCpuTime() - cpu < ROUND_MICROS * 1000) {
            benchmark.seal();
            times++;
        }
        return new Cost(
                (MACHINE.getProcessCpuTime() - cpu) / 1000.0 / times, (System.nanoTime() - wall) / 1000.0 / times);
    }

    /** Microseconds for one agreement and one signature. */
    private static double estimate() throws IOException, InterruptedException {
        var speed = new ProcessBuilder("openssl", "speed", "-seconds", "3", "ecdhp521", "ecdsap521")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var output = new String(speed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (speed.waitFor() != 0) {
            throw new IOException("openssl speed failed: is openssl installed?");
        }
        return MICROS / perSecond(AGREE, output) + MICROS / perSecond(SIGN, output);
    }

    private static double perSecond(Pattern pattern, String output) {
        var line = pattern.matcher(output);
        if (!line.find()) {
            throw new IllegalStateException("openssl speed answers in another form:\n" + output);
        }
        return Double.parseDouble(line.group(1));
    }
}
