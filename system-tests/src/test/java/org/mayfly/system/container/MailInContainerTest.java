package org.mayfly.system.container;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.mailbox.Mailboxes;
import org.mayfly.messaging.mailbox.Mailboxes.MailArrived;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.messaging.network.Networks;
import org.mayfly.messaging.network.Networks.Network;
import org.mayfly.messaging.prekey.Prekeys;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.user.Users;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.Submit;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Devices, one-time keys and mailboxes in the container: its transactions, its executor, its timers. */
@ExtendWith(ArquillianExtension.class)
class MailInContainerTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final long LIMIT_SECONDS = 30;

    private final Actor.Administrator administrator = new Actor.Administrator(UUID.randomUUID());

    @Inject
    private Networks networks;

    @Inject
    private Users users;

    @Inject
    private Devices devices;

    @Inject
    private Prekeys prekeys;

    @Inject
    private Mailboxes mailboxes;

    @Inject
    private Entrance entrance;

    @Inject
    private Heard heard;

    @Inject
    private StoredMail storedMail;

    private Network network;
    private Participant anna;
    private Participant ben;

    @Deployment
    public static Archive<?> archive() {
        return TestArchive.assembled();
    }

    @BeforeEach
    void twoPeople() {
        network = networks.create(administrator, "Mail " + UUID.randomUUID());
        anna = entrance.enrol(administrator, network.id(), "anna");
        ben = entrance.enrol(administrator, network.id(), "ben");
    }

    @Test
    void a_sealed_message_is_appended_announced_read_opened_and_gone_once_acknowledged() throws Exception {
        var ready = anna.seal("Hello from inside.", ben, DAY, devices, prekeys);

        var receipt = completed(mailboxes.append(anna.actor(), ready.submit()).toCompletableFuture());
        heard.next(
                MailArrived.class,
                mail -> mail.envelopes().containsKey(ben.actor().device()));
        var waiting = waiting(ben);

        assertThat(receipt.message()).isEqualTo(ready.message());
        assertThat(waiting).hasSize(1);
        assertThat(ben.open(waiting.get(0), devices)).isEqualTo(new MessageContent.Text("Hello from inside."));
        assertThat(storedMail.rowsFor(ben)).isEqualTo(1);

        completed(mailboxes
                .acknowledge(ben.actor(), List.of(waiting.get(0).place()))
                .toCompletableFuture());
        assertThat(waiting(ben)).isEmpty();
        assertThat(storedMail.rowsFor(ben)).isZero();
    }

    @Test
    void nobody_acknowledges_mail_of_another_device() throws Exception {
        var ready = anna.seal("Yours.", ben, DAY, devices, prekeys);
        completed(mailboxes.append(anna.actor(), ready.submit()).toCompletableFuture());
        var place = waiting(ben).get(0).place();

        completed(mailboxes.acknowledge(anna.actor(), List.of(place)).toCompletableFuture());

        assertThat(waiting(ben)).hasSize(1);
        assertThat(waiting(anna)).isEmpty();
    }

    @Test
    void the_same_submission_again_has_the_same_receipt_and_no_second_row() throws Exception {
        var ready = anna.seal("Once.", ben, DAY, devices, prekeys);

        var first = completed(mailboxes.append(anna.actor(), ready.submit()).toCompletableFuture());
        var second = completed(mailboxes.append(anna.actor(), ready.submit()).toCompletableFuture());

        assertThat(second.message()).isEqualTo(first.message());
        assertThat(storedMail.rowsFor(ben)).isEqualTo(1);
    }

    @Test
    void each_claim_hands_out_other_keys_and_leaves_fewer() {
        for (var type : List.of(PrekeyType.PREKEY_TYPE_P521, PrekeyType.PREKEY_TYPE_MLKEM1024)) {
            int full = prekeys.left(ben.actor(), type);

            var ids = Stream.of(anna.claim(ben, type, 20, prekeys), anna.claim(ben, type, 20, prekeys))
                    .flatMap(List::stream)
                    .map(key -> key.getPrekey().getId())
                    .toList();

            assertThat(ids).hasSize(40).doesNotHaveDuplicates();
            assertThat(prekeys.left(ben.actor(), type)).isEqualTo(full - 40);
        }
    }

    @Test
    void a_suspended_user_is_announced_and_neither_sends_nor_receives() throws Exception {
        var before = anna.seal("Too late.", ben, DAY, devices, prekeys);
        users.suspend(administrator, network.id(), anna.actor().user());

        heard.next(
                Users.UserSuspended.class,
                event -> event.user().equals(anna.actor().user()));
        assertRefused("suspended", anna.actor(), before.submit());

        users.resume(administrator, network.id(), anna.actor().user());
        users.suspend(administrator, network.id(), ben.actor().user());
        assertRefused("not-recipient", anna.actor(), before.submit());
        assertThat(storedMail.rowsFor(ben)).isZero();
    }

    @Test
    void a_submission_to_another_network_is_refused_and_stores_nothing() throws Exception {
        var elsewhere = networks.create(administrator, "Elsewhere " + UUID.randomUUID());
        var carla = entrance.enrol(administrator, elsewhere.id(), "carla");
        var ready = anna.seal("Not for you.", ben, DAY, devices, prekeys);
        var wrap = ready.submit().getWraps(0).toBuilder()
                .setUser(Participant.wire(carla.actor().user().value()))
                .setDevice(Participant.wire(carla.actor().device().value()));

        assertRefused(
                "not-recipient",
                anna.actor(),
                ready.submit().toBuilder().setWraps(0, wrap).build());

        assertThat(storedMail.rowsFor(carla)).isZero();
    }

    @Test
    void the_containers_timer_purges_what_expired_without_anybody_asking() throws Exception {
        var ready = anna.seal("Short.", ben, Duration.ofSeconds(10), devices, prekeys);
        completed(mailboxes.append(anna.actor(), ready.submit()).toCompletableFuture());
        assertThat(storedMail.rowsFor(ben)).isEqualTo(1);

        storedMail.awaitNoRowFor(ben, Duration.ofSeconds(90));

        assertThat(waiting(ben)).isEmpty();
    }

    private void assertRefused(String code, Actor.Device sender, Submit submit) {
        assertThatThrownBy(() -> completed(mailboxes.append(sender, submit).toCompletableFuture()))
                .hasCauseInstanceOf(RefusedException.class)
                .cause()
                .hasMessage(code);
    }

    private List<Stored> waiting(Participant participant) {
        return mailboxes.read(participant.actor(), Place.START, 10).envelopes();
    }

    private static <T> T completed(CompletableFuture<T> future) throws Exception {
        return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
