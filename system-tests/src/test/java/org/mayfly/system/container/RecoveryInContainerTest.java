package org.mayfly.system.container;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.device.Devices.FirstPrekeys;
import org.mayfly.messaging.device.OwnDevices;
import org.mayfly.messaging.device.OwnDevices.DeviceRevoked;
import org.mayfly.messaging.device.OwnDevices.DeviceWaiting;
import org.mayfly.messaging.device.OwnDevices.DevicesChanged;
import org.mayfly.messaging.mailbox.Mailboxes;
import org.mayfly.messaging.network.Networks;
import org.mayfly.messaging.network.Networks.Network;
import org.mayfly.messaging.prekey.Prekeys;
import org.mayfly.messaging.recovery.Recovery;
import org.mayfly.messaging.recovery.Recovery.AccountNames;
import org.mayfly.messaging.recovery.ReturnedAccount;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.protocol.client.EnrolmentMaterial;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Coming back, further devices and the end of an account under the container's transactions, with a real client's keys. */
@ExtendWith(ArquillianExtension.class)
class RecoveryInContainerTest {
    private static final Actor.Anonymous NOBODY = new Actor.Anonymous();
    private static final Duration DAY = Duration.ofDays(1);

    private final Actor.Administrator administrator = new Actor.Administrator(UUID.randomUUID());

    @Inject
    private Networks networks;

    @Inject
    private Devices devices;

    @Inject
    private Prekeys prekeys;

    @Inject
    private Mailboxes mailboxes;

    @Inject
    private OwnDevices own;

    @Inject
    private Recovery recovery;

    @Inject
    private ReturnedAccount account;

    @Inject
    private Entrance entrance;

    @Inject
    private StoredRows rows;

    @Inject
    private Heard heard;

    @Inject
    private UserTransaction transaction;

    private Network network;
    private Participant anna;
    private AccountNames names;

    @Deployment
    public static Archive<?> archive() {
        return TestArchive.assembled();
    }

    @BeforeEach
    void somebody() {
        network = networks.create(administrator, "Recovery " + UUID.randomUUID());
        anna = entrance.enrol(administrator, network.id(), "anna");
        names = new AccountNames(network.name(), "Anna");
    }

    @Test
    void a_wrong_proof_uses_the_challenge_up_although_it_is_refused() {
        var right = entrance.logIn(names, Entrance.PASSPHRASE);
        var wrong = new Recovery.LogIn(
                right.person(),
                right.challenge(),
                right.time(),
                entrance.logIn(names, "no green umbrella at all").signature());

        assertRefused(Reason.WRONG_CREDENTIALS, () -> recovery.logIn(NOBODY, wrong));

        assertRefused(Reason.WRONG_CREDENTIALS, () -> recovery.logIn(NOBODY, right));
        assertThat(recovery.logIn(NOBODY, entrance.logIn(names, Entrance.PASSPHRASE))
                        .user())
                .isEqualTo(anna.actor().user());
    }

    @Test
    void a_further_device_waits_is_approved_and_revoked_with_everything_that_was_its() throws Exception {
        try (var back = entrance.comeBack(names)) {
            var phone = back.furtherDevice();
            assertThat(add(back.actor(), phone).active()).isFalse();
            heard.next(DeviceWaiting.class, event -> event.device().equals(phone.device()));
            own.approve(anna.actor(), hash(phone));
            heard.next(
                    DevicesChanged.class,
                    event -> event.user().equals(anna.actor().user()) && event.version() == 2);
            assertThat(own.list(anna.actor())).hasSize(2);
        }
        try (var back = entrance.comeBack(names)) {
            var phone = back.list().devices().stream()
                    .filter(device -> !device.device().equals(anna.actor().device()))
                    .findFirst()
                    .orElseThrow()
                    .device();
            assertThat(rows.holding(uuid(phone))).contains("device.id", "prekey.device_id");

            account.revoke(back.actor(), back.without(phone));

            heard.next(DeviceRevoked.class, event -> event.device().equals(phone));
            assertThat(rows.holding(uuid(phone))).isEmpty();
            assertThat(own.list(anna.actor())).hasSize(1);
        }
    }

    @Test
    void an_account_ends_whole_or_not_at_all() throws Exception {
        var ben = entrance.enrol(administrator, network.id(), "ben");
        mailboxes
                .append(
                        ben.actor(),
                        ben.seal("For Anna.", anna, DAY, devices, prekeys).submit())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        var ids = new UUID[] {uuid(anna.actor().device()), uuid(anna.actor().user())};
        try (var back = entrance.comeBack(names)) {
            add(back.actor(), back.furtherDevice());
            var before = rows.holding(ids);
            assertThat(before)
                    .contains(
                            "device.id",
                            "device_list.user_id",
                            "mailbox_entry.device_id",
                            "prekey.device_id",
                            "recovery_bundle.user_id",
                            "recovery_session.user_id",
                            "waiting_device.user_id");

            transaction.begin();
            account.delete(back.actor());
            transaction.rollback();
            assertThat(rows.holding(ids)).isEqualTo(before);

            account.delete(back.actor());
            assertThat(rows.holding(ids)).containsExactly("app_user.id");
            assertRefused(Reason.UNAUTHENTICATED, () -> account.delete(back.actor()));
        }
        assertRefused(
                Reason.WRONG_CREDENTIALS, () -> recovery.logIn(NOBODY, entrance.logIn(names, Entrance.PASSPHRASE)));
    }

    @Test
    void ten_evaluations_are_counted_and_the_eleventh_is_refused_for_an_hour() {
        for (int i = 0; i < 10; i++) {
            entrance.logIn(names, "guess number " + i);
        }

        assertRefused(Reason.RATE_LIMITED, () -> entrance.logIn(names, Entrance.PASSPHRASE));
    }

    private ReturnedAccount.Added add(Actor.Returned actor, EnrolmentMaterial material) {
        var first = new FirstPrekeys(material.prekeys(), Optional.of(material.kemPrekeys()));
        return account.add(actor, Entrance.offer(material.list()), first, Optional.empty());
    }

    private static Bytes hash(EnrolmentMaterial material) {
        return new Sha512(CryptoProvider.preferred())
                .hash(Bytes.of(material.list().getList().toByteArray()));
    }

    private static UUID uuid(Object id) {
        return UUID.fromString(id.toString());
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(reason.code()));
    }
}
