package org.mayfly.client.account;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mayfly.client.Surroundings;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.AccountNames;
import org.mayfly.client.rest.DeviceCalls;
import org.mayfly.protocol.client.Enrolment;
import org.mayfly.protocol.client.recovery.RecoveryKey;
import org.mayfly.protocol.client.store.memory.MemorySecrets;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.DeviceClass;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a person does with the account, and what a server that lies about it can do. */
class AccountTest {

    private static final CryptoProvider PROVIDER = CryptoProvider.preferred();
    private static final AccountNames NAMES = new AccountNames(" Überblick", "anna ");
    private static final String PASSPHRASE = "marble quiet lantern five";

    private final MemoryAccounts server = new MemoryAccounts();
    private final Surroundings surroundings =
            new Surroundings(Clock.systemUTC(), PROVIDER, RandomSource.of(PROVIDER), (address, trust) -> {
                throw new AssertionError("no other way to the server");
            });
    private final AccountOpening opening = new AccountOpening(surroundings, URI.create(MemoryAccounts.ADDRESS), server);

    private static SecretBytes secret(String text) {
        return SecretBytes.takeOver(text.getBytes(StandardCharsets.UTF_8));
    }

    private OpenAccount open(String passphrase) {
        return opening.open(NAMES, new Proof.OfPassphrase(secret(passphrase)));
    }

    private OpenAccount open(RecoveryKey key) {
        return opening.open(NAMES, new Proof.OfRecoveryKey(key));
    }

    @BeforeEach
    void a_person_enrols() {
        try (var first = opening.first("CODE", secret(PASSPHRASE)).orElseThrow()) {
            var material = new Enrolment(PROVIDER, surroundings.random(), new MemorySecrets())
                    .prepare(
                            new Enrolment.Owner(server.network, server.user, DeviceClass.DEVICE_CLASS_NATIVE),
                            surroundings.clock().instant(),
                            identity -> {
                                var sealed = first.seal(server.network, server.user, identity);
                                server.bundles.put(
                                        Way.PASSPHRASE,
                                        MemoryAccounts.object()
                                                .put(
                                                        "bundle",
                                                        sealed.bundle().sealed().toBase64Url())
                                                .put(
                                                        "logInKey",
                                                        sealed.logInKey()
                                                                .encoded()
                                                                .toBase64Url())
                                                .put(
                                                        "seedId",
                                                        sealed.seedId()
                                                                .orElseThrow()
                                                                .toBase64Url()));
                                server.versions.put(Way.PASSPHRASE, 1L);
                            });
            server.lists.add(material.list());
        }
    }

    @Test
    void the_passphrase_opens_the_account_and_another_does_not() {
        try (var account = open(PASSPHRASE)) {
            assertThat(account.signedIn().user()).isEqualTo(server.user);
            assertThat(account.list().version()).isEqualTo(1);
        }
        assertThatThrownBy(() -> open(PASSPHRASE + "?")).hasMessage("wrong-credentials");
    }

    @Test
    void a_further_device_joins_on_the_next_list() {
        server.approvalNeeded = false;
        DeviceId added;
        try (var account = open(PASSPHRASE)) {
            var material = account.prepareDevice(new MemorySecrets());
            added = material.device();
            assertThat(account.add(material, Optional.empty())).isTrue();
        }
        try (var account = open(PASSPHRASE)) {
            assertThat(account.list().version()).isEqualTo(2);
            assertThat(account.list().devices()).hasSize(2);
            account.revoke(added);
            assertThatThrownBy(() -> account.revoke(DeviceId.of(new byte[16]))).hasMessage("unknown-device");
        }
        try (var account = open(PASSPHRASE)) {
            assertThat(account.list().version()).isEqualTo(3);
            assertThat(account.list().device(added)).isEmpty();
            var last = account.list().devices().get(0).device();
            assertThatThrownBy(() -> account.revoke(last)).hasMessage("last-device");
        }
    }

    @Test
    void a_changed_passphrase_opens_and_the_old_one_does_not() {
        try (var account = open(PASSPHRASE)) {
            account.changePassphrase(secret("orange thunder violin nine"));
        }
        assertThatThrownBy(() -> open(PASSPHRASE)).hasMessage("wrong-credentials");
        try (var account = open("orange thunder violin nine")) {
            assertThat(account.signedIn().passphraseVersion()).isEqualTo(2);
        }
    }

    @Test
    void a_new_seed_takes_the_account_over_when_its_passphrase_is_next_used() {
        var first = server.seed();
        open(PASSPHRASE).close();
        assertThat(server.seed()).as("nothing is newer").isEqualTo(first);
        assertThat(server.versions.get(Way.PASSPHRASE)).isEqualTo(1);

        var second = server.rotate();
        open(PASSPHRASE).close();
        assertThat(server.seed()).isEqualTo(second);
        assertThat(server.versions.get(Way.PASSPHRASE)).isEqualTo(2);

        server.forgetOldSeeds();
        try (var account = open(PASSPHRASE)) {
            account.changePassphrase(secret("orange thunder violin nine"));
        }
        assertThat(server.versions.get(Way.PASSPHRASE)).isEqualTo(3);
        assertThatThrownBy(() -> open(PASSPHRASE)).hasMessage("wrong-credentials");
    }

    @Test
    void who_renews_and_changes_the_passphrase_at_once_has_the_versions_in_order() {
        server.rotate();
        try (var account = open(PASSPHRASE)) {
            account.changePassphrase(secret("orange thunder violin nine"));
        }
        assertThat(server.versions.get(Way.PASSPHRASE)).isEqualTo(3);
        open("orange thunder violin nine").close();
    }

    @Test
    void an_account_opens_though_it_can_not_be_sealed_anew_and_is_the_next_time() {
        var first = server.seed();
        var second = server.rotate();
        server.refusesBundles = true;
        open(PASSPHRASE).close();
        assertThat(server.seed()).isEqualTo(first);

        server.refusesBundles = false;
        open(PASSPHRASE).close();
        assertThat(server.seed()).isEqualTo(second);
    }

    @Test
    void a_recovery_key_seals_nothing_anew() {
        RecoveryKey paper;
        try (var account = open(PASSPHRASE)) {
            paper = account.makeRecoveryKey();
        }
        var first = server.seed();
        server.rotate();
        open(paper).close();
        assertThat(server.seed()).isEqualTo(first);
    }

    @Test
    void a_recovery_key_opens_until_it_is_replaced_or_removed() {
        RecoveryKey paper;
        try (var account = open(PASSPHRASE)) {
            paper = account.makeRecoveryKey();
        }
        RecoveryKey again;
        try (var account = open(paper)) {
            account.changePassphrase(secret("orange thunder violin nine"));
            again = account.makeRecoveryKey();
        }
        assertThatThrownBy(() -> open(paper)).hasMessage("wrong-credentials");
        try (var account = open(again)) {
            account.removeRecoveryKey();
        }
        assertThatThrownBy(() -> open(again)).hasMessage("wrong-credentials");
        open("orange thunder violin nine").close();
    }

    @Test
    void a_server_that_hides_the_newest_list_or_breaks_the_chain_is_not_worked_with() {
        VerifiedDeviceList newest;
        server.approvalNeeded = false;
        try (var account = open(PASSPHRASE)) {
            var unused = account.add(account.prepareDevice(new MemorySecrets()), Optional.empty());
        }
        try (var account = open(PASSPHRASE)) {
            newest = account.list();
            account.requireContinues(newest);
        }
        var hidden = server.lists.remove(1);
        try (var account = open(PASSPHRASE)) {
            assertThatThrownBy(() -> account.requireContinues(newest))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("recovery-damaged");
        }
        server.lists.add(hidden);
        server.lists.remove(0);
        assertThatThrownBy(() -> open(PASSPHRASE)).hasMessage("recovery-damaged");
    }

    @Test
    void a_bundle_put_in_the_place_of_another_opens_nothing() {
        server.versions.put(Way.PASSPHRASE, 2L);
        assertThatThrownBy(() -> open(PASSPHRASE)).hasMessage("recovery-damaged");
    }

    @Test
    void an_account_can_be_deleted() {
        try (var account = open(PASSPHRASE)) {
            account.delete();
        }
        assertThat(server.deleted).isTrue();
    }

    @Test
    void a_device_opens_its_account_by_its_own_count_and_by_everybodys_once_its_token_has_ended() {
        server.evaluationsBy.clear();
        openAs("a device");
        assertThat(server.evaluationsBy).containsExactly(Optional.of("a device"));
        server.evaluationsBy.clear();
        openAs(MemoryAccounts.ENDED);
        assertThat(server.evaluationsBy).containsExactly(Optional.of(MemoryAccounts.ENDED), Optional.empty());
    }

    @Test
    void a_recovery_key_is_made_and_removed_beside_the_device_at_which_the_person_is() {
        server.agreeing = Optional.of("a device");
        try (var account = open(PASSPHRASE)) {
            assertThatThrownBy(account::makeRecoveryKey).hasMessage("forbidden");
            assertThatThrownBy(account::removeRecoveryKey).hasMessage("forbidden");
            account.changePassphrase(secret(PASSPHRASE));
        }
        var device = new DeviceCalls(server, () -> "a device");
        var beside = new AccountOpening(surroundings, URI.create(MemoryAccounts.ADDRESS), server, device);
        try (var account = beside.open(NAMES, new Proof.OfPassphrase(secret(PASSPHRASE)));
                var paper = account.makeRecoveryKey()) {
            open(paper).close();
            account.removeRecoveryKey();
            assertThatThrownBy(() -> open(paper)).hasMessage("wrong-credentials");
        }
    }

    private void openAs(String token) {
        var device = new DeviceCalls(server, () -> token);
        new AccountOpening(surroundings, URI.create(MemoryAccounts.ADDRESS), server, device)
                .open(NAMES, new Proof.OfPassphrase(secret(PASSPHRASE)))
                .close();
    }
}
