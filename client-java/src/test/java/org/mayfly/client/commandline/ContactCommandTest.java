package org.mayfly.client.commandline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.Surroundings;
import org.mayfly.client.relay.MemoryRelay;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.wire.PrekeyType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Safety numbers, and what becomes of a colleague's changed identity. */
class ContactCommandTest {

    @TempDir
    Path folder;

    private final MemoryRelay relay = new MemoryRelay(Clock.systemUTC());
    private final Surroundings surroundings = new Surroundings(
            Clock.systemUTC(),
            CryptoProvider.preferred(),
            RandomSource.of(CryptoProvider.preferred()),
            (server, trust) -> new Surroundings.Network(relay, relay));

    /** What a command answered. */
    private record Answer(int exit, List<JsonNode> lines, String told) {

        String first(String field) {
            return lines.get(0).path(field).asText();
        }
    }

    @BeforeEach
    void both_people_enrol_and_know_each_other() throws IOException {
        Files.writeString(folder.resolve("passphrase"), "otter marble quiet lantern seven\n");
        enrol("alice", "alice", relay.invite("alice"));
        enrol("bob", "bob", relay.invite("bob"));
        assertThat(send("hello").exit()).isZero();
        assertThat(run("receive", "--home", home("bob")).lines()).hasSize(1);
    }

    @Test
    void both_see_the_same_safety_number_and_nothing_to_accept() {
        var number = contact("alice", "bob").first("safetyNumber");
        assertThat(number).matches("(\\d{5} ){11}\\d{5}");
        assertThat(contact("bob", "alice").first("safetyNumber")).isEqualTo(number);
        var refused = run("contact", "--home", home("alice"), "bob", "--accept", number);
        assertThat(refused.exit()).isEqualTo(Mayfly.REFUSED);
        assertThat(refused.told()).contains("nothing to accept");
        assertThat(contact("alice", "nobody").exit()).isEqualTo(Mayfly.REFUSED);
    }

    @Test
    void a_changed_identity_gets_nothing_until_the_right_number_is_given() {
        var before = contact("alice", "bob").first("safetyNumber");
        enrol("bob-again", "bob", relay.inviteAgain("bob"));
        var left = relay.left("bob", PrekeyType.PREKEY_TYPE_P521);
        var refused = send("to whom?");
        assertThat(relay.left("bob", PrekeyType.PREKEY_TYPE_P521))
                .as("nothing is claimed for nobody")
                .isEqualTo(left);
        assertThat(refused.exit()).isEqualTo(Mayfly.REFUSED);
        assertThat(refused.told()).contains("identity key of this person changed");
        assertThat(run("receive", "--home", home("alice")).first("warning")).isEqualTo("identity-changed");

        var shown = contact("alice", "bob");
        var changed = shown.first("changedSafetyNumber");
        assertThat(shown.first("safetyNumber")).isEqualTo(before);
        assertThat(changed).isNotEqualTo(before);
        assertThat(contact("bob-again", "alice").first("safetyNumber")).isEqualTo(changed);

        var wrong = run("contact", "--home", home("alice"), "bob", "--accept", before);
        assertThat(wrong.exit()).isEqualTo(Mayfly.REFUSED);
        assertThat(send("still refused").exit()).isEqualTo(Mayfly.REFUSED);

        var accepted = run("contact", "--home", home("alice"), "bob", "--accept", changed.replace(" ", ""));
        assertThat(accepted.exit()).as(accepted.told()).isZero();
        assertThat(accepted.first("safetyNumber")).isEqualTo(changed);
        assertThat(accepted.lines().get(0).has("changedSafetyNumber")).isFalse();
        var sent = send("welcome back");
        assertThat(sent.first("state")).as(sent.told()).isEqualTo("accepted");
        assertThat(run("receive", "--home", home("bob-again")).first("text")).isEqualTo("welcome back");
    }

    @Test
    void where_the_policy_lets_it_pass_the_message_leaves_and_the_person_is_told() {
        relay.identityChangeBlocks = false;
        enrol("bob-again", "bob", relay.inviteAgain("bob"));
        assertThat(send("to the new one").exit()).isZero();
        assertThat(run("receive", "--home", home("bob-again")).first("text")).isEqualTo("to the new one");
        assertThat(run("receive", "--home", home("alice")).first("warning")).isEqualTo("identity-changed-passed");
        assertThat(run("receive", "--home", home("alice")).lines()).isEmpty();
    }

    @Test
    void what_a_changed_identity_wrote_is_shown_where_the_policy_lets_it_pass() {
        relay.identityChangeBlocks = false;
        enrol("bob-again", "bob", relay.inviteAgain("bob"));
        assertThat(run("send", "--home", home("bob-again"), "--to", "alice", "--text", "new phone")
                        .exit())
                .isZero();
        var received = run("receive", "--home", home("alice"));
        assertThat(received.lines())
                .extracting(line ->
                        line.path("warning").asText() + line.path("text").asText())
                .containsExactly("identity-changed-passed", "new phone");
    }

    private Answer contact(String whose, String name) {
        return run("contact", "--home", home(whose), name);
    }

    private Answer send(String text) {
        return run("send", "--home", home("alice"), "--to", "bob", "--text", text);
    }

    private void enrol(String home, String user, String code) {
        var passphrase = folder.resolve("passphrase").toString();
        var answer = run(
                "enrol",
                "--home",
                home(home),
                "--server",
                MemoryRelay.ADDRESS.toString(),
                "--invitation",
                code,
                "--user",
                user,
                "--passphrase-file",
                passphrase);
        assertThat(answer.exit()).as(answer.told()).isZero();
    }

    private String home(String name) {
        return folder.resolve(name).toString();
    }

    private Answer run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        var exit = Mayfly.run(console, surroundings, arguments);
        var lines = out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(ContactCommandTest::json)
                .toList();
        return new Answer(exit, lines, err.toString(StandardCharsets.UTF_8));
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
