package org.mayfly.client.session;

import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeysClaimed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One-time keys of others at hand in this session, and whom not to ask again before when. For one thread. */
final class Claims {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final Map<DeviceAddress, Deque<ClaimedPrekey>> keys = new HashMap<>();
    private final Set<UserId> asking = new HashSet<>();
    private final Map<UserId, Duration> pauses = new HashMap<>();
    private final Set<UserId> pausing = new HashSet<>();

    boolean mayAsk(UserId user) {
        return !asking.contains(user) && !pausing.contains(user);
    }

    boolean isPausing(UserId user) {
        return pausing.contains(user);
    }

    boolean isAsking() {
        return !asking.isEmpty();
    }

    void asked(UserId user) {
        asking.add(user);
    }

    void answered(UserId user, PrekeysClaimed answer) {
        asking.remove(user);
        for (var key : answer.getPrekeysList()) {
            var device = new DeviceAddress(
                    UserId.of(key.getUser().toByteArray()),
                    DeviceId.of(key.getDevice().toByteArray()));
            of(device).add(key);
        }
        if (answer.getPrekeysCount() > 0) {
            pauses.remove(user);
        }
    }

    void failed(UserId user) {
        asking.remove(user);
    }

    /** How long to leave this user's keys alone: doubles each time. */
    Duration pause(UserId user) {
        pausing.add(user);
        var pause = pauses.getOrDefault(user, FIRST_PAUSE);
        var doubled = pause.multipliedBy(2);
        pauses.put(user, doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled);
        return pause;
    }

    /** The pause is over, or there is a sign of new keys. */
    void resume(UserId user) {
        pausing.remove(user);
    }

    /** One key for each device that has one; each is given out once. */
    Optional<List<ClaimedPrekey>> take(Set<DeviceAddress> devices) {
        if (devices.stream().anyMatch(device -> of(device).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(devices.stream().map(device -> of(device).remove()).toList());
    }

    private Deque<ClaimedPrekey> of(DeviceAddress device) {
        return keys.computeIfAbsent(device, made -> new ArrayDeque<>());
    }

    /** The connection ended: unused keys stay unused for ever, which costs the pool but no secrecy. */
    void reset() {
        asking.clear();
        pausing.clear();
        pauses.clear();
    }
}
