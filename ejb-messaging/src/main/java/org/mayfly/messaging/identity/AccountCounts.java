package org.mayfly.messaging.identity;

import org.mayfly.messaging.bundle.Seed.AccountName;
import org.mayfly.messaging.bundle.Seeds;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.limits.AccountLimits;
import org.mayfly.messaging.naming.Name;
import org.mayfly.messaging.network.JdbcNetworks;
import org.mayfly.messaging.user.StoredUser;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** How often an account was used: of no use to the identity that follows, and a lock-out for who guessed too often. */
@Dependent
class AccountCounts {

    private static final int LONGEST_NETWORK = 100;

    private final AccountLimits limits;
    private final JdbcNetworks networks;
    private final Seeds seeds;

    @Inject
    AccountCounts(AccountLimits limits, JdbcNetworks networks, Seeds seeds) {
        this.limits = limits;
        this.networks = networks;
        this.seeds = seeds;
    }

    /** Those of the user, and of the name as recovery counts it. Those of the devices, whose ids are gone, end by themselves. */
    void forget(StoredUser user) {
        var network = networks.find(user.network()).orElseThrow().name();
        var name = new AccountName(Name.parse(network, LONGEST_NETWORK).key(), user.name());
        limits.forgetAll(seeds.pseudonym(name));
        limits.forgetAllBut(Setting.INVITED_EVALUATIONS_DAILY, user.id().value());
    }
}
