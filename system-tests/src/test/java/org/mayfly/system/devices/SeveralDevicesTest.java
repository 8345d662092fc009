package org.mayfly.system.devices;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.Joining;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Message;
import org.mayfly.client.OwnDevices;
import org.mayfly.client.Surroundings;
import org.mayfly.client.account.OpenAccount;
import org.mayfly.client.account.Proof;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.AccountNames;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.protocol.client.recovery.RecoveryKey;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.system.Installation;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A device joins with the passphrase and the approval of another, is removed, and another comes back by the key on paper. */
class SeveralDevicesTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final Surroundings SURROUNDINGS = Surroundings.ofThisMachine();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path homes;

    private TestNetwork network;
    private Person ada;
    private Person ben;

    @BeforeEach
    void two_people_enrol() throws Exception {
        network = TestNetwork.create(INSTALLATION, TestNetwork.unique("devices"), homes);
        ada = network.enrol("ada");
        ben = network.enrol("ben");
    }

    /** What a device got. */
    private record Arrived(List<Message> messages, List<String> warnings) {

        List<String> texts() {
            return messages.stream().map(Message::text).toList();
        }
    }

    private static Arrived receive(Person person) throws Exception {
        try (var client = person.open()) {
            client.connect();
            assertThat(client.awaitSettled(PATIENCE)).as("settled").isTrue();
            var arrived = new Arrived(new ArrayList<>(), new ArrayList<>());
            client.show(arrived.messages()::add, warning -> arrived.warnings().add(warning.code()));
            assertThat(client.awaitSettled(PATIENCE)).as("settled").isTrue();
            return arrived;
        }
    }

    private static MayflyClient connected(Person person) {
        var client = person.open();
        client.connect();
        return client;
    }

    private static SecretBytes secret(Person person) {
        return SecretBytes.takeOver(person.passphrase().getBytes(StandardCharsets.UTF_8));
    }

    private static Proof passphrase(Person person) {
        return new Proof.OfPassphrase(secret(person));
    }

    private Joining.Joined join(Proof proof, Person device) {
        var joining = new Joining(
                INSTALLATION.publicUrl(),
                ServerTrust.onlyFile(INSTALLATION.certificateAuthority()),
                new AccountNames(network.name(), "ada"),
                Optional.of("Second"),
                false);
        return joining.carryOut(device.home(), proof, secret(device), SURROUNDINGS);
    }

    /** Another device of the same person, not yet there. */
    private Person another(String folder) {
        return new Person(
                ada.name(), ada.user(), homes.resolve(folder), ada.passphrase(), ada.code(), ada.surroundings());
    }

    @Test
    void a_device_joins_with_approval_gets_all_messages_and_none_once_it_was_removed() throws Exception {
        var second = another("second");
        assertThat(join(passphrase(ada), second).active()).isFalse();
        String code;
        try (var waiting = second.open()) {
            code = waiting.deviceCode();
            assertThatThrownBy(waiting::connect).hasMessage("unauthenticated");
        }
        OwnDevices.Device added;
        try (var first = connected(ada)) {
            assertThat(first.devices().applicant().flatMap(OwnDevices.Applicant::name))
                    .contains("Second");
            var wrong = code.replace(code.charAt(0), (char) ('0' + (code.charAt(0) - '0' + 1) % 10));
            assertThatThrownBy(() -> first.devices().approve(wrong)).hasMessage("wrong-device-code");
            first.devices().approve(code);
            added = first.devices().all().stream()
                    .filter(device -> !device.current())
                    .findFirst()
                    .orElseThrow();
            assertThat(added.name()).contains("Second");
        }

        ben.send("ada", "to both", Optional.empty());
        assertThat(receive(ada).texts()).containsExactly("to both");
        assertThat(receive(second).texts()).containsExactly("to both");
        ada.send("ben", "from the first", Optional.empty());
        var own = receive(second).messages().get(0);
        assertThat(own.text()).isEqualTo("from the first");
        assertThat(own.from()).isEqualTo("ada");
        assertThat(own.to()).contains("ben");
        assertThat(receive(ben).texts()).containsExactly("from the first");

        try (var first = connected(ada)) {
            first.devices().withAccount(passphrase(ada), account -> {
                account.revoke(added.id());
                return account;
            });
        }
        ben.send("ada", "to the first alone", Optional.empty());
        assertThat(receive(ada).texts()).contains("to the first alone");
        assertThatThrownBy(() -> receive(second))
                .isInstanceOf(ProblemException.class)
                .hasMessage("unauthenticated");
    }

    @Test
    void who_lost_the_only_device_comes_back_as_the_same_person_by_the_key_on_paper() throws Exception {
        RecoveryKey paper;
        try (var first = connected(ada)) {
            paper = first.devices().withAccount(passphrase(ada), OpenAccount::makeRecoveryKey);
        }
        ben.send("ada", "before", Optional.empty());
        receive(ada);
        var later = another("later");
        assertThat(join(new Proof.OfRecoveryKey(paper), later).active()).isTrue();
        ben.send("ada", "after", Optional.empty());
        var arrived = receive(later);
        assertThat(arrived.texts()).as("the past does not appear").containsExactly("after");
        later.send("ben", "it is me", Optional.empty());
        var atBen = receive(ben);
        assertThat(atBen.texts()).containsExactly("it is me");
        assertThat(atBen.warnings()).as("no other identity").containsOnly("peer-device-added");
        assertThatThrownBy(() -> join(
                        new Proof.OfPassphrase(
                                SecretBytes.takeOver("another passphrase here".getBytes(StandardCharsets.UTF_8))),
                        another("stranger")))
                .hasMessage("wrong-credentials");
    }
}
