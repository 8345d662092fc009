package org.mayfly.messaging.identity;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.audit.Facts;
import org.mayfly.messaging.device.AccountDevices;
import org.mayfly.messaging.policy.JdbcPolicies;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.user.Invitations;
import org.mayfly.messaging.user.StoredUser;
import org.mayfly.messaging.user.UserStore;
import org.mayfly.messaging.user.Users.Invitation;
import org.mayfly.messaging.user.Users.State;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Clock;
import java.util.Locale;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/**
 * Ends identities in PostgreSQL. First the policy's row is locked, which has to stay as it is, then the user's, as by every
 * change of an account: a change that waits for the lock finds its session, its waiting device or the list that it would
 * follow gone.
 */
@Stateless
public class IdentitiesBean implements Identities {

    private final UserStore users;
    private final AccountDevices devices;
    private final AccountCounts counts;
    private final Invitations invitations;
    private final AuditTrail audit;
    private final Clock clock;
    private final JdbcPolicies policies;

    @Inject
    public IdentitiesBean(
            UserStore users,
            AccountDevices devices,
            AccountCounts counts,
            Invitations invitations,
            AuditTrail audit,
            Clock clock,
            JdbcPolicies policies) {
        this.users = users;
        this.devices = devices;
        this.counts = counts;
        this.invitations = invitations;
        this.audit = audit;
        this.clock = clock;
        this.policies = policies;
    }

    @Override
    public Invitation end(Actor actor, NetworkId network, UserId user) {
        Operation.CHANGE_USERS.check(actor, network);
        if (policies.findToRelyOn(network)
                .filter(policy -> !policy.devices().identityChangeBlocks())
                .isPresent()) {
            throw Reason.IDENTITY_CHANGES_PASS.refused();
        }
        var before = users.findForChange(network, user).orElseThrow(Reason.UNKNOWN_USER::refused);
        if (!before.enrolled()) {
            throw Reason.NO_IDENTITY.refused();
        }
        var now = clock.instant();
        var ended = devices.removeAll(user);
        users.endIdentity(user, now);
        counts.forget(before);
        var invitation = invitations.issue(user, before.name(), now);
        audit.record(
                actor,
                "user.end-identity",
                user.toString(),
                facts(before, before.state()).and("devices", ended.size()).json(),
                facts(before, State.PENDING)
                        .and("invitationExpires", invitation.expires().toEpochMilli())
                        .json());
        return invitation;
    }

    private static Facts facts(StoredUser user, State state) {
        return Facts.of("network", user.network())
                .and("name", user.name())
                .and("state", state.name().toLowerCase(Locale.ROOT));
    }
}
