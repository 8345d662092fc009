package org.mayfly.client.commandline;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.commandline.Terminal.Answer;
import org.mayfly.client.relay.MemoryRelay;
import org.mayfly.client.relay.ShiftedClock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("NullAway.Init")
class CommandLineTest {

    @TempDir
    Path folder;

    private Terminal terminal;
    private MemoryRelay relay;
    private ShiftedClock clock;

    @BeforeEach
    void both_people_enrol() {
        terminal = Terminal.in(folder);
        relay = terminal.relay();
        clock = terminal.clock();
        assertThat(terminal.enrol("alice").exit()).isZero();
        assertThat(terminal.enrol("bob").exit()).isZero();
    }

    @Test
    void a_message_arrives_and_is_shown_once() {
        var sent = run("", "send", "--home", home("alice"), "--to", "bob", "--text", "hello");
        assertThat(sent.exit()).as(sent.told()).isZero();
        assertThat(sent.lines().get(0).path("state").asText()).isEqualTo("accepted");

        var received = run("", "receive", "--home", home("bob"));
        assertThat(received.exit()).as(received.told()).isZero();
        assertThat(received.lines()).hasSize(1);
        var message = received.lines().get(0);
        assertThat(message.path("text").asText()).isEqualTo("hello");
        assertThat(message.path("from").asText()).isEqualTo("alice");
        assertThat(message.path("id").asText())
                .isEqualTo(sent.lines().get(0).path("id").asText());
        assertThat(run("", "receive", "--home", home("bob")).lines()).isEmpty();
        assertThat(relay.waitingFor("bob")).isZero();
    }

    @Test
    void a_conversation_goes_both_ways_again_and_again() {
        for (var i = 0; i < 4; i++) {
            assertThat(run("ping " + i + "\n", "send", "--home", home("alice"), "--to", "Bob")
                            .exit())
                    .isZero();
            assertThat(texts(run("", "receive", "--home", home("bob")))).containsExactly("ping " + i);
            assertThat(run("pong " + i, "send", "--home", home("bob"), "--to", "alice")
                            .exit())
                    .isZero();
            assertThat(texts(run("", "receive", "--home", home("alice")))).containsExactly("pong " + i);
        }
    }

    @Test
    void a_message_sent_offline_waits_and_leaves_at_the_next_sync() {
        run("", "sync", "--home", home("alice"));
        relay.unreachable = true;
        var sent = run("", "send", "--home", home("alice"), "--to", "bob", "--text", "later");
        assertThat(sent.exit()).as(sent.told()).isZero();
        assertThat(sent.lines().get(0).path("state").asText()).isEqualTo("waiting");
        relay.unreachable = false;

        assertThat(run("", "sync", "--home", home("alice"))
                        .lines()
                        .get(0)
                        .path("waiting")
                        .asInt())
                .isZero();
        assertThat(texts(run("", "receive", "--home", home("bob")))).containsExactly("later");
    }

    @Test
    void a_message_whose_life_ends_in_the_outbox_never_leaves() {
        run("", "sync", "--home", home("alice"));
        relay.unreachable = true;
        run("", "send", "--home", home("alice"), "--to", "bob", "--expires", "5s", "--text", "gone");
        relay.unreachable = false;
        clock.forward(6);

        assertThat(run("", "sync", "--home", home("alice")).exit()).isZero();
        assertThat(run("", "receive", "--home", home("bob")).lines()).isEmpty();
    }

    @Test
    void a_message_that_expired_before_it_was_shown_is_not_shown() {
        run("", "send", "--home", home("alice"), "--to", "bob", "--expires", "1m", "--text", "short");
        run("", "sync", "--home", home("bob"));
        clock.forward(61);

        assertThat(run("", "receive", "--home", home("bob")).lines()).isEmpty();
    }

    @Test
    void a_receipt_that_got_lost_does_not_double_the_message() {
        relay.receiptsToLose = 1;
        run("", "send", "--home", home("alice"), "--to", "bob", "--text", "once");
        assertThat(run("", "sync", "--home", home("alice"))
                        .lines()
                        .get(0)
                        .path("waiting")
                        .asInt())
                .isZero();

        assertThat(texts(run("", "receive", "--home", home("bob")))).containsExactly("once");
    }

    @Test
    void an_envelope_delivered_again_after_a_restart_is_not_shown_again() {
        run("", "send", "--home", home("alice"), "--to", "bob", "--text", "once");
        relay.losesAcknowledgements = true;
        assertThat(texts(run("", "receive", "--home", home("bob")))).containsExactly("once");
        assertThat(relay.waitingFor("bob")).isEqualTo(1);

        assertThat(run("", "receive", "--home", home("bob")).lines()).isEmpty();
    }

    @Test
    void a_tampered_envelope_becomes_a_warning() {
        run("", "send", "--home", home("alice"), "--to", "bob", "--text", "true words");
        tamper();

        var received = run("", "receive", "--home", home("bob"));

        assertThat(received.lines()).hasSize(1);
        assertThat(received.lines().get(0).path("warning").asText()).isEqualTo("bad-signature");
        assertThat(received.told()).contains("WARNING").contains("alice");
    }

    @Test
    void any_number_of_envelopes_that_fail_alike_are_one_warning() {
        for (var text : List.of("one", "two", "three")) {
            run("", "send", "--home", home("alice"), "--to", "bob", "--text", text);
        }
        tamper();
        run("", "sync", "--home", home("bob"));
        assertThat(relay.waitingFor("bob")).isZero();
        assertThat(run("", "receive", "--home", home("bob")).lines()).hasSize(1);
    }

    @Test
    void a_message_that_was_kept_back_is_told_of_in_words_a_minute_after_a_later_one_came() {
        run("", "send", "--home", home("alice"), "--to", "bob", "--text", "start");
        run("", "receive", "--home", home("bob"));
        run("", "sync", "--home", home("alice"));
        var answers = relay.waitingFor("bob");
        for (var text : List.of("kept back", "kept back too", "let through")) {
            run("", "send", "--home", home("alice"), "--to", "bob", "--text", text);
        }
        relay.keepBack("bob", answers);
        relay.keepBack("bob", answers);
        assertThat(texts(run("", "receive", "--home", home("bob")))).containsExactly("let through");
        clock.forward(61);

        var received = run("", "receive", "--home", home("bob"));

        assertThat(received.lines()).hasSize(1);
        assertThat(received.lines().get(0).path("warning").asText()).isEqualTo("gap");
        assertThat(received.lines().get(0).path("from").asText()).isEqualTo("alice");
        assertThat(received.lines().get(0).path("count").asInt()).isEqualTo(2);
        assertThat(received.told()).contains("2 things from alice did not arrive here. They may", "somebody's");
        assertThat(run("", "receive", "--home", home("bob")).lines()).isEmpty();
    }

    private void tamper() {
        relay.tamper("bob", envelope -> {
            var bytes = envelope.getCiphertext().toByteArray();
            bytes[7] ^= 1;
            return envelope.toBuilder()
                    .setCiphertext(com.google.protobuf.ByteString.copyFrom(bytes))
                    .build();
        });
    }

    @Test
    void a_life_outside_the_policy_is_refused_with_what_is_allowed() {
        var sent = run("", "send", "--home", home("alice"), "--to", "bob", "--expires", "60d", "--text", "x");
        assertThat(sent.exit()).isEqualTo(1);
        assertThat(sent.told()).contains("--expires");
    }

    @Test
    void an_unknown_user_a_weak_passphrase_and_a_used_invitation_are_refused_with_advice() throws IOException {
        var unknown = run("", "send", "--home", home("alice"), "--to", "nobody", "--text", "x");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.told()).contains("Check the name");

        var weak = Files.writeString(folder.resolve("weak"), "password1234");
        var refused = run(
                "",
                "enrol",
                "--home",
                home("eve"),
                "--server",
                MemoryRelay.ADDRESS.toString(),
                "--invitation",
                "x",
                "--user",
                "eve",
                "--passphrase-file",
                weak.toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.told()).contains("12 characters");

        var used = terminal.enrolWith("carol", "carol", "no-such-code");
        assertThat(used.exit()).isEqualTo(1);
        assertThat(used.told()).contains("new one");
    }

    @Test
    void wrong_usage_and_an_unreachable_server_have_their_own_exit_codes() {
        assertThat(run("", "send", "--home", home("alice")).exit()).isEqualTo(2);
        assertThat(run("", "send", "--home", home("alice"), "--to", "bob", "--expires", "soon")
                        .exit())
                .isEqualTo(2);
        relay.unreachable = true;
        assertThat(run("", "receive", "--home", home("alice")).exit()).isEqualTo(3);
    }

    @Test
    void a_locked_device_opens_with_its_passphrase_only() throws IOException {
        assertThat(terminal.enrol("dora", "--lock").exit()).isZero();
        var wrong = Files.writeString(folder.resolve("wrong"), "not the passphrase at all");

        var refused = run("", "status", "--home", home("dora"), "--passphrase-file", wrong.toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.told()).contains("passphrase is wrong");
        var opened = run("", "status", "--home", home("dora"), "--passphrase-file", terminal.passphraseFile());
        assertThat(opened.exit()).as(opened.told()).isZero();
        assertThat(opened.lines().get(0).path("prekeysLeft").asInt()).isEqualTo(200);
        assertThat(opened.lines().get(0).path("kemPrekeysLeft").asInt()).isEqualTo(200);
    }

    @Test
    void a_network_without_recovery_keys_says_so_before_a_secret_is_read() {
        relay.recoveryKeyAllowed = false;
        var refused = makeRecoveryKey("no-such-file");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.told()).contains("does not allow recovery keys");
        assertThat(refused.lines()).isEmpty();

        relay.recoveryKeyAllowed = true;
        assertThat(makeRecoveryKey("no-such-file").told()).contains("can't be read");
        var made = makeRecoveryKey("passphrase");
        assertThat(made.exit()).as(made.told()).isZero();
        assertThat(made.lines().get(0).path("recoveryKey").asText()).hasSize(39);
    }

    private Answer makeRecoveryKey(String passphraseFile) {
        return run(
                "",
                "account",
                "make-recovery-key",
                "--home",
                home("alice"),
                "--account-passphrase-file",
                folder.resolve(passphraseFile).toString());
    }

    @Test
    void a_device_is_forgotten_with_everything_it_kept() {
        var left = run("", "device", "forget", "--home", home("alice"));
        assertThat(left.exit()).as("not without being sure").isEqualTo(2);

        var forgotten = run("", "device", "forget", "--home", home("alice"), "--yes");
        assertThat(forgotten.exit()).as(forgotten.told()).isZero();
        assertThat(folder.resolve("alice").resolve("device.key")).doesNotExist();
        assertThat(run("", "status", "--home", home("alice")).told()).contains("Run enrol first");
        assertThat(run("", "device", "forget", "--home", home("alice"), "--yes").exit())
                .isEqualTo(1);
    }

    @Test
    void a_device_takes_itself_out_unless_it_is_the_only_one() {
        var only = revoke("alice");
        assertThat(only.exit()).isEqualTo(1);
        assertThat(only.told()).contains("only device");
        assertThat(folder.resolve("alice").resolve("device.key")).exists();

        assertThat(terminal.join("phone", "alice").exit()).isZero();
        var left = revoke("phone");
        assertThat(left.exit()).as(left.told()).isZero();
        assertThat(left.told()).contains("This device was removed").contains("erased");
        assertThat(folder.resolve("phone").resolve("device.key")).doesNotExist();
        assertThat(run("", "sync", "--home", home("alice")).exit()).isZero();
    }

    private Answer revoke(String home) {
        var device = run("", "status", "--home", home(home))
                .lines()
                .get(0)
                .path("device")
                .asText();
        return run(
                "",
                "device",
                "revoke",
                "--home",
                home(home),
                "--account-passphrase-file",
                terminal.passphraseFile(),
                device);
    }

    @Test
    void the_home_belongs_to_its_owner_and_holds_nothing_in_clear() throws IOException {
        run("", "sync", "--home", home("alice"));
        relay.unreachable = true;
        run("", "send", "--home", home("alice"), "--to", "bob", "--text", "canary-in-the-outbox");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(home("alice")))))
                .isEqualTo("rwx------");
        try (var files = Files.list(Path.of(home("alice")))) {
            for (var file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                var content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(content).doesNotContain("canary-in-the-outbox").doesNotContain(Terminal.PASSPHRASE);
            }
        }
    }

    private String home(String user) {
        return terminal.home(user);
    }

    private static List<String> texts(Answer answer) {
        return answer.texts();
    }

    private Answer run(String in, String... arguments) {
        return terminal.runWith(in, arguments);
    }
}
