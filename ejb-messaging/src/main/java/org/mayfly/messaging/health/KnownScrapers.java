package org.mayfly.messaging.health;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.time.ElapsedTime;
import org.mayfly.protocol.value.Bytes;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Tokens of scope metrics that the database found good within a day, by their hashes, for the time when it can't be asked.
 * At most 16. Thread-safe.
 */
@Singleton
class KnownScrapers {

    private static final int MOST = 16;
    private static final Duration LIFE = Duration.ofDays(1);

    private final Map<Bytes, Seen> seen = new ConcurrentHashMap<>();
    private final ElapsedTime time;

    private record Seen(Actor.Scraper actor, Duration at) {}

    @Inject
    KnownScrapers(ElapsedTime time) {
        this.time = time;
    }

    void remember(Bytes hash, Actor.Scraper actor) {
        seen.values().removeIf(this::isOver);
        if (seen.size() < MOST || seen.containsKey(hash)) {
            seen.put(hash, new Seen(actor, time.elapsed()));
        }
    }

    void forget(Bytes hash) {
        seen.remove(hash);
    }

    Optional<Actor> find(Bytes hash) {
        return Optional.ofNullable(seen.get(hash)).filter(one -> !isOver(one)).map(Seen::actor);
    }

    private boolean isOver(Seen one) {
        return time.elapsed().compareTo(one.at().plus(LIFE)) >= 0;
    }
}
