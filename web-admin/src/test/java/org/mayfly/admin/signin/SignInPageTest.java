package org.mayfly.admin.signin;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mayfly.admin.memory.MemoryAdministrators;
import org.mayfly.admin.memory.Recorded;
import org.mayfly.admin.memory.Signed;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.limits.SourceLimits;
import org.mayfly.messaging.refusal.Reason;

import java.time.Duration;
import java.util.HashSet;

import static org.assertj.core.api.Assertions.assertThat;

class SignInPageTest {

    private final MemoryAdministrators administrators = new MemoryAdministrators();
    private final Signed door = new Signed(administrators);
    private final Recorded notes = new Recorded();

    @BeforeEach
    void an_administrator_exists() {
        administrators.completeSetup(
                new Actor.Anonymous(),
                MemoryAdministrators.SETUP_CODE,
                "Robin",
                Credentials.secret("correct horse battery staple"),
                MemoryAdministrators.TOTP);
    }

    @Test
    void the_session_gets_a_fresh_id_and_its_actor() {
        assertThat(typed((limit, source, account) -> {}, "correct horse battery staple", "123456")
                        .enter())
                .isEqualTo("/overview?faces-redirect=true");
        assertThat(door.freshIds()).isEqualTo(1);
        assertThat(door.session().present(Signed.NOW)).isTrue();
    }

    @Test
    void one_answer_is_given_for_every_reason() {
        var answers = new HashSet<String>();
        for (var wrong : new String[][] {{"wrong", "123456"}, {"correct horse battery staple", "654321"}, {"", ""}}) {
            assertThat(typed((limit, source, account) -> {}, wrong[0], wrong[1]).enter())
                    .isNull();
            answers.addAll(notes.said());
        }
        assertThat(answers).hasSize(1);
        assertThat(door.freshIds()).isZero();
        assertThat(door.session().present(Signed.NOW)).isFalse();
    }

    @Test
    void who_tries_too_often_is_told_how_long_to_wait_and_nothing_is_tried() {
        var page = typed(
                (limit, source, account) -> {
                    throw Reason.RATE_LIMITED.refusedUntil(Duration.ofMinutes(5));
                },
                "correct horse battery staple",
                "123456");
        assertThat(page.enter()).isNull();
        assertThat(notes.said()).singleElement().asString().endsWith("Try again in 5 minutes.");
    }

    @Test
    void after_an_ended_session_it_goes_on_where_it_was() {
        var page = typed((limit, source, account) -> {}, "correct horse battery staple", "123456");
        page.setTo("ephemerality");
        assertThat(page.enter()).isEqualTo("/ephemerality?faces-redirect=true&resumed=1");
    }

    @Test
    void it_goes_nowhere_but_to_its_own_pages() {
        var page = typed((limit, source, account) -> {}, "correct horse battery staple", "123456");
        page.setTo("/evil.example");
        assertThat(page.enter()).isEqualTo("/overview?faces-redirect=true");
    }

    @Test
    void signing_out_ends_the_session() {
        var page = typed((limit, source, account) -> {}, "", "");
        assertThat(page.leave()).startsWith("/sign-in");
        assertThat(door.ended()).isTrue();
    }

    @Test
    void a_session_ends_after_twelve_hours() {
        typed((limit, source, account) -> {}, "correct horse battery staple", "123456")
                .enter();
        assertThat(door.session().present(Signed.NOW.plus(Duration.ofHours(12)).minusMillis(1)))
                .isTrue();
        assertThat(door.session().present(Signed.NOW.plus(Duration.ofHours(12))))
                .isFalse();
    }

    private SignInPage typed(SourceLimits limits, String password, String code) {
        var page = new SignInPage(administrators, limits, door, door.entrance(), notes);
        page.setName("Robin");
        page.setPassword(password);
        page.setCode(code);
        return page;
    }
}
