package org.mayfly.messaging.recovery;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.audit.Facts;
import org.mayfly.messaging.bundle.Bundles;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.device.AccountDevices;
import org.mayfly.messaging.device.Devices.FirstPrekeys;
import org.mayfly.messaging.limits.AccountLimits;
import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.messaging.policy.JdbcPolicies;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.user.UserStore;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Changes of an own account in PostgreSQL: each locks the user, and is an audit event that says no more than that it was. */
@Stateless
public class ReturnedAccountBean implements ReturnedAccount {

    private static final Duration DAY = Duration.ofDays(1);

    private final Bundles bundles;
    private final AccountDevices devices;
    private final JdbcRecovery sessions;
    private final UserStore users;
    private final JdbcPolicies policies;
    private final AccountLimits limits;
    private final AuditTrail audit;
    private final Clock clock;

    @Inject
    public ReturnedAccountBean(
            Bundles bundles,
            AccountDevices devices,
            JdbcRecovery sessions,
            UserStore users,
            JdbcPolicies policies,
            AccountLimits limits,
            AuditTrail audit,
            Clock clock) {
        this.bundles = bundles;
        this.devices = devices;
        this.sessions = sessions;
        this.users = users;
        this.policies = policies;
        this.limits = limits;
        this.audit = audit;
        this.clock = clock;
    }

    /** A recovery key is something one has: no second device has to agree. */
    static boolean needsApproval(Way way, DevicePolicy policy) {
        return policy.approval() && (way == Way.PASSPHRASE || !policy.recoveryKey());
    }

    @Override
    public void put(Actor.Returned actor, Optional<Actor.Device> beside, Replacement replacement) {
        begin(actor);
        var way = replacement.way();
        if (way == Way.RECOVERY_KEY) {
            if (!policy(actor).recoveryKey()) {
                throw Reason.FORBIDDEN.refused();
            }
            requireAgreement(actor, beside);
        }
        count(actor);
        bundles.put(actor.user(), way, replacement.version(), replacement.bundle());
        sessions.endOtherSessions(actor.user(), actor.session());
        record(actor, "recovery.change", way);
    }

    @Override
    public void removeRecoveryKey(Actor.Returned actor, Optional<Actor.Device> beside) {
        begin(actor);
        requireAgreement(actor, beside);
        if (bundles.remove(actor.user(), Way.RECOVERY_KEY)) {
            sessions.endOtherSessions(actor.user(), actor.session());
            record(actor, "recovery.remove", Way.RECOVERY_KEY);
        }
    }

    /** Else a thief of the passphrase would make a recovery key, come back by it, and need nobody's approval. */
    private void requireAgreement(Actor.Returned actor, Optional<Actor.Device> beside) {
        boolean agrees = beside.filter(device -> device.user().equals(actor.user()))
                .filter(device -> devices.isListed(actor.user(), device.device()))
                .isPresent();
        if (!agrees && needsApproval(actor.way(), policy(actor))) {
            throw Reason.FORBIDDEN.refused();
        }
    }

    @Override
    public Added add(Actor.Returned actor, ListOffer offer, FirstPrekeys prekeys, Optional<Bytes> name) {
        begin(actor);
        count(actor);
        boolean waits = needsApproval(actor.way(), policy(actor));
        var account = new AccountDevices.Account(actor, actor.network(), actor.user());
        var device = devices.add(
                account, offer.list(), offer.signature(), new AccountDevices.Newcomer(prekeys, name, waits));
        return new Added(device, !waits);
    }

    @Override
    public void revoke(Actor.Returned actor, ListOffer offer) {
        begin(actor);
        devices.revoke(
                new AccountDevices.Account(actor, actor.network(), actor.user()), offer.list(), offer.signature());
    }

    @Override
    public void delete(Actor.Returned actor) {
        begin(actor);
        devices.removeAll(actor.user());
        users.delete(actor.user(), clock.instant());
        var facts = Facts.of("network", actor.network());
        audit.record(actor, "user.delete", actor.user().toString(), Facts.NONE, facts.json());
    }

    /** The token may have been good a moment ago only: the account was deleted or suspended meanwhile. */
    private void begin(Actor.Returned actor) {
        Operation.CHANGE_OWN_ACCOUNT.check(actor);
        var user = users.findForChange(actor.network(), actor.user()).orElseThrow(Reason.UNAUTHENTICATED::refused);
        if (!sessions.isOpen(actor.session(), clock.instant()) || user.suspended()) {
            throw Reason.UNAUTHENTICATED.refused();
        }
    }

    private void count(Actor.Returned actor) {
        limits.count(Setting.ACCOUNT_CHANGES, DAY, actor.user().value(), 1);
    }

    private DevicePolicy policy(Actor.Returned actor) {
        return policies.find(actor.network()).orElseThrow().devices();
    }

    private void record(Actor.Returned actor, String action, Way way) {
        var facts = Facts.of("network", actor.network())
                .and("way", way.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        audit.record(actor, action, actor.user().toString(), Facts.NONE, facts.json());
    }
}
