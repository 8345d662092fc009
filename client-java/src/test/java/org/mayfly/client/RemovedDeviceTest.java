package org.mayfly.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.relay.Household;
import org.mayfly.client.rest.Http;
import org.mayfly.protocol.client.Enrolment.Owner;
import org.mayfly.protocol.client.store.memory.MemorySecrets;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.wire.DeviceClass;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Alice's laptop takes her phone out. What the phone kept is gone once a verified list says so, and by nothing less. */
class RemovedDeviceTest {

    @TempDir
    private Path homes;

    @SuppressWarnings("NullAway.Init")
    private Household household;

    private final BlockingQueue<Problem> lost = new LinkedBlockingQueue<>();

    @BeforeEach
    void alice_has_a_laptop_and_a_phone() {
        household = Household.in(homes);
        household.enrol("alice", "laptop");
        household.join("alice", "phone");
    }

    @Test
    void it_overwrites_everything_in_its_folder_and_says_so_now_and_later() throws Exception {
        try (var laptop = household.open("laptop");
                var phone = household.open("phone")) {
            laptop.connect();
            phone.listen(hearing());
            phone.connect();
            assertThat(phone.awaitSettled(Duration.ofMinutes(1))).isTrue();
            var files = opened("device.key", "slots", "log");
            assertThat(files).as("control: before").noneMatch(RemovedDeviceTest::isZero);

            household.revoke(laptop, phone);

            assertThat(lost.poll(60, TimeUnit.SECONDS)).isEqualTo(Problem.refused("device-removed"));
            assertThat(files).allMatch(RemovedDeviceTest::isZero);
            assertThat(left()).containsExactlyInAnyOrder("owner.lock", "removed");
            assertThatThrownBy(phone::connect).hasMessage("device-removed");
            assertThatThrownBy(() -> phone.send("bob", "x", Optional.empty(), Optional.empty()))
                    .hasMessage("device-removed");
            assertThatThrownBy(phone::status).hasMessage("device-removed");
        }
        assertThatThrownBy(() -> household.open("phone")).hasMessage("device-removed");
    }

    @Test
    void where_it_takes_itself_out_it_is_erased_though_the_server_shows_it_no_such_list() throws Exception {
        household.relay().holdsAnnouncements = true;
        household.relay().showLists("alice", 2);
        try (var phone = connected()) {
            var files = opened("device.key", "slots", "log");
            household.revoke(phone, phone);

            assertThat(files).allMatch(RemovedDeviceTest::isZero);
            assertThat(left()).containsExactlyInAnyOrder("owner.lock", "removed");
            assertThatThrownBy(phone::status).hasMessage("device-removed");
        }
        assertThatThrownBy(() -> household.open("phone")).hasMessage("device-removed");
        household.open("laptop").close();
    }

    @Test
    void where_the_server_refuses_that_it_takes_itself_out_it_keeps_everything() throws Exception {
        var refusing = new Household(
                homes, household.clock(), household.relay(), refusing("/recovery/lists", household.surroundings()));
        var before = left();
        try (var phone = refusing.open("phone")) {
            phone.connect();
            assertThatThrownBy(() -> refusing.revoke(phone, phone)).hasMessage("conflicting-version");
            assertThat(phone.status().user()).isEqualTo("alice");
        }
        assertThat(left()).containsAll(before).doesNotContain("removed");
        connected().close();
    }

    private static Surroundings refusing(String path, Surroundings surroundings) {
        return new Surroundings(
                surroundings.clock(),
                surroundings.provider(),
                surroundings.random(),
                surroundings.network().andThen(network -> {
                    Http http = call -> call.path().equals(path)
                            ? new Http.Answer(
                                    409, JsonNodeFactory.instance.objectNode().put("code", "conflicting-version"))
                            : network.http().call(call);
                    return new Surroundings.Network(http, network.sockets());
                }));
    }

    @Test
    void its_folder_takes_another_device() {
        removeUnnoticed().close();
        MayflyClient.forget(homes.resolve("phone"));
        assertThatThrownBy(() -> household.open("phone")).hasMessage("not-enrolled");

        household.relay().holdsAnnouncements = false;
        household.join("alice", "phone");
        try (var again = household.open("phone")) {
            again.connect();
            assertThat(again.isConnected()).isTrue();
        }
    }

    @Test
    void a_genuine_list_that_it_hears_of_later_erases_it() throws Exception {
        try (var phone = removeUnnoticed()) {
            household.relay().announce("alice", 3);
            assertThat(lost.poll(60, TimeUnit.SECONDS)).isEqualTo(Problem.refused("device-removed"));
        }
        assertThat(left()).doesNotContain("device.key", "log");
    }

    @Test
    void an_older_list_erases_nothing() throws Exception {
        var phone = connected();
        household.relay().showLists("alice", 1);
        expectNothingErased(phone);
    }

    @Test
    void a_list_whose_signature_is_wrong_erases_nothing() throws Exception {
        var phone = removeUnnoticed();
        household.relay().replaceNewestList("alice", RemovedDeviceTest::spoilt);
        expectNothingErased(phone);
    }

    @Test
    void a_list_of_another_identity_erases_nothing() throws Exception {
        var phone = removeUnnoticed();
        var forged = forged();
        household.relay().replaceNewestList("alice", genuine -> forged);
        expectNothingErased(phone);
    }

    @Test
    void the_servers_word_alone_erases_nothing() {
        for (var word : List.of("device-removed", "unauthenticated", "suspended")) {
            household.relay().logInRefusal = Optional.of(word);
            try (var phone = household.open("phone")) {
                assertThatThrownBy(phone::connect)
                        .as("no word of a removal that is not proved")
                        .hasMessage(word.equals("suspended") ? "suspended" : "unauthenticated");
            }
        }
        household.relay().logInRefusal = Optional.empty();
        connected().close();
    }

    private MayflyClient connected() {
        var phone = household.open("phone");
        phone.listen(hearing());
        phone.connect();
        return phone;
    }

    /** The server tells the phone nothing of it yet, and keeps its connection. */
    private MayflyClient removeUnnoticed() {
        var phone = connected();
        household.relay().holdsAnnouncements = true;
        try (var laptop = household.open("laptop")) {
            laptop.connect();
            household.revoke(laptop, phone);
        }
        return phone;
    }

    /** Is told that there is a newer list, and asks for it. */
    private void expectNothingErased(MayflyClient phone) throws Exception {
        var before = left();
        household.relay().announce("alice", 9);
        household.relay().awaitListAsked("alice");
        assertThat(phone.status().user()).isEqualTo("alice");
        phone.close();
        assertThat(left()).containsAll(before).doesNotContain("removed");
        household.open("phone").close();
    }

    private MessageListener hearing() {
        return new MessageListener() {
            @Override
            public void received(Message message) {}

            @Override
            public void warned(AuthenticationWarning warning) {}

            @Override
            public void disconnected(Problem why) {
                lost.add(why);
            }
        };
    }

    private List<String> left() throws IOException {
        try (var files = Files.list(homes.resolve("phone"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Stay readable after they were removed. */
    private List<FileChannel> opened(String... names) throws IOException {
        var files = new ArrayList<FileChannel>();
        for (var name : names) {
            files.add(FileChannel.open(homes.resolve("phone").resolve(name)));
        }
        return files;
    }

    private static boolean isZero(FileChannel file) {
        try {
            var content = ByteBuffer.allocate(Math.toIntExact(file.size()));
            while (content.hasRemaining() && file.read(content, content.position()) >= 0) {
                continue;
            }
            for (var each : content.array()) {
                if (each != 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SignedDeviceList spoilt(SignedDeviceList list) {
        var signature = list.getSignature().toByteArray();
        signature[7] ^= 1;
        return list.toBuilder().setSignature(ByteString.copyFrom(signature)).build();
    }

    /** Somebody else's list of a person called like that. */
    private SignedDeviceList forged() {
        var provider = CryptoProvider.preferred();
        var owner =
                new Owner(household.relay().network(), household.relay().id("alice"), DeviceClass.DEVICE_CLASS_NATIVE);
        return new org.mayfly.protocol.client.Enrolment(provider, RandomSource.of(provider), new MemorySecrets())
                .prepare(owner, Instant.now(), identity -> {})
                .list();
    }
}
