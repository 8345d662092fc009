package org.mayfly.messaging.mailbox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.mailbox.MailboxStore.Address;
import org.mayfly.messaging.mailbox.Mailboxes.MailArrived;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.testing.MovableClock;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The queue in front of the commits: a database that the test can hold, fail and mend stands behind it. */
class GroupCommitTest {

    private final MovableClock clock = new MovableClock();
    private final InMemoryMailboxes store = new InMemoryMailboxes();
    private final NetworkId network = new NetworkId(TestDevice.random(16));
    private final TestDevice sender = device();
    private final TestDevice recipient = device();
    private final HeldDatabase database = new HeldDatabase();
    private volatile int setBack;
    private final List<MailArrived> told = new CopyOnWriteArrayList<>();
    private final GroupCommit commit =
            new GroupCommit(database, Limits.STANDARD.with(Setting.COMMIT_QUEUE, 4), told::add, () -> setBack++, clock);
    private final Thread thread = new Thread(commit);

    @AfterEach
    void stop() throws Exception {
        database.permits.release(1_000);
        commit.stop();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void a_receipt_exists_only_after_the_commit_has_returned() throws Exception {
        thread.start();
        var receipt = append();
        database.entered.acquire();
        assertThat(receipt).isNotDone();
        assertThat(told).isEmpty();
        database.permits.release();
        assertThat(receipt.get(10, TimeUnit.SECONDS).at()).isEqualTo(clock.instant());
    }

    @Test
    void what_comes_while_a_commit_is_on_its_way_is_the_next_commit() throws Exception {
        thread.start();
        var first = append();
        database.entered.acquire();
        var others = List.of(append(), append(), append());
        database.permits.release(2);
        first.get(10, TimeUnit.SECONDS);
        for (var receipt : others) {
            receipt.get(10, TimeUnit.SECONDS);
        }
        assertThat(database.sizes).containsExactly(1, 3);
    }

    @Test
    void a_full_queue_refuses_as_busy_at_once() throws Exception {
        thread.start();
        append();
        database.entered.acquire();
        var waiting = List.of(append(), append(), append(), append());
        assertBusy(append());
        database.permits.release(2);
        for (var receipt : waiting) {
            receipt.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void an_absent_database_refuses_as_busy_and_a_mended_one_accepts() throws Exception {
        thread.start();
        database.permits.release(1_000);
        database.broken = true;
        assertBusy(append());
        assertThat(told).isEmpty();
        database.broken = false;
        append().get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_recipient_is_told_after_the_commit() throws Exception {
        thread.start();
        database.permits.release(1_000);
        append().get(10, TimeUnit.SECONDS);
        commit.stop();
        thread.join(10_000);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).envelopes().get(recipient.address.device()))
                .isEqualTo(store.read(recipient.address.device(), Mailboxes.Place.START, 10, clock.instant()));
    }

    @Test
    void what_is_told_is_unbroken_as_long_as_no_other_server_commits() throws Exception {
        thread.start();
        database.permits.release(1_000);
        append().get(10, TimeUnit.SECONDS);
        append().get(10, TimeUnit.SECONDS);
        long here = commit.committedUpTo();
        store.takeTurn(1);
        append().get(10, TimeUnit.SECONDS);
        append().get(10, TimeUnit.SECONDS);
        commit.stop();
        thread.join(10_000);
        assertThat(told).extracting(MailArrived::since).containsExactly(0L, 0L, here + 1, here + 1);
        assertThat(commit.committedUpTo()).isEqualTo(here + 3);
    }

    @Test
    void an_order_that_is_behind_where_it_was_is_told_and_takes_nothing_away() throws Exception {
        thread.start();
        database.permits.release(1_000);
        append().get(10, TimeUnit.SECONDS);
        append().get(10, TimeUnit.SECONDS);
        assertThat(setBack).isZero();
        store.takeTurn(-1);
        var done = new CompletableFuture<Void>();
        commit.offer(new Request.Acknowledge(
                List.of(new Address(recipient.address.device(), read().get(0).place())), done));
        done.get(10, TimeUnit.SECONDS);
        assertThat(setBack).isEqualTo(1);
        assertThat(read()).hasSize(2);
    }

    @Test
    void a_commit_takes_no_more_entries_than_others_may_wait_for() throws Exception {
        var done = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 3; i++) {
            done.add(new CompletableFuture<>());
            var entries = IntStream.range(0, 2_000)
                    .mapToObj(n -> new Address(recipient.address.device(), new Mailboxes.Place(n, 1)))
                    .toList();
            commit.offer(new Request.Acknowledge(entries, done.get(i)));
        }
        database.permits.release(1_000);
        thread.start();
        for (var one : done) {
            one.get(10, TimeUnit.SECONDS);
        }
        assertThat(database.removed).containsExactly(4_000, 2_000);
    }

    @Test
    void an_error_in_a_commit_refuses_its_batch_and_the_next_is_stored() throws Exception {
        thread.start();
        database.permits.release(1_000);
        database.dying = true;
        assertBusy(append());
        database.dying = false;
        append().get(10, TimeUnit.SECONDS);
    }

    private List<Mailboxes.Stored> read() {
        return store.read(recipient.address.device(), Mailboxes.Place.START, 10, clock.instant());
    }

    @Test
    void what_was_offered_before_a_stop_is_committed_and_what_comes_after_is_busy() throws Exception {
        database.permits.release(1_000);
        var before = append();
        commit.stop();
        assertBusy(append());
        thread.start();
        assertThat(before.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    private CompletableFuture<Mailboxes.Accepted> append() {
        var receipt = new CompletableFuture<Mailboxes.Accepted>();
        var submit = sender.submit(TestDevice.message(), clock.instant().plus(Duration.ofHours(1)), recipient.address);
        var hash = new Sha512(CryptoProvider.preferred());
        commit.offer(new Request.Append(Arrival.parse(sender.actor(), submit, Limits.STANDARD, hash), receipt));
        return receipt;
    }

    private static void assertBusy(CompletableFuture<?> receipt) {
        assertThatThrownBy(() -> receipt.get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo("busy"));
    }

    private TestDevice device() {
        var device = new TestDevice(network, new UserId(TestDevice.random(16)));
        store.put(new MailboxStore.Party(device.address, network, false, Duration.ofDays(30), MailboxStore.Fill.NONE));
        return device;
    }

    /** Lets a commit through for each permit. */
    private final class HeldDatabase implements MailboxCommits {

        private final MailboxCommits commits = new MailboxCommitsBean(store, Limits.STANDARD, clock);
        private final Semaphore entered = new Semaphore(0);
        private final Semaphore permits = new Semaphore(0);
        private final List<Integer> sizes = new ArrayList<>();
        private final List<Integer> removed = new CopyOnWriteArrayList<>();
        private volatile boolean broken;
        private volatile boolean dying;

        @Override
        public Committed commit(List<Arrival> arrivals, List<Address> acknowledged, long atLeast) {
            entered.release();
            permits.acquireUninterruptibly();
            if (dying) {
                throw new OutOfMemoryError("so it says");
            }
            removed.add(acknowledged.size());
            if (broken) {
                throw new IllegalStateException("the database is away");
            }
            sizes.add(arrivals.size());
            return commits.commit(arrivals, acknowledged, atLeast);
        }

        @Override
        public List<Mailboxes.Stored> read(DeviceId device, Mailboxes.Place after, int limit, Instant now) {
            return commits.read(device, after, limit, now);
        }

        @Override
        public void prepare(int today) {
            commits.prepare(today);
        }

        @Override
        public void dropDaysBefore(int today) {
            commits.dropDaysBefore(today);
        }

        @Override
        public Optional<Integer> purgeSome(Instant now) {
            return commits.purgeSome(now);
        }
    }
}
