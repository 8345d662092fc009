package org.mayfly.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.relay.MemoryRelay;
import org.mayfly.client.relay.ShiftedClock;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.store.Shelf;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.client.vault.VaultFolder;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/** A home that lost a key, and the author's home that still has the text: docs/protocol.md, "Asking again". */
class AskingAgainTest {

    @TempDir
    private Path homes;

    private final ShiftedClock clock = new ShiftedClock();
    private final MemoryRelay relay = new MemoryRelay(clock);
    private final RandomSource random = RandomSource.of(CryptoProvider.preferred());
    private final Surroundings surroundings = new Surroundings(
            clock, CryptoProvider.preferred(), random, (server, trust) -> new Surroundings.Network(relay, relay));

    @Test
    void a_text_whose_key_was_lost_is_asked_for_and_shown_once_and_its_author_hears_of_it() throws Exception {
        enrol("alice");
        enrol("bob");
        BlockingQueue<MessageId> delivered = new LinkedBlockingQueue<>();
        Sending sending;
        try (var alice = open("alice")) {
            alice.listen(new MessageListener() {
                @Override
                public void received(Message message) {}

                @Override
                public void warned(AuthenticationWarning warning) {}

                @Override
                public void delivered(MessageId id) {
                    delivered.add(id);
                }
            });
            alice.connect();
            sending = alice.send("bob", "lost and found", Optional.empty(), Optional.empty());
            sending.accepted().get(60, TimeUnit.SECONDS);
            loseKeysOfWaitingMail("bob");
            BlockingQueue<String> shown = new LinkedBlockingQueue<>();
            try (var bob = open("bob")) {
                bob.listen(collecting(shown));
                bob.connect();
                assertThat(List.of(next(shown), next(shown)))
                        .containsExactly("warning key-unavailable", "lost and found");
                assertThat(delivered.poll(60, TimeUnit.SECONDS)).isEqualTo(sending.id());
                assertThat(bob.awaitSettled(Duration.ofMinutes(1))).isTrue();
                assertThat(shown).isEmpty();
            }
            assertThat(alice.awaitSettled(Duration.ofMinutes(1))).isTrue();
        }
        assertThat(kept("alice", store -> store.count(Shelf.SENT_TEXT)))
                .as("everybody reported it")
                .isZero();
    }

    @Test
    void a_text_is_kept_until_it_is_reported_or_a_day_has_passed() throws Exception {
        enrol("alice");
        enrol("bob");
        try (var alice = open("alice")) {
            alice.connect();
            for (var text : List.of("one", "two")) {
                alice.send("bob", text, Optional.empty(), Optional.empty())
                        .accepted()
                        .get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(kept("alice", store -> store.count(Shelf.SENT_TEXT))).isEqualTo(2);
        clock.forward(24 * 3600 - 60);
        open("alice").close();
        assertThat(kept("alice", store -> store.count(Shelf.SENT_TEXT))).isEqualTo(2);
        clock.forward(60);
        open("alice").close();
        assertThat(kept("alice", store -> store.count(Shelf.SENT_TEXT))).isZero();
    }

    @Test
    void a_text_that_burns_is_not_kept_once_somebody_saw_it() throws Exception {
        enrol("alice");
        enrol("bob");
        try (var alice = open("alice");
                var bob = open("bob")) {
            alice.connect();
            var sending = alice.send("bob", "burns", Optional.empty(), Optional.of(Duration.ofMinutes(5)));
            sending.accepted().get(60, TimeUnit.SECONDS);
            bob.connect();
            assertThat(bob.awaitSettled(Duration.ofMinutes(1))).isTrue();
            var texts = new ArrayList<String>();
            bob.show(message -> texts.add(message.text()), warning -> texts.add(warning.code()));
            assertThat(texts).containsExactly("burns");
            assertThat(bob.awaitSettled(Duration.ofMinutes(1))).isTrue();
            assertThat(alice.awaitSettled(Duration.ofMinutes(1))).isTrue();
        }
        assertThat(kept("alice", store -> store.count(Shelf.SENT_TEXT))).isZero();
    }

    private static String next(BlockingQueue<String> shown) throws InterruptedException {
        return Optional.ofNullable(shown.poll(60, TimeUnit.SECONDS)).orElseThrow();
    }

    private static MessageListener collecting(BlockingQueue<String> shown) {
        return new MessageListener() {
            @Override
            public void received(Message message) {
                shown.add(message.text());
            }

            @Override
            public void warned(AuthenticationWarning warning) {
                shown.add("warning " + warning.code());
            }
        };
    }

    /** As after a disk that lost a slot. */
    private void loseKeysOfWaitingMail(String user) {
        var lost = relay.wrapsFor(user).stream()
                .<Change>map(wrap ->
                        new Change.RemovePrekey(PrekeyId.of(wrap.getPrekey().toByteArray())))
                .toList();
        assertThat(lost).hasSize(1);
        assertThat(kept(user, store -> {
                    store.commit(UnitOfWork.of(lost));
                    return lost.size();
                }))
                .isOne();
    }

    private int kept(String user, Function<FileStore, Integer> ask) {
        try (var folder = VaultFolder.take(homes.resolve(user));
                var store = new FileStore(folder.open(
                        () -> {
                            throw new IllegalStateException("not locked");
                        },
                        random.secureRandom()))) {
            return ask.apply(store);
        }
    }

    private MayflyClient open(String user) {
        return MayflyClient.open(homes.resolve(user), () -> SecretBytes.copyOf(new byte[0]), surroundings);
    }

    private void enrol(String user) {
        try (var passphrase = SecretBytes.copyOf("otter marble quiet lantern".getBytes(StandardCharsets.UTF_8))) {
            new Enrolment(MemoryRelay.ADDRESS, ServerTrust.machine(), relay.invite(user), user, false)
                    .carryOut(homes.resolve(user), passphrase, surroundings);
        }
    }
}
