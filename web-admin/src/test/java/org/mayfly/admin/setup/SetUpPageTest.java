package org.mayfly.admin.setup;

import org.junit.jupiter.api.Test;
import org.mayfly.admin.memory.MemoryAdministrators;
import org.mayfly.admin.memory.Recorded;
import org.mayfly.admin.memory.Signed;
import org.mayfly.messaging.limits.SourceLimits.Limit;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SetUpPageTest {

    private static final String PASSWORD = "correct horse battery staple";

    private final MemoryAdministrators administrators = new MemoryAdministrators();
    private final Signed door = new Signed(administrators);
    private final Recorded notes = new Recorded();
    private final List<Limit> counted = new ArrayList<>();
    private final SetUpPage page =
            new SetUpPage(administrators, (limit, source, account) -> counted.add(limit), door, door.entrance(), notes);

    @Test
    void the_first_administrator_is_made_and_signed_in_with_a_fresh_session_id() {
        type(MemoryAdministrators.SETUP_CODE, PASSWORD);
        page.begin();
        assertThat(page.isEnrolling()).isTrue();
        assertThat(page.getPicture()).startsWith("data:image/svg+xml;base64,");
        assertThat(page.getSecret()).startsWith("JBSW Y3DP ");

        page.setCode("123 456");
        assertThat(page.complete()).isEqualTo("/overview?faces-redirect=true");
        assertThat(door.freshIds()).isEqualTo(1);
        assertThat(door.session().getName()).isEqualTo("Robin");
        assertThat(page.isOpen()).isFalse();
        assertThat(page.isEnrolling()).isFalse();
        assertThat(notes.said()).isEmpty();
        assertThat(counted).containsExactly(Limit.SIGN_IN, Limit.SIGN_IN);
    }

    @Test
    void a_password_is_judged_only_once_something_is_typed() {
        assertThat(page.isPasswordTyped()).isFalse();
        type(MemoryAdministrators.SETUP_CODE, PASSWORD);
        assertThat(page.isPasswordTyped()).isTrue();
    }

    @Test
    void a_weak_password_is_refused_before_the_code_is_tried() {
        type(MemoryAdministrators.SETUP_CODE, "password");
        page.begin();
        assertThat(page.isEnrolling()).isFalse();
        assertThat(notes.said()).singleElement().asString().startsWith("setUp:password! This password is too easy");
        assertThat(counted).isEmpty();
    }

    @Test
    void a_wrong_set_up_code_is_refused() {
        type("0000-0000", PASSWORD);
        page.begin();
        assertThat(page.isEnrolling()).isFalse();
        assertThat(notes.said()).singleElement().asString().startsWith("setUp:setupCode! This set-up link");
    }

    @Test
    void a_wrong_one_time_code_keeps_the_enrolment_and_the_password() {
        type(MemoryAdministrators.SETUP_CODE, PASSWORD);
        page.begin();
        page.setCode("000000");
        assertThat(page.complete()).isNull();
        assertThat(notes.said()).singleElement().asString().startsWith("confirm:code! This code does not fit");
        page.setCode(MemoryAdministrators.TOTP);
        assertThat(page.complete()).isNotNull();
    }

    @Test
    void the_password_is_never_given_back_and_is_erased_with_the_view() {
        type(MemoryAdministrators.SETUP_CODE, PASSWORD);
        page.begin();
        assertThat(page.getPassword()).isEmpty();
        page.forget();
        page.setCode(MemoryAdministrators.TOTP);
        assertThatThrownBy(page::complete).isInstanceOf(IllegalStateException.class);
    }

    private void type(String setupCode, String password) {
        page.setSetupCode(setupCode);
        page.setName(" Robin ");
        page.setPassword(password);
    }
}
