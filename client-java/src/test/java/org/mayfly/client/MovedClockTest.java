package org.mayfly.client;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.relay.Household;
import org.mayfly.client.relay.ShiftedClock;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.vault.StolenDisk;
import org.mayfly.client.vault.VaultFolder;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A text of one hour that bob's device fetched and did not show, and what is left of it in the files: gone before anything
 * is shown, its slot overwritten, whatever was done to the clock of his machine.
 */
@Timeout(180)
class MovedClockTest {

    private static final String TEXT = "meet at the old mill at nine";
    private static final int HOUR = 3600;
    private static final int DAY = 24 * HOUR;

    @TempDir
    private Path homes;

    private final ShiftedClock bobsClock = new ShiftedClock();
    private Household household;
    private Instant sent = Instant.EPOCH;
    private byte[] key = {};

    @BeforeEach
    void bob_fetched_a_text_and_did_not_show_it() throws Exception {
        household = Household.in(homes);
        household.enrol("alice", "alice");
        household.enrol("bob", "bob");
        try (var alice = household.open("alice")) {
            alice.connect();
            alice.send("bob", TEXT, Optional.of(Duration.ofSeconds(HOUR)), Optional.empty())
                    .accepted()
                    .get(60, TimeUnit.SECONDS);
            sent = Instant.ofEpochMilli(household.clock().millis());
        }
        try (var bob = bob()) {
            bob.connect();
            assertThat(bob.awaitSettled(Duration.ofMinutes(1))).isTrue();
        }
        key = disk().keyOf(text()).orElseThrow();
        assertThat(disk().holds(key)).as("control: it is found while it lives").isTrue();
    }

    @Test
    void a_device_that_was_off_past_the_end_shows_nothing() throws Exception {
        bobsClock.forward(HOUR - 60);
        bob().close();
        assertThat(disk().keyOf(text())).as("control: a minute is left").isPresent();
        bobsClock.forward(61);
        try (var bob = bob()) {
            assertThat(shown(bob)).isEmpty();
        }
        assertThatItIsGone();
    }

    @Test
    void it_is_gone_from_the_disk_when_the_device_is_started_not_when_it_is_looked_for() throws Exception {
        bobsClock.forward(HOUR + 1);
        bob().close();
        assertThatItIsGone();
    }

    @Test
    void a_clock_set_forward_under_a_running_device_ends_it_unasked() throws Exception {
        try (var bob = bob()) {
            assertThat(bob.status().unshown()).isOne();
            bobsClock.forward(HOUR + 1);
            while (bob.status().unshown() > 0) {
                Thread.onSpinWait();
            }
        }
        assertThatItIsGone();
    }

    @Test
    void what_a_clock_set_forward_ended_is_not_there_again_when_it_is_set_right() throws Exception {
        bobsClock.forward(30L * DAY);
        bob().close();
        bobsClock.forward(-30L * DAY);
        try (var bob = bob()) {
            assertThat(shown(bob)).isEmpty();
        }
        assertThatItIsGone();
    }

    @Test
    void a_clock_set_back_after_the_device_saw_the_end_revives_nothing_though_it_was_cut_off_before_it_erased()
            throws Exception {
        sawTime(sent.plusSeconds(HOUR));
        assertThat(disk().keyOf(text()))
                .as("control: it was cut off before it erased")
                .isPresent();
        bobsClock.forward(-DAY);
        try (var bob = bob()) {
            assertThat(shown(bob)).isEmpty();
        }
        assertThatItIsGone();
    }

    @Test
    void a_clock_set_back_before_the_end_shows_what_lives_and_nothing_by_a_server_that_goes_along() throws Exception {
        sawTime(sent.plusSeconds(HOUR - 60));
        bobsClock.forward(-HOUR);
        household.clock().forward(-HOUR);
        try (var bob = bob()) {
            assertThatThrownBy(bob::connect).hasMessage("clock-off");
            assertThat(shown(bob)).as("control: a minute was left").containsExactly(TEXT);
        }
    }

    @Test
    void the_authors_own_copies_end_too_where_her_device_was_off() throws Exception {
        var hers = new StolenDisk(homes.resolve("alice"));
        var kept = hers.keyOf(text()).orElseThrow();
        household.clock().forward(HOUR + 1);
        household.open("alice").close();
        assertThat(hers.keyOf(text())).isEmpty();
        assertThat(hers.holds(kept)).isFalse();
    }

    /** The device remembered this time and was switched off. */
    private void sawTime(Instant time) {
        try (var folder = VaultFolder.take(homes.resolve("bob"));
                var store = new FileStore(folder.open(
                        () -> SecretBytes.copyOf(new byte[0]),
                        household.surroundings().random().secureRandom()))) {
            store.commit(UnitOfWork.of(List.of(new Change.AdvanceClock(time))));
        }
    }

    private void assertThatItIsGone() throws Exception {
        assertThat(disk().keyOf(text())).as("no key opens it").isEmpty();
        assertThat(disk().holds(key)).as("its key was overwritten").isFalse();
    }

    private StolenDisk disk() {
        return new StolenDisk(homes.resolve("bob"));
    }

    private static byte[] text() {
        return TEXT.getBytes(StandardCharsets.UTF_8);
    }

    private MayflyClient bob() {
        var his = household.surroundings();
        return MayflyClient.open(
                homes.resolve("bob"),
                () -> SecretBytes.copyOf(new byte[0]),
                new Surroundings(bobsClock, his.provider(), his.random(), his.network()));
    }

    private static List<String> shown(MayflyClient client) {
        var lines = new ArrayList<String>();
        client.show(message -> lines.add(message.text()), warning -> lines.add(warning.code()));
        return lines;
    }
}
