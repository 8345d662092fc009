package org.mayfly.messaging.policy;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.audit.Facts;
import org.mayfly.messaging.database.AfterCommit;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.NetworkId;

import java.time.Clock;
import java.time.Duration;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/** Policies in PostgreSQL. */
@Stateless
public class PoliciesBean implements Policies {

    /** Who ends an identity can't have its successor pass unseen right after: docs/adr/0016. */
    private static final Duration AFTER_AN_END = Duration.ofDays(7);

    private final JdbcPolicies policies;
    private final AuditTrail audit;
    private final AfterCommit afterCommit;
    private final Event<PolicyChanged> changes;
    private final Clock clock;

    @Inject
    public PoliciesBean(
            JdbcPolicies policies,
            AuditTrail audit,
            AfterCommit afterCommit,
            Event<PolicyChanged> changes,
            Clock clock) {
        this.policies = policies;
        this.audit = audit;
        this.afterCommit = afterCommit;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public EphemeralityPolicy of(Actor actor, NetworkId network) {
        Operation.READ_POLICY.check(actor, network);
        return policies.find(network).orElseThrow(Reason.UNKNOWN_NETWORK::refused);
    }

    @Override
    public EphemeralityPolicy set(Actor actor, NetworkId network, EphemeralityPolicy policy) {
        Operation.CHANGE_POLICY.check(actor, network);
        if (!policy.isInRange()) {
            throw Reason.POLICY_OUT_OF_RANGE.refused();
        }
        var before = policies.findForChange(network).orElseThrow(Reason.UNKNOWN_NETWORK::refused);
        if (lets(before, policy)
                && policies.hasIdentityEndedSince(network, clock.instant().minus(AFTER_AN_END))) {
            throw Reason.IDENTITY_ENDED_LATELY.refused();
        }
        var after = policy.asVersion(before.version() + 1);
        policies.replace(network, after);
        if (!after.devices().lastSeen()) {
            policies.forgetLastSeen(network);
        }
        audit.record(actor, "policy.set", network.toString(), facts(before), facts(after));
        afterCommit.run(() -> changes.fire(new PolicyChanged(network, after)));
        return after;
    }

    /** Whether changed identities are to pass from now on. */
    private static boolean lets(EphemeralityPolicy before, EphemeralityPolicy after) {
        return before.devices().identityChangeBlocks() && !after.devices().identityChangeBlocks();
    }

    private static String facts(EphemeralityPolicy policy) {
        return Facts.of("version", policy.version())
                .and("expirationMinimum", policy.expirationMinimum().toSeconds())
                .and("expirationDefault", policy.expirationDefault().toSeconds())
                .and("expirationMaximum", policy.expirationMaximum().toSeconds())
                .and("burnDefault", policy.burnDefault().toSeconds())
                .and("burnMaximum", policy.burnMaximum().toSeconds())
                .and("userMayChoose", policy.userMayChoose())
                .and("classicalSuiteAllowed", policy.classicalSuiteAllowed())
                .and("deviceApproval", policy.devices().approval())
                .and("devicesMaximum", policy.devices().maximum())
                .and("lastSeenAllowed", policy.devices().lastSeen())
                .and("recoveryKeyAllowed", policy.devices().recoveryKey())
                .and("identityChangeBlocks", policy.devices().identityChangeBlocks())
                .json();
    }
}
