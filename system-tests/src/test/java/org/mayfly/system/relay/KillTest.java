package org.mayfly.system.relay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.system.Installation;
import org.mayfly.system.history.History;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guarantees 1, 3 and 4 of the relay: {@code kill -9} at random points under load. Settings: {@code mayfly.faults.kills}
 * (6) and {@code mayfly.faults.seed} (random, published).
 */
class KillTest {

    private static final List<String> VICTIMS = List.of("payara", "postgresql");
    private static final int RECEIPTS_BETWEEN_KILLS_AT_MOST = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Installation INSTALLATION = Installation.running();

    @TempDir
    private Path homes;

    @Test
    void what_was_acknowledged_is_delivered_once_and_in_order_whatever_is_killed(TestReporter reporter)
            throws Exception {
        var kills = Integer.getInteger("mayfly.faults.kills", 6);
        var seed = Long.getLong("mayfly.faults.seed", new SecureRandom().nextLong());
        reporter.publishEntry("seed", Long.toString(seed));
        var random = new SplittableRandom(seed);
        var history = new History();
        try (var people = Colleagues.enrol(INSTALLATION, homes, Load.PEOPLE);
                var load = Load.start(people, history)) {
            var killed = new ArrayList<String>();
            for (var number = 0; number < kills; number++) {
                var receipts = 1 + random.nextInt(RECEIPTS_BETWEEN_KILLS_AT_MOST);
                assertThat(load.awaitReceipts(receipts, PATIENCE))
                        .as("%d more receipts after %s", receipts, killed)
                        .isTrue();
                var victim = VICTIMS.get(number % VICTIMS.size());
                INSTALLATION.kill(victim);
                killed.add(victim);
            }
            load.finish(PATIENCE);
            var judgement = history.judge();
            assertThat(judgement.clean()).as("seed %d: %s", seed, judgement).isTrue();
            assertThat(judgement.acknowledged())
                    .isEqualTo(judgement.submitted())
                    .isPositive();
            reporter.publishEntry(
                    "evidence",
                    kills + " kills, " + judgement.acknowledged()
                            + " messages acknowledged: lost 0, twice 0, invented 0, " + "out of order 0; seed " + seed);
        }
    }
}
