package org.mayfly.messaging.audit;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.testing.Relay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The chain of audit events. */
class AuditTrailTest {

    private final Relay relay = new Relay();
    private final AuditTrail audit = relay.server.get(AuditTrail.class);

    @Test
    void each_hash_covers_the_event_and_the_hash_before() throws Exception {
        relay.networks.rename(Relay.OPERATOR, relay.network, "Ümlaut \"quoted\" \\ name");
        relay.users.invite(Relay.OPERATOR, relay.network, "ada");
        var hashes = relay.server.rows("SELECT encode(hash, 'hex') FROM audit_event ORDER BY sequence");
        assertThat(hashes).hasSize(3).isEqualTo(chain(audit.list(Relay.OPERATOR, 0)));
    }

    @Test
    void racing_changes_get_numbers_without_a_gap() throws Exception {
        var pool = Executors.newFixedThreadPool(8);
        try {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < 24; i++) {
                int number = i;
                running.add(pool.submit(() -> relay.networks.create(Relay.OPERATOR, "Network " + number)));
            }
            for (var one : running) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        var events = audit.list(Relay.OPERATOR, 0);
        assertThat(events)
                .extracting(AuditTrail.Event::sequence)
                .hasSize(25)
                .isSorted()
                .endsWith(25L);
        assertThat(relay.server.rows("SELECT encode(hash, 'hex') FROM audit_event ORDER BY sequence"))
                .isEqualTo(chain(events));
    }

    @Test
    void events_are_read_onwards_and_backwards() {
        for (int i = 0; i < 4; i++) {
            relay.networks.create(Relay.OPERATOR, "Network " + i);
        }
        assertThat(audit.list(Relay.OPERATOR, 3))
                .extracting(AuditTrail.Event::sequence)
                .containsExactly(4L, 5L);
        assertThat(audit.newest(Relay.OPERATOR, Long.MAX_VALUE, 2))
                .extracting(AuditTrail.Event::sequence)
                .containsExactly(5L, 4L);
        assertThat(audit.newest(Relay.OPERATOR, 3, 2))
                .extracting(AuditTrail.Event::sequence)
                .containsExactly(2L, 1L);
    }

    @Test
    void an_event_that_is_not_json_is_refused_by_the_database() {
        assertThatThrownBy(() -> relay.server.inTransaction(() -> {
                    audit.record(Relay.OPERATOR, "test", "x", "{}", "not json");
                    return 0;
                }))
                .isInstanceOf(RuntimeException.class);
    }

    private static List<String> chain(List<AuditTrail.Event> events) throws Exception {
        var hashes = new ArrayList<String>();
        var last = new byte[64];
        for (var event : events) {
            var digest = MessageDigest.getInstance("SHA-512");
            digest.update(last);
            digest.update(ByteBuffer.allocate(16)
                    .putLong(event.sequence())
                    .putLong(event.time().toEpochMilli())
                    .array());
            for (var field : List.of(event.actor(), event.action(), event.subject(), event.before(), event.after())) {
                var bytes = field.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                digest.update(bytes);
            }
            last = digest.digest();
            hashes.add(HexFormat.of().formatHex(last));
        }
        return hashes;
    }
}
