package org.mayfly.system.relay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.Sending;
import org.mayfly.system.Eventually;
import org.mayfly.system.Installation;
import org.mayfly.system.integrity.Mailbox;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** An operator puts yesterday's database back: the server forgets, the devices don't. */
class RestoredDatabaseTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int AFTERWARDS = 3;

    @TempDir
    private Path homes;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void nothing_is_shown_twice_or_after_its_end_and_what_is_sent_afterwards_arrives(TestReporter report)
            throws Exception {
        var network = TestNetwork.create(INSTALLATION, TestNetwork.unique("restored"), homes);
        var ada = network.enrol("ada");
        var ben = network.enrol("ben");
        ada.send(ben, "taken before", Optional.empty());
        assertThat(Mailbox.take(ben)).containsExactly("taken before");
        ben.send(ada, "answered before", Optional.empty());
        assertThat(Mailbox.take(ada)).containsExactly("answered before");
        var carla = network.enrol("carla");
        var dave = network.enrol("dave");
        send(ada, "waits, and lasts", LONG);
        var end = send(ada, "waits, and ends", SHORT);
        leaveOneKey(network.device("ben"));
        var backup = Backup.take(INSTALLATION);

        carla.send(ben, "under the one key", Optional.empty());
        assertThat(Mailbox.take(ben)).contains("waits, and lasts", "under the one key");
        for (int number = 0; number < AFTERWARDS; number++) {
            ada.send(ben, "forgotten by the server", Optional.empty());
            ben.send(ada, "forgotten by the server", Optional.empty());
        }
        assertThat(Mailbox.take(ada)).hasSize(AFTERWARDS);
        assertThat(Mailbox.take(ben)).hasSize(AFTERWARDS);
        assertThat(Mailbox.take(ada)).isEmpty();

        backup.restore();
        assertThat(Mailbox.of(ben)).as("the server delivers once more").isNotEmpty();
        assertThat(pool(network.device("ben")))
                .as("control: what was handed out waits again")
                .isPositive();
        sendAndWait(dave, "under no key that was used");
        assertThat(pool(network.device("ben"))).isZero();
        Eventually.await(
                "the short one has ended", PATIENCE, () -> Instant.now().isAfter(end));
        assertThat(come(ben)).as("shown already, ended, or not to be opened").isEmpty();
        assertThat(come(ada)).isEmpty();
        assertThat(come(dave)).as("has new keys to send under").isEmpty();
        var sent = new ArrayList<>(List.of("under no key that was used"));
        for (int number = 0; number < AFTERWARDS; number++) {
            var text = "after the restore, number " + number;
            sent.add(text);
            ada.send(ben, text, Optional.empty());
        }
        ben.send(ada, "ben's, after the restore", Optional.empty());
        var toBen = new ArrayList<String>();
        var toAda = new ArrayList<String>();
        Eventually.await("all that was sent since arrived", PATIENCE, () -> {
            toBen.addAll(come(ben));
            toAda.addAll(come(ada));
            return toBen.size() >= sent.size() && !toAda.isEmpty();
        });
        toBen.addAll(come(ben));
        toAda.addAll(come(ada));
        assertThat(toBen).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(toAda).containsExactly("ben's, after the restore");
        assertThat(warnings).isEmpty();
        report.publishEntry(
                "evidence",
                "a database set back: nothing was shown twice or after its end; no one-time key was handed out twice;"
                        + " all " + (sent.size() + 1)
                        + " messages sent afterwards arrived once");
    }

    private static void leaveOneKey(UUID device) throws Exception {
        try (var database = INSTALLATION.database();
                var delete = database.prepareStatement("""
                        DELETE FROM prekey WHERE device_id = ? AND id NOT IN
                            (SELECT min(id::text)::uuid FROM prekey WHERE device_id = ? GROUP BY type)""")) {
            delete.setObject(1, device);
            delete.setObject(2, device);
            assertThat(delete.executeUpdate()).isPositive();
        }
    }

    private static int pool(UUID device) throws Exception {
        try (var database = INSTALLATION.database();
                var count = database.prepareStatement("SELECT count(*) FROM prekey WHERE device_id = ?")) {
            count.setObject(1, device);
            try (var found = count.executeQuery()) {
                assertThat(found.next()).isTrue();
                return found.getInt(1);
            }
        }
    }

    /** The message waits for keys of ben's. */
    private void sendAndWait(Person from, String text) throws Exception {
        try (var client = from.open()) {
            client.connect();
            assertThat(client.send("ben", text, Optional.of(LONG), Optional.empty())
                            .outcome()
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(Sending.State.WAITING);
        }
    }

    /** @return when it ends */
    private static Instant send(Person from, String text, Duration life) throws Exception {
        try (var client = from.open()) {
            client.connect();
            var sending = client.send("ben", text, Optional.of(life), Optional.empty());
            sending.accepted().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return sending.expires();
        }
    }

    /** The texts that are shown; warnings are kept aside. */
    private List<String> come(Person person) throws Exception {
        var texts = new ArrayList<String>();
        try (var client = person.open()) {
            client.connect();
            assertThat(client.awaitSettled(PATIENCE)).isTrue();
            client.show(message -> texts.add(message.text()), warning -> warnings.add(warning.code()));
            assertThat(client.awaitSettled(PATIENCE)).isTrue();
        }
        return texts;
    }
}
