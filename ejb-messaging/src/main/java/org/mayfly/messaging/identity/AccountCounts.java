package org.mayfly.messaging.identity;

import org.mayfly.messaging.bundle.Seed.AccountName;
import org.mayfly.messaging.bundle.Seeds;
import org.mayfly.messaging.limits.AccountLimits;
import org.mayfly.messaging.naming.Name;
import org.mayfly.messaging.network.JdbcNetworks;
import org.mayfly.messaging.user.StoredUser;
import org.mayfly.protocol.value.DeviceId;

import java.util.Collection;
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

    /** Those of the user, of the name as recovery counts it, and of the devices. */
    void forget(StoredUser user, Collection<DeviceId> devices) {
        var network = networks.find(user.network()).orElseThrow().name();
        var name = new AccountName(Name.parse(network, LONGEST_NETWORK).key(), user.name());
        limits.forgetAll(seeds.pseudonym(name));
        limits.forgetAll(user.id().value());
        devices.forEach(device -> limits.forgetAll(device.value()));
    }
}
