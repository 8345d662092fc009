package org.mayfly.messaging.policy;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.audit.Facts;
import org.mayfly.messaging.database.AfterCommit;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.NetworkId;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/** Policies in PostgreSQL. */
@Stateless
public class PoliciesBean implements Policies {

    private final JdbcPolicies policies;
    private final AuditTrail audit;
    private final AfterCommit afterCommit;
    private final Event<PolicyChanged> changes;

    @Inject
    public PoliciesBean(
            JdbcPolicies policies, AuditTrail audit, AfterCommit afterCommit, Event<PolicyChanged> changes) {
        this.policies = policies;
        this.audit = audit;
        this.afterCommit = afterCommit;
        this.changes = changes;
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
        var after = policy.asVersion(before.version() + 1);
        policies.replace(network, after);
        if (!after.devices().lastSeen()) {
            policies.forgetLastSeen(network);
        }
        audit.record(actor, "policy.set", network.toString(), facts(before), facts(after));
        afterCommit.run(() -> changes.fire(new PolicyChanged(network, after)));
        return after;
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
