package org.mayfly.client.session;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.mayfly.client.problem.Problem.Kind;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.session.Claims.Pool;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.KeyNeed;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.PrekeysClaimed;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * One-time keys of others: claims what messages need, a pool at a time, and leaves an exhausted pool alone for a while. On
 * the session's thread only.
 */
final class KeySupply {

    /** Of each device. ML-KEM keys are for a START alone. */
    private static final int AHEAD_P521 = 4;

    private static final int AHEAD_MLKEM = 2;

    private final Desk desk;
    private final Customer customer;
    private final Claims claims;
    private int generation;

    /** For whom keys are claimed. */
    interface Customer {

        /** There may be keys now, or certainty that there are none. */
        void supplied();

        /** The server gives none for the devices that this user is thought to have. */
        void refused(UserId user);
    }

    KeySupply(Desk desk, Customer customer) {
        this.desk = desk;
        this.customer = customer;
        this.claims = new Claims(desk.store(), desk.now());
    }

    void disconnected() {
        generation++;
        claims.reset();
    }

    boolean isIdle() {
        return !claims.isAsking();
    }

    /** A sign of life: there may be new keys. False if that is no news. */
    boolean heardFrom(UserId user) {
        var paused = pools(user).stream().filter(claims::isPausing).toList();
        paused.forEach(claims::resume);
        return !paused.isEmpty();
    }

    /**
     * Claims what is missing, unless one of the pools is left alone: then none of the others is emptied for nothing.
     *
     * @param messages that wait
     * @return whether it is worth waiting for an answer
     */
    boolean isOnItsWay(Set<KeyNeed> needs, int messages, Line there) {
        var missing = claims.missing(needs);
        if (missing.stream().anyMatch(claims::isPausing)) {
            return false;
        }
        missing.stream().filter(pool -> !claims.isAsking(pool)).forEach(pool -> {
            var devices = needs.stream()
                    .filter(need -> need.type() == pool.type())
                    .map(KeyNeed::device)
                    .toList();
            claim(pool, devices, messages, there);
        });
        return !missing.isEmpty();
    }

    /** Claims a few of what is missing, so that the next message waits for no answer. Nobody waits for this one. */
    void ahead(Set<KeyNeed> needs, Line there) {
        var unmet = claims.unmet(needs);
        claims.missing(needs).stream()
                .filter(pool -> !claims.isPausing(pool) && !claims.isAsking(pool))
                .forEach(pool -> claim(
                        pool,
                        unmet.stream()
                                .filter(need -> need.type() == pool.type()
                                        && need.device().user().equals(pool.user()))
                                .map(KeyNeed::device)
                                .toList(),
                        pool.type() == PrekeyType.PREKEY_TYPE_P521 ? AHEAD_P521 : AHEAD_MLKEM,
                        there));
    }

    List<ClaimedPrekey> atHand(Set<KeyNeed> needs) {
        return claims.atHand(needs);
    }

    /** A message was sealed with these. To be committed with it. */
    List<Change> spent(Set<PrekeyId> ids) {
        return claims.spent(ids);
    }

    /** None of what is at hand for these needs was good for a message. */
    void lacking(Collection<KeyNeed> needs) {
        claims.unusable(needs);
        needs.stream()
                .map(need -> new Pool(need.device().user(), need.type()))
                .distinct()
                .filter(pool -> !claims.isPausing(pool) && !claims.isAsking(pool))
                .forEach(pool -> pause(pool, Duration.ZERO));
    }

    private void claim(Pool pool, List<DeviceAddress> devices, int messages, Line there) {
        claims.asked(pool);
        var together = pool.type() == PrekeyType.PREKEY_TYPE_P521 ? Limits.CLAIMED_P521 : Limits.CLAIMED_MLKEM;
        var each = Math.min(Math.min(Limits.CLAIMED_OF_A_DEVICE, messages), together / devices.size());
        var request = ClaimPrekeys.newBuilder().setType(pool.type());
        devices.forEach(device -> request.addWanted(ClaimPrekeys.Wanted.newBuilder()
                .setUser(ByteString.copyFrom(device.user().toArray()))
                .setDevice(ByteString.copyFrom(device.device().toArray()))
                .setCount(each)));
        var asked = generation;
        var unused = there.connection()
                .claim(request.build())
                .whenComplete((answer, failure) -> desk.loop().run(() -> {
                    if (asked == generation) {
                        claimed(pool, answer, failure);
                    }
                }));
    }

    private void claimed(Pool pool, @Nullable PrekeysClaimed answer, @Nullable Throwable failure) {
        if (failure == null && answer != null) {
            claims.answered(pool, answer);
            if (answer.getPrekeysCount() == 0) {
                pause(pool, Duration.ZERO);
            }
        } else {
            claims.failed(pool);
            var problem = ProblemException.problemOf(failure);
            if (problem.kind() == Kind.NETWORK) {
                return;
            }
            pause(pool, problem.isForLater() ? problem.retryAfter() : Duration.ZERO);
            if (!problem.isForLater()) {
                customer.refused(pool.user());
            }
        }
        customer.supplied();
    }

    private void pause(Pool pool, Duration atLeast) {
        var pause = claims.pause(pool);
        desk.loop().later(pause.compareTo(atLeast) < 0 ? atLeast : pause, () -> {
            claims.resume(pool);
            customer.supplied();
        });
    }

    private static List<Pool> pools(UserId user) {
        return Arrays.stream(PrekeyType.values())
                .map(type -> new Pool(user, type))
                .toList();
    }
}
