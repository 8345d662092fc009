package org.mayfly.system.people;

import org.mayfly.client.MayflyClient;
import org.mayfly.client.Message;
import org.mayfly.client.Surroundings;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.vault.VaultFolder;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An enrolled person. At most one of the calls below at a time has the folder.
 *
 * @param code the invitation's, used up
 */
public record Person(String name, UserId user, Path home, String passphrase, String code, Surroundings surroundings) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The client, not connected. */
    public MayflyClient open() {
        return MayflyClient.open(home, this::secret, surroundings);
    }

    /** Comes, sends, waits until the server has it on disk, and goes. */
    public void send(Person to, String text, Optional<Duration> burn) throws Exception {
        send(to.name(), text, burn);
    }

    /** The same to a person with another client. */
    public void send(String to, String text, Optional<Duration> burn) throws Exception {
        try (var client = open()) {
            client.connect();
            client.send(to, text, Optional.of(Duration.ofHours(1)), burn)
                    .accepted()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Comes, takes everything that waits, shows it, lets all answers leave, and goes. Asserts that nothing warned. */
    public List<String> receive() throws Exception {
        try (var client = open()) {
            client.connect();
            assertThat(client.awaitSettled(PATIENCE)).as("settled").isTrue();
            var shown = new ArrayList<Message>();
            client.show(shown::add, warning -> {
                throw new AssertionError("a warning: " + warning.code());
            });
            assertThat(client.awaitSettled(PATIENCE)).as("settled").isTrue();
            return shown.stream().map(Message::text).toList();
        }
    }

    /** Opens what the person keeps, without a connection. */
    public <T> T withStore(Function<FileStore, T> use) {
        try (var folder = VaultFolder.take(home);
                var store = new FileStore(
                        folder.open(this::secret, surroundings.random().secureRandom()))) {
            return use.apply(store);
        }
    }

    private SecretBytes secret() {
        return SecretBytes.takeOver(passphrase.getBytes(StandardCharsets.UTF_8));
    }

    /** Hides passphrase and code. */
    @Override
    public String toString() {
        return "Person[hidden]";
    }
}
