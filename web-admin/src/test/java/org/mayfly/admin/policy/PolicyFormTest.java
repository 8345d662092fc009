package org.mayfly.admin.policy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.admin.policy.Length.Unit;
import org.mayfly.messaging.policy.EphemeralityPolicy;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyFormTest {

    private final PolicyForm form = new PolicyForm(EphemeralityPolicy.INITIAL);

    @Test
    void an_untouched_form_is_the_policy_it_was_made_of() {
        assertThat(form.fault()).isEmpty();
        assertThat(form.policy(1)).isEqualTo(EphemeralityPolicy.INITIAL);
    }

    @Test
    void a_length_is_shown_in_the_largest_unit_that_says_it_exactly() {
        assertThat(Length.of(Duration.ofMinutes(90)).getUnit()).isEqualTo(Unit.MINUTES);
        assertThat(Length.of(Duration.ofMinutes(90)).getAmount()).isEqualTo("90");
        assertThat(Length.of(Duration.ofDays(7)).getUnit()).isEqualTo(Unit.DAYS);
        assertThat(Length.of(Duration.ZERO).isOff()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "1.5", "-1", "99999999999999999999", "１"})
    void what_is_no_whole_number_is_said_to_be_none(String typed) {
        form.getUsual().setAmount(typed);
        assertThat(form.fault()).get().extracting(PolicyForm.Fault::key).isEqualTo("policy.wrong.number");
        assertThat(form.getUsual().getAmount()).isEqualTo(typed);
    }

    @Test
    void a_life_under_five_seconds_or_over_thirty_days_is_out_of_range() {
        type(form.getMinimum(), "4", Unit.SECONDS);
        assertThat(form.fault()).contains(fault(PolicyForm.Field.MINIMUM, "policy.wrong.range"));
        type(form.getMinimum(), "5", Unit.SECONDS);
        type(form.getMaximum(), "31", Unit.DAYS);
        assertThat(form.fault()).contains(fault(PolicyForm.Field.MAXIMUM, "policy.wrong.range"));
    }

    @Test
    void an_expiry_can_not_be_off() {
        type(form.getUsual(), "", Unit.OFF);
        assertThat(form.fault()).contains(fault(PolicyForm.Field.USUAL, "policy.wrong.range"));
    }

    @Test
    void the_usual_life_lies_between_the_shortest_and_the_longest() {
        type(form.getMinimum(), "8", Unit.DAYS);
        assertThat(form.fault()).contains(fault(PolicyForm.Field.USUAL, "policy.wrong.below-minimum"));
        type(form.getMinimum(), "1", Unit.DAYS);
        type(form.getMaximum(), "6", Unit.DAYS);
        assertThat(form.fault()).contains(fault(PolicyForm.Field.MAXIMUM, "policy.wrong.below-default"));
    }

    @Test
    void a_usual_burn_needs_burning_to_be_offered() {
        type(form.getBurnUsual(), "30", Unit.SECONDS);
        type(form.getBurnMaximum(), "", Unit.OFF);
        assertThat(form.fault()).contains(fault(PolicyForm.Field.BURN_MAXIMUM, "policy.wrong.burn-below-default"));
        type(form.getBurnUsual(), "", Unit.OFF);
        assertThat(form.fault()).isEmpty();
        assertThat(form.policy(1).burnMaximum()).isZero();
    }

    private static void type(Length length, String amount, Unit unit) {
        length.setAmount(amount);
        length.setUnit(unit);
    }

    private static PolicyForm.Fault fault(PolicyForm.Field field, String key) {
        return new PolicyForm.Fault(field, key);
    }
}
