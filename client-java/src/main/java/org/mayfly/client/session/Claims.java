package org.mayfly.client.session;

import org.mayfly.protocol.client.KeyNeed;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.PrekeysClaimed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One-time keys of others at hand in this session, and which pools not to ask again before when. For one thread. */
final class Claims {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final Map<KeyNeed, List<ClaimedPrekey>> keys = new HashMap<>();
    private final Set<Pool> asking = new HashSet<>();
    private final Map<Pool, Duration> pauses = new HashMap<>();
    private final Set<Pool> pausing = new HashSet<>();

    /** The one-time keys of one type of all devices of a user. */
    record Pool(UserId user, PrekeyType type) {}

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
        for (var key : answer.getPrekeysList()) {
            var device = new DeviceAddress(
                    UserId.of(key.getUser().toByteArray()),
                    DeviceId.of(key.getDevice().toByteArray()));
            of(new KeyNeed(device, pool.type())).add(key);
        }
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

    /** The pools that have no key at hand for some device. */
    Set<Pool> missing(Set<KeyNeed> needs) {
        return needs.stream()
                .filter(need -> of(need).isEmpty())
                .map(need -> new Pool(need.device().user(), need.type()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All keys at hand for these needs, in the order they came. */
    List<ClaimedPrekey> atHand(Set<KeyNeed> needs) {
        return needs.stream().flatMap(need -> of(need).stream()).toList();
    }

    /** A message was sealed with these. */
    void spent(Set<PrekeyId> ids) {
        keys.values()
                .forEach(known -> known.removeIf(key -> ids.contains(
                        new PrekeyId(Bytes.of(key.getPrekey().getId().toByteArray())))));
    }

    /** What is at hand for these needs proved to be of no use. */
    void unusable(Collection<KeyNeed> needs) {
        needs.forEach(keys::remove);
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
