package org.mayfly.system.integrity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.AuthenticationWarning;
import org.mayfly.system.Installation;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** Envelopes changed in the running server's database, and what the Java client tells about them. */
class WarningTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path homes;

    private record Told(List<String> texts, List<AuthenticationWarning> warnings) {}

    @Test
    @Verifies(value = "P3.4", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_failed_authentication_is_told_with_its_sender_and_holds_up_nothing(TestReporter report) throws Exception {
        var network = TestNetwork.create(INSTALLATION, TestNetwork.unique("warning"), homes);
        var alice = network.enrol("alice");
        var bob = network.enrol("bob");
        alice.send(bob, "untouched", Optional.empty());
        assertThat(received(bob).warnings()).as("control: nothing was changed").isEmpty();
        assertThat(Mailbox.take(alice)).isEmpty();
        assertThat(Mailbox.take(bob)).isEmpty();

        alice.send(bob, "changed on its way", Optional.empty());
        flipABitForAll(bob);
        alice.send(bob, "untouched too", Optional.empty());
        var told = received(bob);
        assertThat(told.texts()).containsExactly("untouched too");
        assertThat(told.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("bad-signature");
            assertThat(warning.claimedFrom()).contains("alice");
        });
        assertThat(received(bob).warnings()).as("told once").isEmpty();
        report.publishEntry(
                "evidence",
                "one bit of a ciphertext flipped in the database: the client told bad-signature and whose name it bore, showed"
                        + " nothing of it, and showed what came after");
    }

    private static Told received(Person person) throws Exception {
        var texts = new ArrayList<String>();
        var warnings = new ArrayList<AuthenticationWarning>();
        do {
            try (var client = person.open()) {
                client.connect();
                assertThat(client.awaitSettled(PATIENCE)).isTrue();
                client.show(message -> texts.add(message.text()), warnings::add);
                assertThat(client.awaitSettled(PATIENCE)).isTrue();
            }
        } while (!Mailbox.of(person).isEmpty());
        return new Told(texts, warnings);
    }

    private static void flipABitForAll(Person person) throws Exception {
        try (var database = INSTALLATION.database();
                var update = database.prepareStatement("""
                        UPDATE payload p SET ciphertext = set_bit(p.ciphertext, 9, 1 - get_bit(p.ciphertext, 9))
                        FROM mailbox_entry e
                        WHERE e.expiry_day = p.expiry_day AND e.sender_device = p.sender_device
                            AND e.message_id = p.message_id AND e.device_id = ?""")) {
            update.setObject(1, UUID.fromString(Mailbox.device(person).toString()));
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
