package org.mayfly.client;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.Sending.State;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.relay.Household;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Alice with a laptop and a phone, Bob with a desk and a tablet: docs/protocol.md, "Several devices". */
class FanOutTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path homes;

    @SuppressWarnings("NullAway.Init")
    private Household household;

    @BeforeEach
    void both_have_two_devices() {
        household = Household.in(homes);
        household.enrol("alice", "laptop");
        household.join("alice", "phone");
        household.enrol("bob", "desk");
        household.join("bob", "tablet");
    }

    @Test
    void a_text_is_on_all_devices_of_both_once() throws Exception {
        try (var laptop = connected("laptop");
                var phone = connected("phone");
                var desk = connected("desk");
                var tablet = connected("tablet")) {
            send(laptop, "bob", "from the laptop");
            assertThat(next(desk)).containsExactly("alice: from the laptop");
            assertThat(next(tablet)).containsExactly("alice: from the laptop");
            assertThat(next(phone)).as("the own copy").containsExactly("alice to bob: from the laptop");

            send(tablet, "alice", "from the tablet");
            for (var one : List.of(laptop, phone)) {
                assertThat(next(one)).containsExactly("bob: from the tablet");
            }
            assertThat(next(desk)).containsExactly("bob to alice: from the tablet");
            for (var one : List.of(laptop, phone, desk, tablet)) {
                assertThat(one.awaitSettled(PATIENCE)).isTrue();
                assertThat(shown(one)).as("nothing twice").isEmpty();
            }
            untilNothingWaits(laptop);
        }
    }

    /** Receipts of receipts are taken, too. */
    private void untilNothingWaits(MayflyClient meanwhile) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (household.relay().waitingFor("alice") + household.relay().waitingFor("bob") > 0) {
            assertThat(System.nanoTime()).as("taken in time").isLessThan(end);
            meanwhile.awaitSettled(PATIENCE);
        }
    }

    @Test
    void a_sender_that_was_not_told_of_a_new_device_is_refused_and_seals_anew_for_it_too() throws Exception {
        try (var laptop = connected("laptop");
                var desk = connected("desk")) {
            send(laptop, "bob", "to two of them");
            assertThat(next(desk)).containsExactly("alice: to two of them");
            assertThat(desk.awaitSettled(PATIENCE)).isTrue();
            assertThat(laptop.awaitSettled(PATIENCE)).isTrue();
            household.relay().holdsAnnouncements = true;
            household.join("bob", "watch");
            assertThat(household.relay().staleLists).as("control").isZero();

            send(laptop, "bob", "to all three");

            assertThat(household.relay().staleLists).isPositive();
            assertThat(until("alice: to all three", desk)).hasSize(1);
            try (var watch = connected("watch")) {
                assertThat(next(watch)).as("the past is not on it").containsExactly("alice: to all three");
            }
            assertThat(shown(laptop)).contains("warning peer-device-added");
        }
    }

    @Test
    void devices_that_came_together_are_told_of_in_one_warning_with_their_number() throws Exception {
        try (var laptop = connected("laptop")) {
            send(laptop, "bob", "before");
        }
        household.join("bob", "watch");
        household.join("bob", "glasses");
        try (var laptop = connected("laptop")) {
            send(laptop, "bob", "after");
            var told = new ArrayList<String>();
            laptop.show(message -> {}, warning -> told.add(warning.count() + " " + warning.code()));
            assertThat(told).containsExactlyInAnyOrder("1 own-device-added", "2 peer-device-added");
        }
    }

    @Test
    void a_removed_device_gets_nothing_new_and_sends_nothing_the_others_go_on() throws Exception {
        try (var laptop = connected("laptop");
                var phone = connected("phone");
                var desk = connected("desk")) {
            send(desk, "alice", "before");
            assertThat(next(phone)).contains("bob: before");
            assertThat(phone.awaitSettled(PATIENCE)).isTrue();
            household.relay().holdsAnnouncements = true;
            household.revoke(laptop, phone);
            household.relay().holdsAnnouncements = false;

            send(desk, "alice", "after");

            assertThat(until("bob: after", laptop)).isNotEmpty();
            assertThat(household.relay().staleLists)
                    .as("it was told by the refusal")
                    .isPositive();
            BlockingQueue<Problem> lost = new LinkedBlockingQueue<>();
            phone.listen(new MessageListener() {
                @Override
                public void received(Message message) {}

                @Override
                public void warned(AuthenticationWarning warning) {}

                @Override
                public void disconnected(Problem why) {
                    lost.add(why);
                }
            });
            var refused = phone.send("bob", "still here", Optional.empty(), Optional.empty());
            assertThat(lost.poll(60, TimeUnit.SECONDS))
                    .as("the refusal makes it look at its own list")
                    .isEqualTo(Problem.refused("device-removed"));
            assertThat(refused.accepted()).isNotDone();
            assertThat(desk.awaitSettled(PATIENCE)).isTrue();
            assertThat(shown(desk)).doesNotContain("alice: still here");
        }
    }

    private MayflyClient connected(String home) {
        var client = household.open(home);
        client.connect();
        return client;
    }

    private static void send(MayflyClient from, String to, String text) throws Exception {
        var sending = from.send(to, text, Optional.empty(), Optional.empty());
        assertThat(sending.outcome().get(60, TimeUnit.SECONDS)).isEqualTo(State.ACCEPTED);
    }

    /** The texts there are to show, once there are some. */
    private static List<String> next(MayflyClient client) throws Exception {
        while (true) {
            var arrival = client.nextArrival();
            var texts = shown(client).stream()
                    .filter(line -> !line.startsWith("warning"))
                    .toList();
            if (!texts.isEmpty()) {
                return texts;
            }
            arrival.get(60, TimeUnit.SECONDS);
        }
    }

    /** The texts up to that one. */
    private static List<String> until(String text, MayflyClient client) throws Exception {
        var texts = new ArrayList<String>();
        while (!texts.contains(text)) {
            texts.addAll(next(client));
        }
        return texts;
    }

    private static List<String> shown(MayflyClient client) {
        var lines = new ArrayList<String>();
        client.show(
                message -> lines.add(
                        message.from() + message.to().map(to -> " to " + to).orElse("") + ": " + message.text()),
                warning -> lines.add("warning " + warning.code()));
        return lines;
    }
}
