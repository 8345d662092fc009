package org.mayfly.system.relay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Sending.State;
import org.mayfly.protocol.wire.Wrap;
import org.mayfly.system.Installation;
import org.mayfly.system.promise.Verifies;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** More messages than one-time keys: what has no key waits, and none is used twice. */
class PoolExhaustionTest {

    /** One-time keys of each type. A first message uses up one of each. */
    private static final int POOL = 200;

    private static final int POOLS = 2 * POOL;
    private static final int MESSAGES = 1_000;
    private static final int ROUNDS_AT_MOST = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String CLAIMED = "SELECT count(*) FROM prekey_claim WHERE device_id = ?";
    private static final String LEFT = "SELECT count(*) FROM prekey WHERE device_id = ?";
    private static final Installation INSTALLATION = Installation.running();

    @TempDir
    private Path homes;

    @Test
    @Verifies(
            value = "R2",
            parts = {"server", "java"})
    void a_thousand_messages_to_somebody_away_with_two_hundred_keys_arrive_once_and_use_no_key_twice(
            TestReporter reporter) throws Exception {
        try (var people = Colleagues.enrol(INSTALLATION, homes, List.of("ada", "ben"))) {
            assertThat(people.count(LEFT, "ben")).isEqualTo(POOLS);
            var ada = people.client("ada");
            ada.connect();
            var sendings = IntStream.range(0, MESSAGES)
                    .mapToObj(number -> ada.send("ben", "number " + number, Optional.empty(), Optional.empty()))
                    .toList();

            var states = new ArrayList<State>();
            for (var sending : sendings) {
                states.add(sending.outcome().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            assertThat(ada.awaitSettled(PATIENCE)).isTrue();
            var accepted = sendings.stream()
                    .filter(sending -> sending.accepted().isDone())
                    .count();
            var waiting = sendings.stream()
                    .filter(sending -> !sending.accepted().isDone())
                    .count();
            assertThat(accepted).isEqualTo(POOL);
            assertThat(accepted + waiting).isEqualTo(MESSAGES);
            assertThat(states).filteredOn(State.WAITING::equals).hasSizeGreaterThanOrEqualTo((int) waiting);
            assertThat(ada.status().waiting()).isEqualTo(waiting);
            assertThat(people.count(CLAIMED, "ben")).isLessThanOrEqualTo(POOLS);
            assertThat(people.count(LEFT, "ben")).isZero();
            var used = new HashMap<UUID, UUID>();
            addKeysInMailbox(people, used);
            assertThat(used).as("keys under the envelopes that wait").hasSize(2 * (int) accepted);

            var arrived = syncInTurn(people, used);
            assertThat(arrived)
                    .as("once each, in order")
                    .isEqualTo(sendings.stream()
                            .map(sending -> sending.id().toString())
                            .toList());
            var claimed = claimed(people);
            var given = new HashSet<>(used.keySet());
            given.removeAll(claimed);
            assertThat(uploaded(people))
                    .as("keys that came in a message were never anybody's to claim")
                    .doesNotContainAnyElementsOf(given);
            assertThat(reused(people))
                    .as("keys handed out that could be handed out again")
                    .isZero();
            reporter.publishEntry(
                    "evidence",
                    MESSAGES + " messages, " + POOL + " keys, recipient away: " + accepted + " accepted, " + waiting
                            + " said that they wait; afterwards " + arrived.size() + " arrived once, "
                            + claimed.size() + " keys claimed, all different, " + used.size()
                            + " seen under envelopes, none twice, " + given.size()
                            + " of them from the recipient's own messages");
        }
    }

    /** The recipient comes and goes, then the sender, until nothing more waits. */
    private static List<String> syncInTurn(Colleagues people, Map<UUID, UUID> used) throws Exception {
        people.leave("ada");
        var arrived = new ArrayList<String>();
        var warnings = new ArrayList<String>();
        for (var round = 0; round < ROUNDS_AT_MOST && arrived.size() < MESSAGES; round++) {
            var ben = people.client("ben");
            sync(ben);
            var shown = ben.show(message -> arrived.add(message.id()), warning -> warnings.add(warning.code()));
            assertThat(warnings).as("warnings among %d", shown).isEmpty();
            people.leave("ben");
            sync(people.client("ada"));
            people.leave("ada");
            addKeysInMailbox(people, used);
        }
        return arrived;
    }

    private static void sync(MayflyClient client) throws Exception {
        client.connect();
        var settled = client.awaitSettled(PATIENCE);
        assertThat(settled)
                .as("settled; connected: %s, %s", client.isConnected(), client.status())
                .isTrue();
    }

    private static void addKeysInMailbox(Colleagues people, Map<UUID, UUID> used) throws Exception {
        try (var database = INSTALLATION.database();
                var query =
                        database.prepareStatement("SELECT message_id, wrap FROM mailbox_entry WHERE device_id = ?")) {
            query.setObject(1, people.device("ben"));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var wrap = Wrap.parseFrom(rows.getBytes(2));
                    for (var id : List.of(wrap.getPrekey(), wrap.getKemPrekey())) {
                        if (!id.isEmpty()) {
                            var key = id.asReadOnlyByteBuffer();
                            var first = used.putIfAbsent(
                                    new UUID(key.getLong(), key.getLong()), rows.getObject(1, UUID.class));
                            assertThat(first)
                                    .as("envelope that used the key before")
                                    .isIn(null, rows.getObject(1, UUID.class));
                        }
                    }
                }
            }
        }
    }

    private static Set<UUID> claimed(Colleagues people) throws Exception {
        return keys(people, "SELECT prekey_id FROM prekey_claim WHERE device_id = ?");
    }

    private static Set<UUID> uploaded(Colleagues people) throws Exception {
        return keys(people, "SELECT id FROM prekey WHERE device_id = ?");
    }

    /** No two rows have the same. */
    private static Set<UUID> keys(Colleagues people, String sql) throws Exception {
        var ids = new HashSet<UUID>();
        try (var database = INSTALLATION.database();
                var query = database.prepareStatement(sql)) {
            query.setObject(1, people.device("ben"));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    assertThat(ids.add(rows.getObject(1, UUID.class))).isTrue();
                }
            }
        }
        return ids;
    }

    private static long reused(Colleagues people) throws Exception {
        return people.count(
                "SELECT count(*) FROM prekey k JOIN prekey_claim c ON c.device_id = k.device_id AND c.prekey_id = k.id"
                        + " WHERE k.device_id = ?",
                "ben");
    }
}
