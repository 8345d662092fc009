package org.mayfly.messaging.prekey;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The prekeys as plainly as they can be said: what {@link JdbcPrekeys} must agree with. */
final class InMemoryPrekeys implements PrekeyStore {

    private record Pooled(DeviceId device, Batch batch, Key key) {}

    private final Map<DeviceAddress, NetworkId> devices = new HashMap<>();
    private final List<Pooled> pool = new ArrayList<>();
    private final Set<List<Object>> seen = new HashSet<>();
    private long claims;

    void put(DeviceAddress device, NetworkId network) {
        devices.put(device, network);
    }

    @Override
    public synchronized boolean add(DeviceId device, Batch batch) {
        boolean reused =
                wasSeen(device, batch.id()) || batch.keys().stream().anyMatch(key -> wasSeen(device, key.id()));
        if (!reused) {
            seen.add(List.of(device, batch.id()));
            batch.keys().forEach(key -> {
                seen.add(List.of(device, key.id()));
                pool.add(new Pooled(device, batch, key));
            });
        }
        return !reused;
    }

    private boolean wasSeen(DeviceId device, PrekeyId id) {
        return seen.contains(List.<Object>of(device, id));
    }

    private boolean wasSeen(DeviceId device, Bytes batch) {
        return seen.contains(List.<Object>of(device, batch));
    }

    @Override
    public synchronized List<Taken> take(Pool from, int wanted, Instant now) {
        var taken = claimable(from, now)
                .sorted(Comparator.comparing(one -> one.batch().expires()))
                .limit(wanted)
                .toList();
        pool.removeAll(taken);
        return taken.stream()
                .map(one -> new Taken(
                        one.batch().signed(), one.key(), one.batch().keys().size()))
                .toList();
    }

    @Override
    public synchronized int left(Pool of, Instant now) {
        return (int) claimable(of, now).count();
    }

    private Stream<Pooled> claimable(Pool of, Instant now) {
        return pool.stream()
                .filter(one -> one.device().equals(of.device())
                        && one.batch().type() == of.type()
                        && one.batch().expires().isAfter(now));
    }

    @Override
    public synchronized Set<DeviceAddress> reachable(NetworkId network, Collection<DeviceAddress> wanted) {
        var found = new HashSet<DeviceAddress>();
        devices.forEach((device, of) -> {
            if (of.equals(network) && wanted.contains(device)) {
                found.add(device);
            }
        });
        return found;
    }

    @Override
    public synchronized long nextClaim() {
        return ++claims;
    }

    @Override
    public synchronized void discardAll() {
        pool.clear();
    }

    @Override
    public synchronized void purge(Instant now) {
        pool.removeIf(one -> !one.batch().expires().isAfter(now));
    }
}
