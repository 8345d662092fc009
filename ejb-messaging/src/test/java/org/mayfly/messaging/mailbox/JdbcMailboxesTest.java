package org.mayfly.messaging.mailbox;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.identity.Identities;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.value.DeviceId;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contracts on PostgreSQL, and what only a database can get wrong. */
class JdbcMailboxesTest implements DeliveryContract, AcceptanceContract, ExpiryContract, DeviceListContract {

    private static final Relay RELAY = new Relay();
    private static int users;

    private final Relay relay = RELAY;
    private final MailboxStore store = relay.server.get(MailboxStore.class);

    @Override
    public MailboxCommits commits(Limits limits) {
        var bean = new MailboxCommitsBean(store, limits, relay.server.clock);
        return (MailboxCommits) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {MailboxCommits.class},
                (proxy, method, arguments) ->
                        relay.server.transactions.requiresNew(() -> method.invoke(bean, arguments)));
    }

    @Override
    public List<Stored> read(DeviceId device, Place after, int limit) {
        return store.read(device, after, limit, now());
    }

    @Override
    public TestDevice device() {
        return relay.enrolled("user" + users++);
    }

    @Override
    public TestDevice deviceOfAnotherNetwork() {
        var other = relay.networks.create(Relay.OPERATOR, "Other " + users++).id();
        var code = relay.users.invite(Relay.OPERATOR, other, "stranger").code();
        var user = relay.users.open(new Actor.Anonymous(), code).user();
        var device = new TestDevice(other, user);
        relay.devices.enrol(
                new Actor.Anonymous(), code, device.list(), device.firstPrekeys(1, now()), relay.firstBundles());
        return device;
    }

    @Override
    public void suspend(TestDevice device) {
        relay.users.suspend(Relay.OPERATOR, relay.network, device.address.user());
    }

    @Override
    public void newerList(TestDevice device) {
        relay.server.execute(
                "INSERT INTO device_list SELECT user_id, version + 1, list, signature, created_at FROM device_list"
                        + " WHERE user_id = '" + device.address.user() + "' ORDER BY version DESC LIMIT 1");
    }

    @Override
    public void advance(Duration by) {
        relay.server.clock.advance(by);
    }

    @Override
    public Instant now() {
        return relay.now();
    }

    @Override
    public long payloads() {
        return Long.parseLong(
                relay.server.rows("SELECT count(*)::text FROM payload").get(0));
    }

    @Test
    void the_counters_are_those_of_the_rows_after_appends_acknowledgements_and_a_purge() {
        var sender = device();
        var recipient = device();
        append(sender, sender.submit(TestDevice.message(), now().plusSeconds(1), recipient.address));
        append(sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address, sender.address));
        var commits = commits(Limits.STANDARD);
        advance(Duration.ofSeconds(1));
        commits.purgeSome(now());
        var place = read(sender.address.device(), Place.START, 1).get(0).place();
        commits.commit(List.of(), List.of(new MailboxStore.Address(sender.address.device(), place)), 0);
        assertThat(relay.server.rows(
                        "SELECT device_id || ' ' || entries || ' ' || bytes FROM mailbox WHERE entries > 0 ORDER BY 1"))
                .isEqualTo(relay.server.rows("SELECT device_id || ' ' || count(*) || ' ' || sum(size)"
                        + " FROM mailbox_entry GROUP BY device_id ORDER BY 1"));
        assertThat(relay.server.rows("SELECT entries || ' ' || bytes FROM mailbox WHERE device_id = '"
                        + sender.address.device() + "'"))
                .containsExactly("0 0");
    }

    @Test
    void days_that_are_over_are_dropped_and_those_to_come_are_there() {
        commits(Limits.STANDARD).prepare(ExpiryDay.of(now()));
        advance(Duration.ofDays(40));
        purge();
        int today = ExpiryDay.of(now());
        commits(Limits.STANDARD).prepare(today);
        assertThat(tables())
                .contains("payload_" + today, "mailbox_entry_" + (today + 32))
                .doesNotContain("payload_" + (today - 2));
    }

    @Test
    void days_that_somebody_reads_are_kept_until_later_and_nobody_waits_for_the_reader() throws Exception {
        var commits = commits(Limits.STANDARD);
        int day = ExpiryDay.of(now());
        commits.prepare(day);
        advance(Duration.ofDays(3));
        try (var backup = relay.server.database.superuser().getConnection();
                var reading = backup.createStatement()) {
            backup.setAutoCommit(false);
            reading.execute("SELECT FROM payload");
            assertThatThrownBy(() -> commits.dropDaysBefore(day + 3)).hasStackTraceContaining("lock timeout");
            var sender = device();
            var recipient = device();
            append(sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address));
            assertThat(messages(recipient)).hasSize(1);
            assertThat(tables()).contains("payload_" + day);
        }
        commits.dropDaysBefore(day + 3);
        assertThat(tables()).doesNotContain("payload_" + day, "mailbox_entry_" + day);
    }

    private List<String> tables() {
        return relay.server.rows("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'");
    }

    @Test
    void an_envelope_that_meets_the_end_of_its_recipients_identity_waits_for_it_and_is_for_nobody() throws Exception {
        var sender = device();
        var recipient = device();
        commits(Limits.STANDARD).prepare(ExpiryDay.of(now()));
        var submit = sender.submit(TestDevice.message(), inAnHour(), recipient.address);
        var pool = Executors.newSingleThreadExecutor();
        try {
            var late = relay.server.inTransaction(() -> {
                endIdentity(recipient);
                var appending = pool.submit(() -> append(sender, submit));
                while (!appending.isDone() && isNobodyWaiting()) {
                    Thread.onSpinWait();
                }
                return appending;
            });
            MailboxBench.assertDenied(Reason.NOT_RECIPIENT, late.get());
        } finally {
            pool.shutdownNow();
        }
        assertThat(read(recipient.address.device(), Place.START, 1)).isEmpty();
    }

    @Test
    void a_device_of_an_ended_identity_submits_nothing_and_reads_nothing() {
        var sender = device();
        var recipient = device();
        append(recipient, recipient.submit(TestDevice.message(), inAnHour(), sender.address));
        endIdentity(sender);
        assertThat(read(sender.address.device(), Place.START, 1)).isEmpty();
        var submit = sender.submit(TestDevice.message(), inAnHour(), recipient.address);
        MailboxBench.assertDenied(Reason.UNAUTHENTICATED, append(sender, submit));
    }

    private void endIdentity(TestDevice device) {
        relay.server.get(Identities.class).end(Relay.OPERATOR, relay.network, device.address.user());
    }

    private boolean isNobodyWaiting() {
        return relay.server
                .rows(
                        "SELECT 'waits' FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                .isEmpty();
    }

    @Test
    void two_servers_that_commit_at_once_lose_nothing_and_give_each_place_once() throws Exception {
        var sender = device();
        var first = device();
        var second = device();
        commits(Limits.STANDARD).prepare(ExpiryDay.of(now()));
        var pool = Executors.newFixedThreadPool(4);
        try {
            var running = new ArrayList<Future<?>>();
            for (int server = 0; server < 4; server++) {
                Callable<?> work = () -> {
                    for (int i = 0; i < 10; i++) {
                        append(sender, sender.submit(TestDevice.message(), inAnHour(), first.address, second.address));
                    }
                    return null;
                };
                running.add(pool.submit(work));
            }
            for (var one : running) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        for (var device : List.of(first, second)) {
            var sequences = read(device.address.device(), Place.START, 100).stream()
                    .map(stored -> stored.place().sequence())
                    .toList();
            assertThat(sequences).hasSize(40).doesNotHaveDuplicates().isSorted();
        }
    }
}
