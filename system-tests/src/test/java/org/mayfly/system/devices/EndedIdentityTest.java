package org.mayfly.system.devices;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Message;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.system.Installation;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who has lost passphrase, recovery key and device comes back under the same name, as an identity that has to be compared. */
class EndedIdentityTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a person has in the database besides the name; the device is the one that was listed before. */
    private static final Map<String, String> OF_THE_ACCOUNT = Map.of(
            "device", "id = ?",
            "prekey", "device_id = ?",
            "prekey_batch", "device_id = ?",
            "prekey_claim", "device_id = ?",
            "device_session", "device_id = ?",
            "mailbox", "device_id = ?",
            "mailbox_entry", "device_id = ?",
            "device_list", "user_id = ?",
            "recovery_bundle", "user_id = ?");

    @TempDir
    private Path homes;

    private TestNetwork network;
    private Person ada;
    private Person ben;

    @BeforeEach
    void two_people_who_have_compared_numbers() throws Exception {
        network = TestNetwork.create(INSTALLATION, TestNetwork.unique("ended"), homes);
        ada = network.enrol("ada");
        ben = network.enrol("ben");
        ben.send(ada, "before", Optional.empty());
        assertThat(ada.receive()).containsExactly("before");
        ben.receive();
        try (var client = connected(ben)) {
            client.compared("ada", client.contact("ada").safetyNumber().orElseThrow());
            assertThat(client.contact("ada").verified()).isTrue();
        }
    }

    private static MayflyClient connected(Person person) {
        var client = person.open();
        client.connect();
        return client;
    }

    /** Comes, takes what waits, and goes. */
    private static List<String> texts(Person person) throws Exception {
        try (var client = connected(person)) {
            assertThat(client.awaitSettled(PATIENCE)).as("settled").isTrue();
            var shown = new ArrayList<Message>();
            client.show(shown::add, warning -> {});
            client.awaitSettled(PATIENCE);
            return shown.stream().map(Message::text).toList();
        }
    }

    private Map<String, Long> rowsOfAda(UUID device) throws IOException, SQLException {
        var rows = new LinkedHashMap<String, Long>();
        try (var database = INSTALLATION.database()) {
            for (var table : OF_THE_ACCOUNT.entrySet()) {
                try (var query = database.prepareStatement(
                        "SELECT count(*) FROM " + table.getKey() + " WHERE " + table.getValue())) {
                    var id = table.getValue().startsWith("user")
                            ? UUID.fromString(ada.user().toString())
                            : device;
                    query.setObject(1, id);
                    try (var row = query.executeQuery()) {
                        row.next();
                        rows.put(table.getKey(), row.getLong(1));
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void the_same_name_comes_back_with_a_new_number_and_nothing_of_before() throws Exception {
        var device = network.device("ada");
        ada.send(ben, "said before the end", Optional.empty());
        ben.send(ada, "never fetched", Optional.empty());
        String code;
        try (var lost = connected(ada)) {
            assertThat(rowsOfAda(device)).as("control").doesNotContainValue(0L);
            code = network.endIdentity("ada");
            var until = System.nanoTime() + PATIENCE.toNanos();
            while (lost.isConnected()) {
                assertThat(System.nanoTime()).as("the connection ends").isLessThan(until);
                Thread.onSpinWait();
            }
        }
        assertThat(rowsOfAda(device).values()).containsOnly(0L);
        try (var lost = ada.open()) {
            assertThatThrownBy(lost::connect)
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("unauthenticated");
        }
        assertThatThrownBy(() -> ada.send(ben, "from the lost device", Optional.empty()))
                .hasMessage("unauthenticated");
        assertThat(texts(ben)).as("what was sent before stays").containsExactly("said before the end");

        Person again;
        try (var client = connected(ben)) {
            var warned = client.nextArrival();
            again = network.enrolBy(code, "ada", "ada-again");
            warned.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            var warnings = new ArrayList<String>();
            client.show(message -> {}, warning -> warnings.add(warning.code()));
            assertThat(warnings).as("told without asking").containsExactly("identity-changed");
        }
        assertThat(again.user()).isEqualTo(ada.user());
        assertThat(network.device("ada")).isNotEqualTo(device);
        assertThatThrownBy(() -> ben.send(ada, "to whom?", Optional.empty()))
                .hasStackTraceContaining("identity-changed");
        assertThat(texts(again)).isEmpty();

        decide(again);
        ben.send(again, "welcome back", Optional.empty());
        assertThat(again.receive()).containsExactly("welcome back");
        again.send(ben, "with a new key", Optional.empty());
        assertThat(texts(ben)).containsExactly("with a new key");
        again.receive();
        var left = rowsOfAda(device);
        assertThat(left.remove("device_list")).as("the new one").isEqualTo(1L);
        assertThat(left.remove("recovery_bundle")).as("the new one").isEqualTo(1L);
        assertThat(left.values()).containsOnly(0L);
    }

    /** The two read their numbers to each other: the former one decides nothing. */
    private void decide(Person again) {
        String hers;
        try (var client = connected(again)) {
            hers = client.contact("ben").safetyNumber().orElseThrow();
        }
        try (var client = connected(ben)) {
            var known = client.contact("ada");
            assertThat(known.changed()).contains(hers);
            assertThat(known.safetyNumber().orElseThrow()).isNotEqualTo(hers);
            client.compared("ada", hers);
            assertThat(client.contact("ada").changed()).isEmpty();
            assertThat(client.contact("ada").verified()).isTrue();
        }
    }

    @Test
    void who_is_suspended_comes_back_too_and_who_never_came_has_nothing_to_end() throws Exception {
        network.suspend("ada");
        var again = network.enrolBy(network.endIdentity("ada"), "ada", "ada-again");
        assertThat(texts(again)).isEmpty();
        network.invite("carla");
        assertThatThrownBy(() -> network.endIdentity("carla")).hasMessage("no-identity");
        assertThatThrownBy(() -> network.endIdentity("nobody")).hasMessage("unknown-user");
    }
}
