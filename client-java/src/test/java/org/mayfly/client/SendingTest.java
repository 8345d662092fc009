package org.mayfly.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.Sending.State;
import org.mayfly.client.relay.MemoryRelay;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class SendingTest {

    @TempDir
    private Path homes;

    private final MemoryRelay relay = new MemoryRelay(Clock.systemUTC());
    private final Surroundings surroundings = new Surroundings(
            Clock.systemUTC(),
            CryptoProvider.preferred(),
            RandomSource.of(CryptoProvider.preferred()),
            (server, trust) -> new Surroundings.Network(relay, relay));

    @Test
    void a_message_refused_for_now_is_not_overtaken_by_later_ones() throws Exception {
        try (var alice = enrolled("alice");
                var bob = enrolled("bob")) {
            alice.connect();
            relay.submissionsToRefuse = 1;
            var sendings = new ArrayList<Sending>();
            for (var text : List.of("first", "second", "third")) {
                sendings.add(alice.send("bob", text, Optional.empty(), Optional.empty()));
            }
            for (var sending : sendings) {
                assertThat(sending.outcome().get(1, TimeUnit.MINUTES)).isEqualTo(State.WAITING);
            }
            for (var sending : sendings) {
                sending.accepted().get(1, TimeUnit.MINUTES);
            }

            assertThat(shown(bob)).containsExactly("first", "second", "third");
        }
    }

    @Test
    void what_waited_at_the_server_is_shown_in_the_order_it_was_sent() throws Exception {
        try (var alice = enrolled("alice");
                var bob = enrolled("bob")) {
            alice.connect();
            var texts = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
            for (var text : texts) {
                var sending = alice.send("bob", text, Optional.empty(), Optional.empty());
                sending.accepted().get(1, TimeUnit.MINUTES);
            }

            assertThat(shown(bob)).containsExactlyElementsOf(texts);
        }
    }

    private static List<String> shown(MayflyClient client) throws InterruptedException {
        client.connect();
        assertThat(client.awaitSettled(Duration.ofMinutes(1))).isTrue();
        var texts = new ArrayList<String>();
        var number = client.show(message -> texts.add(message.text()), warning -> texts.add(warning.code()));
        assertThat(texts).hasSize(number);
        return texts;
    }

    private MayflyClient enrolled(String user) {
        var home = homes.resolve(user);
        var passphrase = SecretBytes.takeOver("otter marble quiet lantern seven".getBytes(StandardCharsets.UTF_8));
        var profile = new Enrolment(MemoryRelay.ADDRESS, ServerTrust.machine(), relay.invite(user), user, false)
                .carryOut(home, passphrase, surroundings);
        assertThat(profile.userName()).isEqualTo(user);
        return MayflyClient.open(
                home,
                () -> {
                    throw new IllegalStateException("not locked");
                },
                surroundings);
    }
}
