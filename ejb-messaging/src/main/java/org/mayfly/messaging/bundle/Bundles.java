package org.mayfly.messaging.bundle;

import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.UserId;

import java.util.Optional;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Takes bundles in: each a version newer than the one before, under a seed that is there. */
@Dependent
public class Bundles {

    private final JdbcBundles stored;
    private final Seeds seeds;

    @Inject
    public Bundles(JdbcBundles stored, Seeds seeds) {
        this.stored = stored;
        this.seeds = seeds;
    }

    /**
     * The user is locked.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException conflicting-version; malformed: no such seed, or one too many
     */
    public void put(UserId user, Way way, long version, Bundle bundle) {
        boolean seedFits = way == Way.PASSPHRASE
                ? bundle.seed().flatMap(seeds::find).isPresent()
                : bundle.seed().isEmpty();
        if (!seedFits) {
            throw Reason.MALFORMED.refused();
        }
        if (version != version(user, way) + 1) {
            throw Reason.CONFLICTING_VERSION.refused();
        }
        stored.put(user, way, version, bundle);
    }

    /** Those of an enrolment: version 1. */
    public void putFirst(UserId user, FirstBundles first) {
        put(user, Way.PASSPHRASE, 1, first.passphrase());
        first.recoveryKey().ifPresent(bundle -> put(user, Way.RECOVERY_KEY, 1, bundle));
    }

    /** @return whether there was one */
    public boolean remove(UserId user, Way way) {
        return stored.remove(user, way);
    }

    public Optional<JdbcBundles.Stored> find(UserId user, Way way) {
        return stored.find(user, way);
    }

    /** Zero where there is none. */
    public long version(UserId user, Way way) {
        return stored.find(user, way).map(JdbcBundles.Stored::version).orElse(0L);
    }
}
