package org.mayfly.client.session;

import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.DevicePolicy;
import org.mayfly.client.rest.Policy;
import org.mayfly.client.store.FieldReader;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.store.Keep;
import org.mayfly.client.store.Keys;
import org.mayfly.client.store.Shelf;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.PolicyInForce;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The policy the server last told; kept, so that a message written offline gets the right life. */
final class PolicyInPlace {

    private static final Lifetime LONGEST = new Lifetime(Duration.ofDays(30).toSeconds(), 0);
    private static final Bytes NAME = Keys.number(1);

    private final FileStore store;
    private Optional<Policy> inForce;

    PolicyInPlace(FileStore store) {
        this.store = store;
        this.inForce = store.kept(Shelf.PROFILE, NAME)
                .map(in -> new Policy(
                        in.number(),
                        Duration.ofSeconds(in.number()),
                        Duration.ofSeconds(in.number()),
                        Duration.ofSeconds(in.number()),
                        Duration.ofSeconds(in.number()),
                        Duration.ofSeconds(in.number()),
                        in.flag(),
                        in.flag(),
                        devices(in)));
    }

    /** A store of an earlier version says nothing of devices. */
    private static DevicePolicy devices(FieldReader in) {
        return in.isAtEnd()
                ? DevicePolicy.INITIAL
                : new DevicePolicy(in.flag(), Math.toIntExact(in.number()), in.flag(), in.flag(), in.flag());
    }

    Optional<Policy> inForce() {
        return inForce;
    }

    void set(PolicyInForce told) {
        var policy = new Policy(
                told.getVersion(),
                Duration.ofSeconds(told.getExpirationMinimum()),
                Duration.ofSeconds(told.getExpirationDefault()),
                Duration.ofSeconds(told.getExpirationMaximum()),
                Duration.ofSeconds(told.getBurnDefault()),
                Duration.ofSeconds(told.getBurnMaximum()),
                told.getUserMayChoose(),
                told.getClassicalSuiteAllowed(),
                new DevicePolicy(
                        told.getDeviceApproval(),
                        told.getDevicesMaximum(),
                        told.getLastSeenAllowed(),
                        told.getRecoveryKeyAllowed(),
                        told.getIdentityChangeBlocks()));
        set(policy);
    }

    void set(Policy policy) {
        if (inForce.filter(policy::equals).isPresent()) {
            return;
        }
        store.commit(UnitOfWork.of(List.of(keep(policy))));
        inForce = Optional.of(policy);
    }

    static Keep keep(Policy policy) {
        var record = new FieldWriter()
                .number(policy.version())
                .number(policy.expirationMinimum().toSeconds())
                .number(policy.expirationDefault().toSeconds())
                .number(policy.expirationMaximum().toSeconds())
                .number(policy.burnDefault().toSeconds())
                .number(policy.burnMaximum().toSeconds())
                .flag(policy.userMayChoose())
                .flag(policy.classicalSuiteAllowed())
                .flag(policy.devices().approval())
                .number(policy.devices().maximum())
                .flag(policy.devices().lastSeen())
                .flag(policy.devices().recoveryKey())
                .flag(policy.devices().identityChangeBlocks());
        return new Keep(Shelf.PROFILE, NAME, Bytes.of(record.toArray()));
    }

    /** Whether nothing is sent to a changed identity before the person decided; before the server told, it is so. */
    boolean identityChangeBlocks() {
        return inForce.map(policy -> policy.devices().identityChangeBlocks()).orElse(true);
    }

    /** As far as the protocol goes by it; before the server told one, the strictest about suites. */
    NetworkPolicy forProtocol() {
        return inForce.map(policy -> new NetworkPolicy(
                        new Lifetime(
                                policy.expirationMaximum().toSeconds(),
                                policy.burnMaximum().toSeconds()),
                        policy.classicalSuiteAllowed()))
                .orElse(new NetworkPolicy(LONGEST, false));
    }

    /** The life of a new message. @throws ProblemException {@code life-not-allowed}, {@code life-not-yours}, … */
    Lifetime lifetime(Optional<Duration> expires, Optional<Duration> burn) {
        if (inForce.isEmpty()) {
            throw ProblemException.refused("policy-unknown");
        }
        var policy = inForce.get();
        var life = expires.orElse(policy.expirationDefault());
        var fire = burn.orElse(policy.burnDefault());
        if (!policy.userMayChoose()
                && (!life.equals(policy.expirationDefault()) || !fire.equals(policy.burnDefault()))) {
            throw ProblemException.refused(
                    "life-not-yours",
                    policy.expirationDefault().toSeconds(),
                    policy.burnDefault().toSeconds());
        }
        if (life.compareTo(policy.expirationMinimum()) < 0 || life.compareTo(policy.expirationMaximum()) > 0) {
            throw ProblemException.refused(
                    "life-not-allowed",
                    policy.expirationMinimum().toSeconds(),
                    policy.expirationMaximum().toSeconds());
        }
        if (fire.compareTo(policy.burnMaximum()) > 0) {
            throw ProblemException.refused(
                    "burn-not-allowed", policy.burnMaximum().toSeconds());
        }
        return new Lifetime(life.toSeconds(), fire.toSeconds());
    }
}
