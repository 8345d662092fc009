package org.mayfly.messaging.prekey;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.database.Chore;
import org.mayfly.messaging.limits.AccountLimits;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.signal.Count;
import org.mayfly.messaging.signal.Signals;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Duration;
import java.util.ArrayList;
import jakarta.ejb.Schedule;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** The use cases of prekeys, over a {@link PrekeyStore}. */
@Stateless
public class PrekeysBean implements Prekeys {

    private static final Duration WINDOW = Duration.ofHours(1);

    private final PrekeyPool pool;
    private final PrekeyUploads uploads;
    private final SetBackDatabase setBack;
    private final Identities identities;
    private final AccountLimits accountLimits;
    private final Limits limits;
    private final Signals signals;

    @Inject
    public PrekeysBean(
            PrekeyPool pool,
            PrekeyUploads uploads,
            SetBackDatabase setBack,
            Identities identities,
            AccountLimits accountLimits,
            Limits limits,
            Signals signals) {
        this.pool = pool;
        this.uploads = uploads;
        this.setBack = setBack;
        this.identities = identities;
        this.accountLimits = accountLimits;
        this.limits = limits;
        this.signals = signals;
    }

    @Override
    public int upload(Actor.Device actor, UploadPrekeys upload) {
        Operation.USE_PREKEYS.check(actor);
        accountLimits.count(Setting.PREKEY_UPLOADS, WINDOW, actor.device().value(), 1);
        var batch = uploads.verify(identities.of(actor).orElseThrow(Reason.UNAUTHENTICATED::refused), upload);
        if (left(actor, batch.type()) + batch.keys().size() > limits.of(Setting.PREKEY_POOL)) {
            throw Reason.RATE_LIMITED.refusedUntil(WINDOW);
        }
        uploads.store(actor.device(), batch);
        return left(actor, batch.type());
    }

    /** The devices in ascending order, so that two claims never wait for each other. */
    @Override
    public Claimed claim(Actor.Device actor, ClaimPrekeys claim) {
        Operation.USE_PREKEYS.check(actor);
        var wanted = Wanted.parse(claim);
        int keys = wanted.stream().mapToInt(Wanted::count).sum();
        accountLimits.count(quota(claim.getType()), WINDOW, actor.device().value(), keys);
        pool.requireReachable(actor.network(), wanted);
        setBack.discardIfSetBack();
        var claimed = new ArrayList<ClaimedPrekey>();
        var exhausted = new ArrayList<DeviceId>();
        for (var one : wanted) {
            var taken = pool.take(claim.getType(), one);
            claimed.addAll(taken);
            if (taken.size() < one.count()) {
                exhausted.add(one.address().device());
            }
        }
        signals.count(Count.PREKEYS_CLAIMED, claimed.size());
        signals.count(Count.PREKEY_POOLS_EXHAUSTED, exhausted.size());
        return new Claimed(claimed, exhausted);
    }

    @Override
    public int left(Actor.Device actor, PrekeyType type) {
        Operation.USE_PREKEYS.check(actor);
        return uploads.left(actor.device(), type);
    }

    private static Setting quota(PrekeyType type) {
        return type == PrekeyType.PREKEY_TYPE_P521 ? Setting.PREKEY_CLAIMS : Setting.KEM_PREKEY_CLAIMS;
    }

    @Schedule(hour = "*", minute = "15", persistent = false)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void purgeOnSchedule() {
        Chore.run(pool::purge);
        Chore.run(accountLimits::purge);
    }
}
