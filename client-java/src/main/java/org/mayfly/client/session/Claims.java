package org.mayfly.client.session;

import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.client.store.Drop;
import org.mayfly.client.store.FieldReader;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.store.Keep;
import org.mayfly.client.store.Shelf;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.KeyNeed;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyBatch;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.PrekeysClaimed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One-time keys of others at hand, kept over a restart, and which pools not to ask again before when. Nothing is verified:
 * that is done when one is used. For one thread.
 */
final class Claims {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final FileStore store;
    private final Map<KeyNeed, List<ClaimedPrekey>> keys = new HashMap<>();
    private final Set<Pool> asking = new HashSet<>();
    private final Map<Pool, Duration> pauses = new HashMap<>();
    private final Set<Pool> pausing = new HashSet<>();

    /** The one-time keys of one type of all devices of a user. */
    record Pool(UserId user, PrekeyType type) {}

    Claims(FileStore store, Instant now) {
        this.store = store;
        var useless = new ArrayList<Change>();
        for (var id : store.keys(Shelf.CLAIMED)) {
            store.kept(Shelf.CLAIMED, id)
                    .flatMap(in -> kept(in, now))
                    .ifPresentOrElse(
                            key -> of(need(key.key(), key.type())).add(key.key()),
                            () -> useless.add(new Drop(Shelf.CLAIMED, id)));
        }
        store.commit(UnitOfWork.of(useless));
    }

    private record Kept(ClaimedPrekey key, PrekeyType type) {}

    /** Empty where its time is over. */
    private static Optional<Kept> kept(FieldReader in, Instant now) {
        try {
            var type = PrekeyType.forNumber(Math.toIntExact(in.number()));
            var key = ClaimedPrekey.parseFrom(in.byteArray());
            var expires = PrekeyBatch.parseFrom(key.getBatch().getBatch()).getExpires();
            return expires > now.toEpochMilli() ? Optional.of(new Kept(key, type)) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    boolean isPausing(Pool pool) {
        return pausing.contains(pool);
    }

    boolean isAsking(Pool pool) {
        return asking.contains(pool);
    }

    boolean isAsking() {
        return !asking.isEmpty();
    }

    void asked(Pool pool) {
        asking.add(pool);
    }

    void answered(Pool pool, PrekeysClaimed answer) {
        asking.remove(pool);
        var keep = new ArrayList<Change>();
        for (var key : answer.getPrekeysList()) {
            var need = need(key, pool.type());
            if (need.device().user().equals(pool.user()) && of(need).size() < Limits.CLAIMED_OF_A_DEVICE) {
                of(need).add(key);
                var record = new FieldWriter().number(pool.type().getNumber()).bytes(key.toByteArray());
                keep.add(new Keep(Shelf.CLAIMED, id(key), Bytes.of(record.toArray())));
            }
        }
        store.commit(UnitOfWork.of(keep));
        if (answer.getPrekeysCount() > 0) {
            pauses.remove(pool);
        }
    }

    void failed(Pool pool) {
        asking.remove(pool);
    }

    /** How long to leave this pool alone: doubles each time. */
    Duration pause(Pool pool) {
        pausing.add(pool);
        var pause = pauses.getOrDefault(pool, FIRST_PAUSE);
        var doubled = pause.multipliedBy(2);
        pauses.put(pool, doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled);
        return pause;
    }

    /** The pause is over, or there is a sign of new keys. */
    void resume(Pool pool) {
        pausing.remove(pool);
    }

    /** Those of these needs for which no key is at hand. */
    Set<KeyNeed> unmet(Set<KeyNeed> needs) {
        return needs.stream().filter(need -> of(need).isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    /** The pools that have no key at hand for some device. */
    Set<Pool> missing(Set<KeyNeed> needs) {
        return unmet(needs).stream()
                .map(need -> new Pool(need.device().user(), need.type()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All keys at hand for these needs, in the order they came. */
    List<ClaimedPrekey> atHand(Set<KeyNeed> needs) {
        return needs.stream().flatMap(need -> of(need).stream()).toList();
    }

    /** A message was sealed with these. To be committed with it. */
    List<Change> spent(Set<PrekeyId> ids) {
        return letGo(key -> ids.contains(new PrekeyId(id(key))), keys.values());
    }

    /** What is at hand for these needs proved to be of no use. */
    void unusable(Collection<KeyNeed> needs) {
        store.commit(
                UnitOfWork.of(letGo(key -> true, needs.stream().map(this::of).toList())));
    }

    private static List<Change> letGo(Predicate<ClaimedPrekey> which, Collection<List<ClaimedPrekey>> among) {
        var changes = new ArrayList<Change>();
        for (var known : among) {
            known.stream().filter(which).forEach(key -> changes.add(new Drop(Shelf.CLAIMED, id(key))));
            known.removeIf(which);
        }
        return changes;
    }

    private static KeyNeed need(ClaimedPrekey key, PrekeyType type) {
        var device = new DeviceAddress(
                UserId.of(key.getUser().toByteArray()),
                DeviceId.of(key.getDevice().toByteArray()));
        return new KeyNeed(device, type);
    }

    private static Bytes id(ClaimedPrekey key) {
        return Bytes.of(key.getPrekey().getId().toByteArray());
    }

    private List<ClaimedPrekey> of(KeyNeed need) {
        return keys.computeIfAbsent(need, made -> new ArrayList<>());
    }

    /** The connection ended. What is at hand stays so. */
    void reset() {
        asking.clear();
        pausing.clear();
        pauses.clear();
    }
}
