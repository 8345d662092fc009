package org.mayfly.messaging.user;

import org.mayfly.messaging.network.JdbcNetworks;
import org.mayfly.messaging.policy.JdbcPolicies;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.NetworkId;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** What the users' use cases need to know of networks. */
@Dependent
class UserNetworks {

    private final JdbcNetworks networks;
    private final JdbcPolicies policies;

    @Inject
    UserNetworks(JdbcNetworks networks, JdbcPolicies policies) {
        this.networks = networks;
        this.policies = policies;
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException unknown-network */
    void require(NetworkId network) {
        if (networks.find(network).isEmpty()) {
            throw Reason.UNKNOWN_NETWORK.refused();
        }
    }

    /** What the invited is told before accepting. */
    Users.OpenedInvitation opened(StoredUser user) {
        return new Users.OpenedInvitation(
                user.network(),
                networks.find(user.network()).orElseThrow().name(),
                user.id(),
                user.name(),
                user.invitationExpires().orElseThrow(),
                policies.find(user.network()).orElseThrow());
    }
}
