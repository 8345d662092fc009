package org.mayfly.admin.overview;

import org.jspecify.annotations.Nullable;
import org.mayfly.admin.policy.PolicyWords;
import org.mayfly.admin.signin.SignedIn;
import org.mayfly.messaging.network.Networks;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.policy.Policies;
import org.mayfly.messaging.user.Users;
import org.mayfly.messaging.user.Users.State;

import java.util.List;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** What exists on this server, at a glance, and the steps that lead to the first message. */
@Named("overview")
@RequestScoped
public class OverviewPage {

    /** More networks than this are found on their own page. */
    static final int SHOWN = 12;

    private final SignedIn signedIn;
    private final Networks networks;
    private final Users users;
    private final Policies policies;
    private final PolicyWords policyWords;

    private @Nullable List<Summary> summaries;

    @Inject
    public OverviewPage(SignedIn signedIn, Networks networks, Users users, Policies policies, PolicyWords policyWords) {
        this.signedIn = signedIn;
        this.networks = networks;
        this.users = users;
        this.policies = policies;
        this.policyWords = policyWords;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected OverviewPage() {
        this(null, null, null, null, null);
    }

    public List<Summary> getNetworks() {
        if (summaries == null) {
            summaries = networks.list(signedIn.actor()).stream()
                    .limit(SHOWN)
                    .map(this::summary)
                    .toList();
        }
        return summaries;
    }

    private Summary summary(Networks.Network network) {
        var actor = signedIn.actor();
        var people = users.list(actor, network.id());
        var policy = policies.of(actor, network.id());
        return new Summary(
                network.id().toString(),
                network.name(),
                count(people, State.ACTIVE),
                count(people, State.PENDING),
                count(people, State.SUSPENDED),
                policy,
                policyWords.composer(policy));
    }

    private static long count(List<Users.User> people, State state) {
        return people.stream().filter(user -> user.state() == state).count();
    }

    public boolean isNetworkMade() {
        return !getNetworks().isEmpty();
    }

    public boolean isPolicySet() {
        return getNetworks().stream().anyMatch(network -> network.policy().version() > 1);
    }

    public boolean isSomebodyInvited() {
        return getNetworks().stream().anyMatch(network -> network.active() + network.pending() > 0);
    }

    public boolean isSomebodyThere() {
        return getNetworks().stream().anyMatch(network -> network.active() > 0);
    }

    /** Whether the steps are all taken and need no more room. */
    public boolean isUnderWay() {
        return isPolicySet() && isSomebodyThere();
    }

    /** A network at a glance. */
    public record Summary(
            String key,
            String name,
            long active,
            long pending,
            long suspended,
            EphemeralityPolicy policy,
            String composer) {}
}
