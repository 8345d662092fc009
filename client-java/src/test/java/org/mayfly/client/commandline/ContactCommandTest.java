package org.mayfly.client.commandline;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.commandline.Terminal.Answer;
import org.mayfly.client.relay.MemoryRelay;
import org.mayfly.protocol.wire.PrekeyType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Safety numbers, and what becomes of a colleague's changed identity. */
@SuppressWarnings("NullAway.Init")
class ContactCommandTest {

    @TempDir
    Path folder;

    private Terminal terminal;
    private MemoryRelay relay;

    @BeforeEach
    void both_people_enrol_and_know_each_other() {
        terminal = Terminal.in(folder);
        relay = terminal.relay();
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
        assertThat(contact("alice", "bob").lines().get(0).path("verified").asBoolean())
                .isFalse();
        var compared = run("contact", "--home", home("alice"), "bob", "--compared", number.replace(" ", ""));
        assertThat(compared.exit()).isZero();
        assertThat(compared.lines().get(0).path("verified").asBoolean()).isTrue();
        assertThat(contact("bob", "alice").lines().get(0).path("verified").asBoolean())
                .isFalse();
        var wrong = run("contact", "--home", home("alice"), "bob", "--compared", number.replace('7', '8') + "1");
        assertThat(wrong.exit()).isEqualTo(Mayfly.REFUSED);
        assertThat(wrong.told()).contains("no safety number of this person");
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

        var former = run("contact", "--home", home("alice"), "bob", "--compared", before);
        assertThat(former.first("changedSafetyNumber")).isEqualTo(changed);
        assertThat(send("still refused").exit()).isEqualTo(Mayfly.REFUSED);

        var accepted = run("contact", "--home", home("alice"), "bob", "--compared", changed.replace(" ", ""));
        assertThat(accepted.exit()).as(accepted.told()).isZero();
        assertThat(accepted.first("safetyNumber")).isEqualTo(changed);
        assertThat(accepted.lines().get(0).has("changedSafetyNumber")).isFalse();
        var sent = send("welcome back");
        assertThat(sent.first("state")).as(sent.told()).isEqualTo("accepted");
        assertThat(run("receive", "--home", home("bob-again")).first("text")).isEqualTo("welcome back");
    }

    @Test
    void where_the_policy_lets_it_pass_the_person_is_told_before_a_message_leaves() {
        relay.identityChangeBlocks = false;
        enrol("bob-again", "bob", relay.inviteAgain("bob"));
        var refused = send("to whom?");
        assertThat(refused.exit()).as(refused.lines() + refused.told()).isEqualTo(Mayfly.REFUSED);
        assertThat(refused.told()).contains("your network lets that pass");
        assertThat(send("to the new one").exit()).isZero();
        assertThat(run("receive", "--home", home("bob-again")).first("text")).isEqualTo("to the new one");
        assertThat(run("receive", "--home", home("alice")).lines())
                .extracting(line -> line.path("warning").asText())
                .as("told once")
                .doesNotContain("identity-changed-passed");
    }

    @Test
    void whose_number_was_compared_stays_whom_it_was_compared_with_whatever_the_policy_says() {
        compare("bob");
        relay.identityChangeBlocks = false;
        enrol("bob-again", "bob", relay.inviteAgain("bob"));
        assertThat(send("for the true one").exit()).isEqualTo(Mayfly.REFUSED);
        assertThat(send("for the true one").told()).contains("identity key of this person changed, so nothing");
        assertThat(relay.waitingFor("bob")).isZero();
        assertThat(run("send", "--home", home("bob-again"), "--to", "alice", "--text", "it is me")
                        .exit())
                .isZero();
        assertThat(run("receive", "--home", home("alice")).lines())
                .extracting(line -> line.path("warning").asText())
                .containsExactly("identity-changed", "unknown-device");
    }

    @Test
    void what_was_written_before_a_change_waits_for_the_decision_and_leaves_after_it() {
        relay.identityChangeBlocks = false;
        relay.unreachable = true;
        for (var text : List.of("one", "two", "three")) {
            assertThat(send(text).first("state")).isEqualTo("waiting");
        }
        relay.unreachable = false;
        enrol("bob-again", "bob", relay.inviteAgain("bob"));
        run("sync", "--home", home("alice"));
        assertThat(relay.waitingFor("bob")).isZero();
        assertThat(run("status", "--home", home("alice"))
                        .lines()
                        .get(0)
                        .path("waiting")
                        .asInt())
                .isEqualTo(3);

        var changed = contact("alice", "bob").first("changedSafetyNumber");
        assertThat(run("contact", "--home", home("alice"), "bob", "--compared", changed)
                        .exit())
                .isZero();
        assertThat(run("receive", "--home", home("bob-again")).lines())
                .extracting(line -> line.path("text").asText())
                .containsExactly("one", "two", "three");
    }

    @Test
    void a_name_stays_with_the_person_whose_keys_are_known_whatever_the_directory_says() {
        enrol("carol", "carol", relay.invite("carol"));
        relay.renamed.putAll(Map.of("bob", "old", "carol", "bob"));
        var refused = send("for the true bob");
        assertThat(refused.exit()).isEqualTo(Mayfly.REFUSED);
        assertThat(refused.told()).contains("another person by the name bob");
        assertThat(run("send", "--home", home("alice"), "--to", "old", "--text", "you?")
                        .exit())
                .isEqualTo(Mayfly.REFUSED);
        assertThat(relay.wrapsFor("carol")).isEmpty();

        var carols = run("send", "--home", home("carol"), "--to", "alice", "--text", "bob here");
        assertThat(carols.exit()).as(carols.told()).isZero();
        var received = run("receive", "--home", home("alice")).lines();
        assertThat(received).extracting(line -> line.path("warning").asText()).startsWith("name-changed");
        assertThat(received)
                .filteredOn(line -> line.path("text").asText().equals("bob here"))
                .singleElement()
                .satisfies(line -> assertThat(line.path("from").asText()).matches("[0-9a-f-]{36}"));
        assertThat(run("receive", "--home", home("alice")).lines())
                .as("told once")
                .isEmpty();

        relay.renamed.clear();
        assertThat(send("for the true bob").first("state")).isEqualTo("accepted");
        assertThat(run("receive", "--home", home("bob")).first("text")).isEqualTo("for the true bob");
    }

    @Test
    void a_name_goes_to_another_person_once_the_number_was_compared() {
        enrol("carol", "carol", relay.invite("carol"));
        relay.renamed.putAll(Map.of("bob", "old", "carol", "bob"));
        var shown = contact("alice", "bob");
        var changed = shown.first("changedSafetyNumber");
        assertThat(changed).isNotEqualTo(shown.first("safetyNumber"));
        assertThat(shown.told()).contains("not the bob that this device knew");
        assertThat(run("contact", "--home", home("alice"), "bob", "--compared", changed)
                        .exit())
                .isZero();
        assertThat(send("to the new bob").first("state")).isEqualTo("accepted");
        assertThat(run("receive", "--home", home("carol")).first("text")).isEqualTo("to the new bob");
    }

    @Test
    void a_directory_that_is_none_is_refused_and_changes_nothing() {
        enrol("carol", "carol", relay.invite("carol"));
        for (var name : List.of("bob", "B\u001b[2Job", "", "x".repeat(65))) {
            relay.renamed.put("carol", name);
            assertThat(send("nothing of it").exit()).as(name).isNotZero();
        }
        relay.renamed.clear();
        assertThat(send("all well").first("state")).isEqualTo("accepted");
    }

    @Test
    void a_server_that_says_at_the_log_in_that_it_is_later_moves_no_clock() {
        assertThat(send("still there tomorrow").exit()).isZero();
        relay.ahead = Duration.ofDays(400);
        var refused = run("receive", "--home", home("bob"));
        assertThat(refused.lines()).isEmpty();
        assertThat(refused.told()).contains("clock");
        relay.ahead = Duration.ZERO;
        assertThat(run("receive", "--home", home("bob")).first("text")).isEqualTo("still there tomorrow");
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

    private void compare(String name) {
        var number = contact("alice", name).first("safetyNumber");
        assertThat(run("contact", "--home", home("alice"), name, "--compared", number)
                        .exit())
                .isZero();
    }

    private Answer contact(String whose, String name) {
        return run("contact", "--home", home(whose), name);
    }

    private Answer send(String text) {
        return run("send", "--home", home("alice"), "--to", "bob", "--text", text);
    }

    private void enrol(String home, String user, String code) {
        var answer = terminal.enrolWith(home, user, code);
        assertThat(answer.exit()).as(answer.told()).isZero();
    }

    private String home(String name) {
        return terminal.home(name);
    }

    private Answer run(String... arguments) {
        return terminal.run(arguments);
    }
}
