package org.mayfly.endpoint.delivery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.endpoint.fakes.MemoryCore;
import org.mayfly.messaging.database.DatabaseFailure;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.wire.ClientFrame;
import org.mayfly.protocol.wire.LogIn;
import org.mayfly.protocol.wire.ServerFrame.BodyCase;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;

import static org.assertj.core.api.Assertions.assertThat;

/** From the challenge to the logged-in device. */
class LogInTest {

    private final Device.Server server = new Device.Server();

    @Test
    void the_server_speaks_first_with_a_fresh_nonce_and_its_name() {
        var challenge = server.dial().wire.last().getChallenge();
        assertThat(challenge.getNonce().size()).isEqualTo(32);
        assertThat(challenge.getServerName()).isEqualTo(MemoryCore.ORIGIN);
        assertThat(challenge.getServerTime()).isEqualTo(server.clock.millis());
        assertThat(server.dial().wire.last().getChallenge().getNonce()).isNotEqualTo(challenge.getNonce());
    }

    @Test
    void a_right_signature_logs_the_device_in_and_tells_policy_and_limits() {
        var device = server.loggedIn();
        var loggedIn = device.wire.frames(BodyCase.LOGGED_IN).get(0);
        assertThat(loggedIn.getRequest()).isEqualTo(1);
        assertThat(loggedIn.getLoggedIn().getPolicy().getExpirationDefault()).isEqualTo(7 * 24 * 3600);
        assertThat(loggedIn.getLoggedIn().getPrekeysLeft()).isEqualTo(150);
        assertThat(loggedIn.getLoggedIn().getKemPrekeysLeft()).isEqualTo(149);
        assertThat(loggedIn.getLoggedIn().getMaxFrameBytes()).isEqualTo(1024 * 1024);
        assertThat(device.wire.closed).isEmpty();
    }

    @Test
    void a_wrong_signature_is_refused_and_closed_with_4401() {
        var device = server.dial();
        device.send(ClientFrame.newBuilder()
                .setRequest(4)
                .setLogIn(LogIn.getDefaultInstance())
                .build());
        assertThat(device.wire.last().getRequest()).isEqualTo(4);
        assertThat(device.wire.last().getRefused().getCode()).isEqualTo("unauthenticated");
        assertThat(device.wire.closed).contains(CloseCode.UNAUTHENTICATED);
    }

    @Test
    void a_suspended_user_is_told_so_and_closed_with_4403() {
        server.core.refusesLogIn(Reason.SUSPENDED.refused());
        var device = server.loggedIn();
        assertThat(device.wire.last().getRefused().getCode()).isEqualTo("suspended");
        assertThat(device.wire.closed).contains(CloseCode.SUSPENDED);
    }

    @Test
    void a_device_that_is_removed_between_its_log_in_and_its_joining_is_closed_with_4403() {
        server.core.removed = true;
        assertThat(server.loggedIn().wire.closed).contains(CloseCode.SUSPENDED);
    }

    @Test
    void a_bug_in_the_log_in_is_told_as_internal_without_a_word_more() {
        server.core.refusesLogIn(new IllegalStateException("a secret of somebody"));
        var device = server.loggedIn();
        assertThat(device.wire.last().getRefused().getCode()).isEqualTo("internal");
        assertThat(device.wire.last().toString()).doesNotContain("secret");
        assertThat(device.wire.closed).contains(CloseCode.TRY_LATER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "57P03", "53300", "53100", "40P01", ""})
    void a_database_that_is_away_is_told_as_busy_and_closed_with_1013(String state) {
        var away = new DatabaseFailure(new SQLException("no connection", state.isEmpty() ? null : state));
        server.core.refusesLogIn(new IllegalStateException("as the container wraps it", away));
        var device = server.loggedIn();
        assertThat(device.wire.last().getRefused().getCode()).isEqualTo("busy");
        assertThat(device.wire.last().getRefused().getRetryAfterMs()).isEqualTo(2_000);
        assertThat(device.wire.closed).contains(CloseCode.TRY_LATER);
    }

    @Test
    void a_statement_that_is_wrong_is_a_bug_and_not_busy() {
        server.core.refusesLogIn(new DatabaseFailure(new SQLException("syntax", "42601")));
        assertThat(server.loggedIn().wire.last().getRefused().getCode()).isEqualTo("internal");
    }

    @Test
    void too_many_log_ins_are_told_so_and_closed_with_1013() {
        server.core.refusesLogIn(Reason.RATE_LIMITED.refusedUntil(Duration.ofMinutes(3)));
        var device = server.loggedIn();
        assertThat(device.wire.last().getRefused().getCode()).isEqualTo("rate-limited");
        assertThat(device.wire.closed).contains(CloseCode.TRY_LATER);
    }

    @Test
    void a_log_in_that_the_server_takes_too_long_to_judge_is_closed_with_1013() {
        var waiting = new ArrayDeque<Runnable>();
        var slow = new Device.Server(waiting::add);
        var device = slow.dial();
        device.send(Device.logIn());
        runOne(waiting);
        slow.clock.advance(Duration.ofSeconds(10));
        device.connection.tick();
        while (!waiting.isEmpty()) {
            runOne(waiting);
        }
        assertThat(device.wire.frames(BodyCase.LOGGED_IN)).isEmpty();
        assertThat(device.wire.closed).contains(CloseCode.TRY_LATER);
    }

    private static void runOne(ArrayDeque<Runnable> waiting) {
        waiting.remove().run();
    }

    @Test
    void anything_before_the_log_in_is_closed_with_4400() {
        var device = server.dial();
        device.send(Device.submit(1));
        assertThat(device.wire.closed).contains(CloseCode.MALFORMED);
        assertThat(server.mailboxes.appended).isEmpty();
    }

    @Test
    void a_second_log_in_is_closed_with_4400() {
        var device = server.loggedIn();
        device.send(Device.logIn());
        assertThat(device.wire.closed).contains(CloseCode.MALFORMED);
        assertThat(server.core.logIns).hasSize(1);
    }

    @Test
    void who_does_not_log_in_within_ten_seconds_is_closed_with_4401() {
        var device = server.dial();
        server.clock.advance(Duration.ofMillis(9_999));
        device.connection.tick();
        assertThat(device.wire.closed).isEmpty();
        server.clock.advance(Duration.ofMillis(1));
        device.connection.tick();
        assertThat(device.wire.closed).contains(CloseCode.UNAUTHENTICATED);
    }

    @Test
    void who_is_logged_in_may_stay() {
        var device = server.loggedIn();
        for (int minute = 0; minute < 24 * 60; minute++) {
            device.send(Device.heartbeat(1));
            server.clock.advance(Duration.ofMinutes(1));
            device.connection.tick();
        }
        assertThat(device.wire.closed).isEmpty();
    }

    @Test
    void the_newest_connection_of_a_device_wins() {
        var older = server.loggedIn();
        var newer = server.loggedIn();
        assertThat(older.wire.closed).contains(CloseCode.TAKEN_OVER);
        older.connection.lost();
        older.send(Device.submit(5));
        assertThat(server.mailboxes.appended).isEmpty();
        newer.send(Device.submit(5));
        assertThat(newer.wire.last().hasReceipt()).isTrue();
        assertThat(newer.wire.closed).isEmpty();
    }
}
