package org.mayfly.messaging.device;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.Bundle;
import org.mayfly.messaging.bundle.FirstBundles;
import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.messaging.refusal.Refusing;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.LogIn;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** Enrolment and log-in. */
class DevicesTest {

    private static final Relay RELAY = new Relay();
    private static final Actor.Anonymous NOBODY = new Actor.Anonymous();

    private final Devices devices = RELAY.devices;
    private final Bytes nonce = TestDevice.random(32);

    @Test
    void an_invited_user_enrols_a_device_and_is_active() {
        var invited = RELAY.invite("ada");
        var device = RELAY.device(invited);
        var list = device.list();
        var actor = enrol(invited.code(), list, device.firstPrekeys(3, RELAY.now()));
        assertThat(actor).isEqualTo(device.actor());
        assertThat(devices.deviceList(actor, device.address.user())).isEqualTo(list);
        assertThat(RELAY.server.rows("SELECT name FROM app_user WHERE identity_key IS NOT NULL AND name = 'ada'"))
                .hasSize(1);
    }

    @Test
    void an_invitation_is_used_once() {
        var invited = RELAY.invite("once");
        RELAY.enrol(invited);
        var second = RELAY.device(invited);
        assertRefused(
                Reason.INVITATION_UNUSABLE,
                () -> enrol(invited.code(), second.list(), second.firstPrekeys(1, RELAY.now())));
    }

    @Test
    void an_expired_invitation_is_refused() {
        var relay = new Relay();
        var invited = relay.invite("late");
        var device = relay.device(invited);
        relay.server.clock.advance(Duration.ofDays(7));
        assertRefused(
                Reason.INVITATION_UNUSABLE,
                () -> relay.devices.enrol(
                        NOBODY,
                        invited.code(),
                        device.list(),
                        device.firstPrekeys(1, relay.now()),
                        relay.firstBundles()));
    }

    @Test
    void a_wrong_code_is_refused() {
        var device = RELAY.device(RELAY.invite("guess"));
        assertRefused(
                Reason.INVITATION_UNUSABLE,
                () -> enrol("0".repeat(26), device.list(), device.firstPrekeys(1, RELAY.now())));
    }

    @Test
    void a_list_with_a_wrong_signature_is_refused_and_the_invitation_still_works() {
        var invited = RELAY.invite("forged");
        var device = RELAY.device(invited);
        var forged = device.list().toBuilder()
                .setSignature(RELAY.device(invited).list().getSignature())
                .build();
        assertRefused(
                Reason.INVALID_SIGNATURE, () -> enrol(invited.code(), forged, device.firstPrekeys(1, RELAY.now())));
        assertThat(enrol(invited.code(), device.list(), device.firstPrekeys(1, RELAY.now())))
                .isEqualTo(device.actor());
    }

    @Test
    void a_list_for_another_user_is_refused() {
        var invited = RELAY.invite("victim");
        var other = new TestDevice(RELAY.network, new UserId(TestDevice.random(16)));
        assertRefused(
                Reason.INVALID_SIGNATURE,
                () -> enrol(invited.code(), other.list(), other.firstPrekeys(1, RELAY.now())));
    }

    @Test
    void a_prekey_batch_of_another_device_is_refused_and_nothing_is_stored() {
        var invited = RELAY.invite("mixed");
        var device = RELAY.device(invited);
        var other = RELAY.device(invited);
        assertRefused(
                Reason.INVALID_SIGNATURE,
                () -> enrol(invited.code(), device.list(), other.firstPrekeys(1, RELAY.now())));
        assertThat(RELAY.server.rows("SELECT name FROM app_user WHERE identity_key IS NOT NULL AND name = 'mixed'"))
                .isEmpty();
    }

    @Test
    void a_device_of_the_second_suite_without_its_keys_is_refused_and_nothing_is_stored() {
        var invited = RELAY.invite("keyless");
        var device = RELAY.device(invited);
        var first = new Devices.FirstPrekeys(device.prekeys(1, RELAY.now()), Optional.empty());
        assertNotEnrolled(Reason.MALFORMED, invited, device, first);
    }

    @Test
    void a_device_of_the_first_suite_alone_enrols_without_the_other_keys_and_is_refused_with_them() {
        var invited = RELAY.invite("classical");
        var device = new TestDevice(RELAY.network, invited.user(), List.of(1));
        var both = new Devices.FirstPrekeys(
                device.prekeys(1, RELAY.now()), Optional.of(device.kemPrekeys(1, RELAY.now())));
        assertNotEnrolled(Reason.MALFORMED, invited, device, both);
        enrol(invited.code(), device.list(), device.firstPrekeys(1, RELAY.now()));
        assertThat(devices.logIn(NOBODY, nonce, logIn(RELAY, device, 1)).prekeysLeft())
                .isEqualTo(new Devices.PrekeysLeft(1, 0));
    }

    @Test
    void batches_in_each_others_place_or_twice_of_one_type_are_refused() {
        var invited = RELAY.invite("swapped");
        var device = RELAY.device(invited);
        var classical = device.prekeys(1, RELAY.now());
        var kem = device.kemPrekeys(1, RELAY.now());
        var wrong = List.of(
                new Devices.FirstPrekeys(kem, Optional.of(classical)),
                new Devices.FirstPrekeys(classical, Optional.of(device.prekeys(1, RELAY.now()))),
                new Devices.FirstPrekeys(kem, Optional.of(device.kemPrekeys(1, RELAY.now()))));
        for (var first : wrong) {
            assertNotEnrolled(Reason.MALFORMED, invited, device, first);
        }
    }

    @Test
    void a_second_batch_of_another_device_with_a_broken_key_or_with_an_id_of_the_first_is_refused() {
        var invited = RELAY.invite("kem");
        var device = RELAY.device(invited);
        var classical = device.prekeys(1, RELAY.now());
        var foreign = RELAY.device(invited).kemPrekeys(1, RELAY.now());
        assertNotEnrolled(
                Reason.INVALID_SIGNATURE, invited, device, new Devices.FirstPrekeys(classical, Optional.of(foreign)));
        var kem = device.kemPrekeys(1, RELAY.now());
        var broken = kem.toBuilder();
        broken.setPrekeys(0, kem.getPrekeys(0).toBuilder().setKey(ByteString.copyFrom(new byte[1567])));
        assertNotEnrolled(
                Reason.MALFORMED, invited, device, new Devices.FirstPrekeys(classical, Optional.of(broken.build())));
        var sameId = device.kemPrekeys(
                List.of(Bytes.of(classical.getPrekeys(0).getId().toByteArray())), RELAY.now());
        assertNotEnrolled(
                Reason.PREKEY_REUSED, invited, device, new Devices.FirstPrekeys(classical, Optional.of(sameId)));
        enrol(invited.code(), device.list(), new Devices.FirstPrekeys(classical, Optional.of(kem)));
    }

    private Actor.Device enrol(String code, SignedDeviceList list, Devices.FirstPrekeys first) {
        return devices.enrol(NOBODY, code, list, first, RELAY.firstBundles());
    }

    @Test
    void a_bundle_under_no_seed_or_a_recovery_key_where_the_policy_has_none_enrols_nobody() {
        var relay = new Relay();
        var invited = relay.invite("paper");
        var device = relay.device(invited);
        var prekeys = device.firstPrekeys(1, relay.now());
        var paper = Bundle.parse(
                TestDevice.random(94),
                relay.firstBundles().passphrase().logInKey().encoded(),
                Optional.empty());
        var seedless = new FirstBundles(paper, Optional.empty());
        assertRefused(
                Reason.MALFORMED, () -> relay.devices.enrol(NOBODY, invited.code(), device.list(), prekeys, seedless));
        var both = new FirstBundles(relay.firstBundles().passphrase(), Optional.of(paper));
        relay.policies.set(
                Relay.OPERATOR,
                relay.network,
                EphemeralityPolicy.INITIAL.withDevices(new DevicePolicy(true, 5, false, false, true)));
        assertRefused(
                Reason.FORBIDDEN, () -> relay.devices.enrol(NOBODY, invited.code(), device.list(), prekeys, both));
        assertThat(relay.server.rows("SELECT id::text FROM device")).isEmpty();
        relay.policies.set(Relay.OPERATOR, relay.network, EphemeralityPolicy.INITIAL);
        assertThat(relay.devices.enrol(NOBODY, invited.code(), device.list(), prekeys, both))
                .isEqualTo(device.actor());
    }

    private void assertNotEnrolled(
            Reason reason, Relay.Invited invited, TestDevice device, Devices.FirstPrekeys first) {
        assertRefused(reason, () -> enrol(invited.code(), device.list(), first));
        assertThat(RELAY.server.rows("SELECT id::text FROM device WHERE user_id = '" + invited.user() + "'"))
                .isEmpty();
        assertThat(RELAY.server.rows("SELECT id::text FROM prekey WHERE device_id = '" + device.address.device() + "'"))
                .isEmpty();
    }

    @Test
    void bytes_that_are_no_list_are_refused() {
        var invited = RELAY.invite("garbled");
        var device = RELAY.device(invited);
        var garbled = device.list().toBuilder()
                .setList(ByteString.copyFromUtf8("garbled"))
                .build();
        assertRefused(Reason.MALFORMED, () -> enrol(invited.code(), garbled, device.firstPrekeys(1, RELAY.now())));
    }

    @Test
    void a_device_logs_in_with_its_signature_and_gets_a_token_that_works_for_an_hour() {
        var relay = new Relay();
        var device = relay.enrolled("grace");
        var session = relay.devices.logIn(NOBODY, nonce, logIn(relay, device, 1));
        assertThat(session.prekeysLeft()).isEqualTo(new Devices.PrekeysLeft(Relay.FIRST_PREKEYS, Relay.FIRST_PREKEYS));
        var token = session.restToken().toBase64Url();
        assertThat(relay.devices.authenticate(token)).isEqualTo(device.actor());
        relay.server.clock.advance(Duration.ofHours(1));
        assertRefused(Reason.UNAUTHENTICATED, () -> relay.devices.authenticate(token));
    }

    @Test
    void the_token_itself_is_not_stored() {
        var device = RELAY.enrolled("hashed");
        var token = devices.logIn(NOBODY, nonce, logIn(RELAY, device, 1)).restToken();
        assertThat(RELAY.server.rows("SELECT encode(token_hash, 'hex') FROM device_session"))
                .isNotEmpty()
                .doesNotContain(token.toHex());
    }

    @Test
    void a_log_in_for_another_connection_is_refused() {
        var device = RELAY.enrolled("nonce");
        assertRefused(
                Reason.UNAUTHENTICATED, () -> devices.logIn(NOBODY, TestDevice.random(32), logIn(RELAY, device, 1)));
    }

    @Test
    void a_log_in_for_another_server_is_refused() {
        var device = RELAY.enrolled("server");
        var elsewhere = device.logIn("https://elsewhere.example", nonce, RELAY.now(), 1);
        assertRefused(Reason.UNAUTHENTICATED, () -> devices.logIn(NOBODY, nonce, elsewhere));
    }

    @Test
    void an_unknown_device_is_refused_with_the_same_answer() {
        var stranger = new TestDevice(RELAY.network, new UserId(TestDevice.random(16)));
        assertRefused(Reason.UNAUTHENTICATED, () -> devices.logIn(NOBODY, nonce, logIn(RELAY, stranger, 1)));
    }

    @Test
    void a_clock_more_than_five_minutes_off_is_refused() {
        var device = RELAY.enrolled("clock");
        for (var off : new Duration[] {Duration.ofMinutes(5), Duration.ofMinutes(-5)}) {
            var further = off.plusMillis(off.isNegative() ? -1 : 1);
            var logIn = device.logIn(devices.serverName(), nonce, RELAY.now().plus(further), 1);
            assertRefused(Reason.CLOCK_OFF, () -> devices.logIn(NOBODY, nonce, logIn));
        }
        var justRight = device.logIn(devices.serverName(), nonce, RELAY.now().minus(Duration.ofMinutes(5)), 1);
        assertThat(devices.logIn(NOBODY, nonce, justRight).device()).isEqualTo(device.actor());
    }

    @Test
    void a_store_generation_that_has_not_grown_is_refused() {
        var device = RELAY.enrolled("clone");
        devices.logIn(NOBODY, nonce, logIn(RELAY, device, 5));
        assertRefused(Reason.UNAUTHENTICATED, () -> devices.logIn(NOBODY, nonce, logIn(RELAY, device, 5)));
        assertRefused(Reason.UNAUTHENTICATED, () -> devices.logIn(NOBODY, nonce, logIn(RELAY, device, 4)));
        assertThat(devices.logIn(NOBODY, nonce, logIn(RELAY, device, 6)).device())
                .isEqualTo(device.actor());
    }

    @Test
    void a_database_that_goes_away_during_a_log_in_is_busy_and_the_same_store_generation_works_afterwards() {
        var device = RELAY.enrolled("outage");
        var told = new ArrayList<Throwable>();
        assertThatThrownBy(() -> RELAY.server.transactions.requiresNew(() -> {
                    var backend = RELAY.server
                            .get(Jdbc.class)
                            .one("SELECT pg_backend_pid() AS pid", row -> row.integer("pid"));
                    RELAY.server.rows("SELECT pg_terminate_backend(" + backend + ", 10000)::text");
                    told.add(catchThrowable(() -> devices.logIn(NOBODY, nonce, logIn(RELAY, device, 1))));
                    return "commit";
                }))
                .as("nothing can be committed on a connection that is gone")
                .isInstanceOf(SQLException.class);
        assertThat(told)
                .singleElement()
                .satisfies(thrown -> assertThat(refusal(thrown)).contains("busy"));
        assertThat(devices.logIn(NOBODY, nonce, logIn(RELAY, device, 1)).device())
                .isEqualTo(device.actor());
    }

    /** As a transport finds it. */
    private static Optional<String> refusal(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof Refusing refusing) {
                return refusing.asRefusal().map(Refusal::code);
            }
        }
        return Optional.empty();
    }

    @Test
    void a_suspended_users_device_is_refused_and_its_sessions_end() {
        var device = RELAY.enrolled("suspended");
        var token = devices.logIn(NOBODY, nonce, logIn(RELAY, device, 1))
                .restToken()
                .toBase64Url();
        RELAY.users.suspend(Relay.OPERATOR, RELAY.network, device.address.user());
        assertRefused(Reason.SUSPENDED, () -> devices.logIn(NOBODY, nonce, logIn(RELAY, device, 2)));
        assertRefused(Reason.UNAUTHENTICATED, () -> devices.authenticate(token));
    }

    @Test
    void a_device_list_of_another_network_is_unknown() {
        var device = RELAY.enrolled("insider");
        var outsider = new Relay().enrolled("outsider");
        assertRefused(Reason.UNKNOWN_USER, () -> devices.deviceList(device.actor(), outsider.address.user()));
    }

    private LogIn logIn(Relay relay, TestDevice device, long generation) {
        return device.logIn(relay.devices.serverName(), nonce, relay.now(), generation);
    }
}
