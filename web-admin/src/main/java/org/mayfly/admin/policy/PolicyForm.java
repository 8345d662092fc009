package org.mayfly.admin.policy;

import org.mayfly.messaging.policy.EphemeralityPolicy;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/** A policy as it is being typed. */
public class PolicyForm implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Length minimum;
    private final Length usual;
    private final Length maximum;
    private final Length burnUsual;
    private final Length burnMaximum;
    private boolean userMayChoose;
    private boolean classicalSuiteAllowed;
    private final DeviceForm devices;

    PolicyForm(EphemeralityPolicy policy) {
        minimum = Length.of(policy.expirationMinimum());
        usual = Length.of(policy.expirationDefault());
        maximum = Length.of(policy.expirationMaximum());
        burnUsual = Length.of(policy.burnDefault());
        burnMaximum = Length.of(policy.burnMaximum());
        userMayChoose = policy.userMayChoose();
        classicalSuiteAllowed = policy.classicalSuiteAllowed();
        devices = new DeviceForm(policy.devices());
    }

    /** What is wrong with it, the first thing only, and in which field. */
    Optional<Fault> fault() {
        var shortest = EphemeralityPolicy.SHORTEST_LIFE;
        var longest = EphemeralityPolicy.LONGEST_LIFE;
        for (var life : Field.values()) {
            var typed = life.in(this).duration();
            if (typed.isEmpty()) {
                return Optional.of(new Fault(life, "policy.wrong.number"));
            }
            if (typed.get().compareTo(longest) > 0
                    || (!life.mayBeOff() && typed.get().compareTo(shortest) < 0)) {
                return Optional.of(new Fault(life, "policy.wrong.range"));
            }
        }
        if (length(usual).compareTo(length(minimum)) < 0) {
            return Optional.of(new Fault(Field.USUAL, "policy.wrong.below-minimum"));
        }
        if (length(maximum).compareTo(length(usual)) < 0) {
            return Optional.of(new Fault(Field.MAXIMUM, "policy.wrong.below-default"));
        }
        if (length(burnMaximum).compareTo(length(burnUsual)) < 0) {
            return Optional.of(new Fault(Field.BURN_MAXIMUM, "policy.wrong.burn-below-default"));
        }
        return Optional.empty();
    }

    /** @throws java.util.NoSuchElementException if there is a fault */
    EphemeralityPolicy policy(long version) {
        return new EphemeralityPolicy(
                version,
                length(minimum),
                length(usual),
                length(maximum),
                length(burnUsual),
                length(burnMaximum),
                userMayChoose,
                classicalSuiteAllowed,
                devices.policy());
    }

    private static Duration length(Length typed) {
        return typed.duration().orElseThrow();
    }

    public Length getMinimum() {
        return minimum;
    }

    public Length getUsual() {
        return usual;
    }

    public Length getMaximum() {
        return maximum;
    }

    public Length getBurnUsual() {
        return burnUsual;
    }

    public Length getBurnMaximum() {
        return burnMaximum;
    }

    public boolean isUserMayChoose() {
        return userMayChoose;
    }

    public void setUserMayChoose(boolean userMayChoose) {
        this.userMayChoose = userMayChoose;
    }

    public boolean isClassicalSuiteAllowed() {
        return classicalSuiteAllowed;
    }

    public void setClassicalSuiteAllowed(boolean classicalSuiteAllowed) {
        this.classicalSuiteAllowed = classicalSuiteAllowed;
    }

    public DeviceForm getDevices() {
        return devices;
    }

    /** The lives of a policy, in the order of the page. */
    enum Field {
        MINIMUM("minimum"),
        USUAL("usual"),
        MAXIMUM("maximum"),
        BURN_USUAL("burnUsual"),
        BURN_MAXIMUM("burnMaximum");

        private final String id;

        Field(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }

        boolean mayBeOff() {
            return this == BURN_USUAL || this == BURN_MAXIMUM;
        }

        private Length in(PolicyForm form) {
            return switch (this) {
                case MINIMUM -> form.minimum;
                case USUAL -> form.usual;
                case MAXIMUM -> form.maximum;
                case BURN_USUAL -> form.burnUsual;
                case BURN_MAXIMUM -> form.burnMaximum;
            };
        }
    }

    /** @param key of the sentence that says what to do */
    record Fault(Field field, String key) {}
}
