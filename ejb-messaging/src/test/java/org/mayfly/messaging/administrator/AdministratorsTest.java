package org.mayfly.messaging.administrator;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import org.junit.jupiter.api.Test;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Administrators;
import org.mayfly.messaging.crypto.OneTimeCode;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** From the set-up link to signing in. */
class AdministratorsTest {

    private static final Actor.Anonymous NOBODY = new Actor.Anonymous();
    private static final String PASSWORD = "mild otter cranks plum kettles";

    private final Relay relay = new Relay();
    private final Administrators administrators = relay.server.get(Administrators.class);
    private final OneTimeCode code = OneTimeCode.random(relay.server.random);

    @Test
    void without_a_set_up_code_nobody_becomes_administrator() {
        assertThat(administrators.setupIsOpen()).isFalse();
        assertRefused(Reason.SETUP_CLOSED, () -> administrators.beginSetup(NOBODY, code.inGroups(), "Root"));
    }

    @Test
    void who_holds_the_code_becomes_the_first_administrator_and_closes_the_set_up() {
        openSetup();
        assertThat(administrators.setupIsOpen()).isTrue();
        var totp = enrolTotp("Root");
        var administrator = complete("Root", PASSWORD, now(totp));
        assertThat(administrators.nameOf(administrator)).isEqualTo("Root");
        assertThat(administrators.setupIsOpen()).isFalse();
        assertRefused(Reason.SETUP_CLOSED, () -> administrators.beginSetup(NOBODY, code.inGroups(), "Second"));
        assertThat(relay.server.rows("SELECT action FROM audit_event ORDER BY sequence DESC LIMIT 1"))
                .containsExactly("administrator.create");
    }

    @Test
    void a_code_that_turns_up_after_the_first_administrator_is_refused() {
        setUp();
        openSetup();
        assertThat(administrators.setupIsOpen()).isFalse();
        assertRefused(Reason.SETUP_CLOSED, () -> administrators.beginSetup(NOBODY, code.inGroups(), "Second"));
    }

    @Test
    void a_wrong_code_is_refused() {
        openSetup();
        var wrong = OneTimeCode.random(relay.server.random).inGroups();
        assertRefused(Reason.SETUP_CLOSED, () -> administrators.beginSetup(NOBODY, wrong, "Root"));
        assertRefused(Reason.SETUP_CLOSED, () -> administrators.beginSetup(NOBODY, "x", "Root"));
    }

    @Test
    void a_weak_password_is_refused_and_the_set_up_goes_on() {
        openSetup();
        var totp = enrolTotp("Root");
        for (var weak : new String[] {"", "short", "password1234", "rootrootroot", "x".repeat(129)}) {
            assertRefused(Reason.WEAK_PASSWORD, () -> complete("Root", weak, now(totp)));
        }
        complete("Root", PASSWORD, now(totp));
    }

    @Test
    void a_wrong_one_time_code_is_refused() {
        openSetup();
        var totp = enrolTotp("Root");
        assertRefused(Reason.WRONG_CREDENTIALS, () -> complete("Root", PASSWORD, wrong(now(totp))));
    }

    @Test
    void a_secret_shown_more_than_fifteen_minutes_ago_is_refused() {
        openSetup();
        var totp = enrolTotp("Root");
        relay.server.clock.advance(Duration.ofMinutes(15));
        assertRefused(Reason.WRONG_CREDENTIALS, () -> complete("Root", PASSWORD, now(totp)));
    }

    @Test
    void a_secret_shown_for_another_name_is_refused() {
        openSetup();
        var totp = enrolTotp("Root");
        assertRefused(Reason.WRONG_CREDENTIALS, () -> complete("Admin", PASSWORD, now(totp)));
    }

    @Test
    void an_administrator_signs_in_with_password_and_code_whatever_the_case_of_the_name() {
        var totp = setUp();
        relay.server.clock.advance(Duration.ofSeconds(30));
        assertThat(administrators.nameOf(signIn("ROOT", PASSWORD, now(totp)))).isEqualTo("Root");
    }

    @Test
    void a_one_time_code_is_good_once() {
        var totp = setUp();
        assertRefused(Reason.WRONG_CREDENTIALS, () -> signIn("Root", PASSWORD, now(totp)));
        relay.server.clock.advance(Duration.ofSeconds(30));
        signIn("Root", PASSWORD, now(totp));
        assertRefused(Reason.WRONG_CREDENTIALS, () -> signIn("Root", PASSWORD, now(totp)));
    }

    @Test
    void one_step_of_clock_difference_is_allowed_and_two_are_not() {
        var totp = setUp();
        relay.server.clock.advance(Duration.ofMinutes(10));
        var old = now(totp);
        relay.server.clock.advance(Duration.ofSeconds(60));
        assertRefused(Reason.WRONG_CREDENTIALS, () -> signIn("Root", PASSWORD, old));
        var recent = now(totp);
        relay.server.clock.advance(Duration.ofSeconds(30));
        signIn("Root", PASSWORD, recent);
    }

    @Test
    void a_wrong_password_and_an_unknown_name_get_the_same_answer() {
        var totp = setUp();
        relay.server.clock.advance(Duration.ofSeconds(30));
        assertRefused(Reason.WRONG_CREDENTIALS, () -> signIn("Root", PASSWORD + "x", now(totp)));
        assertRefused(Reason.WRONG_CREDENTIALS, () -> signIn("Nobody", PASSWORD, now(totp)));
        assertRefused(Reason.WRONG_CREDENTIALS, () -> signIn("\u0000", PASSWORD, now(totp)));
    }

    @Test
    void too_many_attempts_are_refused_until_the_window_ends_known_or_not() {
        var totp = setUp();
        for (var name : new String[] {"Root", "Nobody"}) {
            for (int i = 0; i < 10; i++) {
                assertRefused(Reason.WRONG_CREDENTIALS, () -> signIn(name, "x", "000000"));
            }
            assertRefused(Reason.RATE_LIMITED, () -> signIn(name, PASSWORD, now(totp)));
        }
        relay.server.clock.advance(Duration.ofMinutes(15));
        signIn("Root", PASSWORD, now(totp));
    }

    @Test
    void neither_password_nor_secret_nor_tried_name_is_in_the_database() {
        var totp = setUp();
        assertRefused(Reason.WRONG_CREDENTIALS, () -> signIn("mistyped-password", "x", "000000"));
        var dump = relay.server.rows("SELECT administrator::text FROM administrator UNION ALL"
                + " SELECT account_limit::text FROM account_limit");
        assertThat(dump)
                .hasSize(2)
                .noneMatch(row -> row.contains(hex(PASSWORD.getBytes(StandardCharsets.UTF_8))))
                .noneMatch(row -> row.contains(hex(totp)))
                .noneMatch(row -> row.contains("mistyped"))
                .anyMatch(row -> row.contains("Root"));
    }

    private void openSetup() {
        relay.server.execute("INSERT INTO setup_code (code_hash, created_at) VALUES ('\\x"
                + code.hash().toHex() + "', 0)");
    }

    private byte[] setUp() {
        openSetup();
        var totp = enrolTotp("Root");
        complete("Root", PASSWORD, now(totp));
        return totp;
    }

    /** The secret as an authenticator reads it from the URI. */
    private byte[] enrolTotp(String name) {
        var enrolment = administrators.beginSetup(NOBODY, code.inGroups().toLowerCase(Locale.ROOT), name);
        assertThat(enrolment.uri().toString())
                .startsWith("otpauth://totp/Mayfly:" + name + "?secret=" + enrolment.secretInBase32());
        return base32(enrolment.secretInBase32());
    }

    private Actor.Administrator complete(String name, String password, String totp) {
        return administrators.completeSetup(NOBODY, code.inGroups(), name, secret(password), totp);
    }

    private Actor.Administrator signIn(String name, String password, String totp) {
        return administrators.signIn(NOBODY, name, secret(password), totp);
    }

    private String now(byte[] secret) {
        try {
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(new SecretKeySpec(secret, "HmacSHA1"), relay.server.clock.instant());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String wrong(String code) {
        return (code.charAt(0) == '0' ? '1' : '0') + code.substring(1);
    }

    private static SecretBytes secret(String text) {
        return SecretBytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }

    private static byte[] base32(String text) {
        var bits = new StringBuilder();
        for (char c : text.toCharArray()) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c);
            bits.append(Integer.toBinaryString(32 + value).substring(1));
        }
        return new java.math.BigInteger("1" + bits, 2).toByteArray().length == 21
                ? java.util.Arrays.copyOfRange(new java.math.BigInteger("1" + bits, 2).toByteArray(), 1, 21)
                : new byte[0];
    }
}
