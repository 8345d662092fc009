package org.mayfly.client;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.client.Sending.State;
import org.mayfly.client.relay.MemoryRelay;
import org.mayfly.client.relay.ShiftedClock;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MayflyClientTest {

    private static final int MESSAGES = 1000;
    private static final int POOL = 200;

    @TempDir
    Path folder;

    private final ShiftedClock clock = new ShiftedClock();
    private final MemoryRelay relay = new MemoryRelay(clock);
    private final Surroundings surroundings = new Surroundings(
            clock,
            CryptoProvider.preferred(),
            RandomSource.of(CryptoProvider.preferred()),
            (server, trust) -> new Surroundings.Network(relay, relay));

    @BeforeEach
    void both_people_enrol() {
        List.of("alice", "bob").forEach(user -> enrol(user, relay.invite(user)));
    }

    @Test
    void a_thousand_messages_to_two_hundred_keys_of_somebody_away_all_arrive_once_with_no_key_used_twice()
            throws Exception {
        try (var alice = open("alice")) {
            alice.connect();
            var sendings = IntStream.range(0, MESSAGES)
                    .mapToObj(number -> alice.send("bob", "m" + number, Optional.empty(), Optional.empty()))
                    .toList();
            var states = new ArrayList<State>();
            for (var sending : sendings) {
                states.add(sending.outcome().get(120, TimeUnit.SECONDS));
            }
            assertThat(states.stream().filter(State.ACCEPTED::equals)).hasSize(POOL);
            assertThat(states.stream().filter(State.WAITING::equals)).hasSize(MESSAGES - POOL);
            assertThat(relay.claimed).as("of both types").hasSize(2 * POOL).doesNotHaveDuplicates();

            BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
            try (var bob = open("bob")) {
                bob.listen(new Collector(arrived));
                bob.stayConnected();
                for (var sending : sendings) {
                    sending.accepted().get(120, TimeUnit.SECONDS);
                }
                var texts = new ArrayList<String>();
                while (texts.size() < MESSAGES) {
                    texts.add(arrived.poll(60, TimeUnit.SECONDS));
                }
                assertThat(texts)
                        .containsExactlyElementsOf(IntStream.range(0, MESSAGES)
                                .mapToObj(number -> "m" + number)
                                .toList());
                assertThat(arrived).isEmpty();
            }
        }
        assertThat(new HashSet<>(relay.claimed)).hasSameSizeAs(relay.claimed);
    }

    @Test
    void messages_arrive_once_and_in_order_though_the_connection_is_cut_again_and_again() throws Exception {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        try (var alice = open("alice");
                var bob = open("bob")) {
            bob.listen(new Collector(arrived));
            bob.stayConnected();
            alice.connect();
            alice.stayConnected();
            var texts = new ArrayList<String>();
            for (var i = 0; i < 60; i++) {
                var sending = alice.send("bob", "m" + i, Optional.empty(), Optional.empty());
                if (i % 7 == 3) {
                    relay.cutAll();
                }
                if (i % 3 == 0) {
                    sending.accepted().get(60, TimeUnit.SECONDS);
                }
            }
            while (texts.size() < 60) {
                texts.add(arrived.poll(60, TimeUnit.SECONDS));
            }
            assertThat(texts)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 60).mapToObj(i -> "m" + i).toList());
        }
    }

    @Test
    void a_sender_hears_that_its_message_is_stored_on_the_recipients_device() throws Exception {
        BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
        try (var alice = open("alice");
                var bob = open("bob")) {
            alice.listen(new Collector(delivered) {
                @Override
                public void delivered(org.mayfly.protocol.value.MessageId id) {
                    delivered.add(id.toString());
                }
            });
            alice.connect();
            bob.connect();
            var sending = alice.send("bob", "hello", Optional.empty(), Optional.empty());

            assertThat(delivered.poll(30, TimeUnit.SECONDS))
                    .isEqualTo(sending.id().toString());
        }
    }

    @Test
    void a_connection_whose_directory_can_not_be_read_is_none_and_is_made_again() throws Exception {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        try (var alice = open("alice");
                var bob = open("bob")) {
            alice.connect();
            var sending = alice.send("bob", "hello", Optional.empty(), Optional.empty());
            sending.accepted().get(60, TimeUnit.SECONDS);
            relay.failDirectory(2);

            assertThatThrownBy(bob::connect).hasMessage("unreachable");
            assertThat(bob.isConnected()).isFalse();

            bob.listen(new Collector(arrived));
            bob.stayConnected();
            assertThat(arrived.poll(60, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob"})
    void a_connection_on_which_a_device_list_can_not_be_read_is_none_and_is_made_again(String whose) throws Exception {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        try (var bob = open("bob")) {
            bob.connect();
        }
        try (var alice = open("alice");
                var bob = open("bob")) {
            bob.send("alice", "what is sent at once when bob is back", Optional.empty(), Optional.empty());
            relay.failDeviceList(whose, 2);

            assertThatThrownBy(bob::connect).hasMessage("unreachable");
            assertThat(bob.isConnected()).isFalse();

            alice.listen(new Collector(arrived));
            alice.stayConnected();
            bob.stayConnected();
            assertThat(arrived.poll(60, TimeUnit.SECONDS)).isEqualTo("what is sent at once when bob is back");
        }
    }

    @Test
    void what_is_sent_while_the_recipients_list_can_not_be_read_is_taken_and_leaves_later() throws Exception {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        try (var alice = open("alice");
                var bob = open("bob")) {
            bob.listen(new Collector(arrived));
            bob.stayConnected();
            alice.connect();
            relay.failDeviceList("bob", 1);
            alice.send("bob", "in the meantime", Optional.empty(), Optional.empty());
            alice.stayConnected();
            assertThat(arrived.poll(60, TimeUnit.SECONDS)).isEqualTo("in the meantime");
        }
    }

    @Test
    void a_connection_cut_right_after_the_log_in_is_made_again() throws Exception {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        try (var alice = open("alice");
                var bob = open("bob")) {
            alice.connect();
            relay.logInsToCut = 5;
            bob.listen(new Collector(arrived));
            bob.stayConnected();
            relay.awaitLogInsCut();
            var sending = alice.send("bob", "hello", Optional.empty(), Optional.empty());

            sending.accepted().get(60, TimeUnit.SECONDS);
            assertThat(arrived.poll(60, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    @Test
    void an_enrolment_whose_answer_got_lost_is_taken_up() {
        var code = relay.invite("carol");
        relay.losesNextAnswer = true;
        assertThatThrownBy(() -> enrol("carol", code)).hasMessage("unreachable");

        enrol("carol", code);

        try (var carol = open("carol")) {
            carol.connect();
            assertThat(carol.status().user()).isEqualTo("carol");
        }
    }

    @Test
    void one_process_owns_a_home() {
        try (var alice = open("alice")) {
            assertThat(alice.isConnected()).isFalse();
            assertThatThrownBy(() -> open("alice")).hasMessage("store-in-use");
        }
    }

    private MayflyClient open(String user) {
        return MayflyClient.open(folder.resolve(user), () -> SecretBytes.copyOf(new byte[0]), surroundings);
    }

    private void enrol(String user, String code) {
        try (var passphrase = SecretBytes.copyOf("otter marble quiet lantern".getBytes(StandardCharsets.UTF_8))) {
            new Enrolment(MemoryRelay.ADDRESS, ServerTrust.machine(), code, user, false)
                    .carryOut(folder.resolve(user), passphrase, surroundings);
        }
    }

    private static class Collector implements MessageListener {

        private final BlockingQueue<String> texts;

        Collector(BlockingQueue<String> texts) {
            this.texts = texts;
        }

        @Override
        public void received(Message message) {
            texts.add(message.text());
        }

        @Override
        public void warned(AuthenticationWarning warning) {
            texts.add("warning " + warning.code());
        }
    }
}
