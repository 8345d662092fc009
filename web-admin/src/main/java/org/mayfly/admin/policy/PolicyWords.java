package org.mayfly.admin.policy;

import org.mayfly.admin.words.Words;
import org.mayfly.messaging.policy.EphemeralityPolicy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** A policy in the words of the messenger: the sentences here are those of its catalogue, a test compares them. */
@Named("policyWords")
@ApplicationScoped
public class PolicyWords {

    private final Words words;

    @Inject
    public PolicyWords(Words words) {
        this.words = words;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected PolicyWords() {
        this(null);
    }

    /** What stands in the composer: "Disappears 7 days after sending. Burns 30 seconds after it is read." */
    public String composer(EphemeralityPolicy policy) {
        var expiry = words.of("policy.disappears", words.life(policy.expirationDefault()));
        return policy.burnDefault().isZero()
                ? expiry
                : expiry + " " + words.of("policy.burns", words.life(policy.burnDefault()));
    }

    /** What people may change, in the messenger's words. */
    public List<String> choices(EphemeralityPolicy policy) {
        var said = new ArrayList<String>();
        if (policy.userMayChoose() && policy.expirationMinimum().compareTo(policy.expirationMaximum()) < 0) {
            said.add(words.of(
                    "policy.you-may-choose",
                    words.life(policy.expirationMinimum()),
                    words.life(policy.expirationMaximum())));
        } else {
            said.add(words.of("policy.fixed"));
        }
        if (policy.burnMaximum().isZero()) {
            said.add(words.of("policy.no-burn"));
        } else if (policy.burnDefault().isZero() && policy.userMayChoose()) {
            said.add(words.of("policy.may-burn", words.life(policy.burnMaximum())));
        }
        return said;
    }

    /** What saving would change, a line each. */
    public List<Difference> differences(EphemeralityPolicy before, EphemeralityPolicy after) {
        var found = new ArrayList<Difference>();
        compare(found, "policy.default", before, after, policy -> life(policy.expirationDefault()));
        compare(found, "policy.minimum", before, after, policy -> life(policy.expirationMinimum()));
        compare(found, "policy.maximum", before, after, policy -> life(policy.expirationMaximum()));
        compare(found, "policy.choice", before, after, policy -> yes(policy.userMayChoose()));
        compare(found, "policy.burn-default", before, after, policy -> life(policy.burnDefault()));
        compare(found, "policy.burn-maximum", before, after, policy -> life(policy.burnMaximum()));
        compare(found, "policy.classical", before, after, policy -> yes(policy.classicalSuiteAllowed()));
        compare(
                found,
                "policy.devices-maximum",
                before,
                after,
                policy -> Integer.toString(policy.devices().maximum()));
        compare(
                found,
                "policy.approval",
                before,
                after,
                policy -> yes(policy.devices().approval()));
        compare(
                found,
                "policy.recovery-key",
                before,
                after,
                policy -> yes(policy.devices().recoveryKey()));
        compare(
                found,
                "policy.identity",
                before,
                after,
                policy -> yes(policy.devices().identityChangeBlocks()));
        compare(
                found,
                "policy.last-seen",
                before,
                after,
                policy -> yes(policy.devices().lastSeen()));
        return found;
    }

    private void compare(
            List<Difference> found,
            String key,
            EphemeralityPolicy before,
            EphemeralityPolicy after,
            Function<EphemeralityPolicy, String> said) {
        if (!said.apply(before).equals(said.apply(after))) {
            found.add(new Difference(words.of(key), said.apply(before), said.apply(after)));
        }
    }

    private String yes(boolean value) {
        return words.of(value ? "yes" : "no");
    }

    private String life(Duration life) {
        return life.isZero() ? words.of("unit.OFF") : words.life(life);
    }

    /** A setting before and after, in words. */
    public record Difference(String setting, String before, String after) {}
}
