package org.mayfly.client.session;

import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.DeviceCalls;
import org.mayfly.client.rest.PersonName;
import org.mayfly.client.store.Drop;
import org.mayfly.client.store.FieldReader;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.store.Keep;
import org.mayfly.client.store.Shelf;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * For whom a name stands. The server's directory says so at first. Once this device knows a person's keys, the name stays
 * with that person, whatever the directory says later: keys are found by the id, so who could give the name to another id
 * could choose the keys. What the directory says instead is a claim, for the user to decide about.
 */
final class People {

    private final FileStore store;
    private final Predicate<UserId> isKnown;
    private final Function<UserId, Change> notice;
    private Map<UserId, String> names;
    private Map<UserId, String> claims;

    /**
     * @param isKnown whether this device knows keys of the user
     * @param notice tells that a person's name was given to another, or the person another name
     */
    People(FileStore store, Predicate<UserId> isKnown, Function<UserId, Change> notice) {
        this.store = store;
        this.isKnown = isKnown;
        this.notice = notice;
        this.names = stored(store, Shelf.PERSON);
        this.claims = stored(store, Shelf.NAME_CLAIM);
    }

    private static Map<UserId, String> stored(FileStore store, Shelf shelf) {
        var stored = new HashMap<UserId, String>();
        for (var key : store.keys(shelf)) {
            store.kept(shelf, key).map(FieldReader::text).ifPresent(name -> stored.put(new UserId(key), name));
        }
        return stored;
    }

    Optional<String> name(UserId user) {
        return Optional.ofNullable(names.get(user));
    }

    /** For whom the name stands. */
    Optional<UserId> holder(String name) {
        return of(name, names);
    }

    /** For whom the directory says that it stands, where this device knows another person by it, or that person by another. */
    Optional<UserId> claimant(String name) {
        return of(name, claims);
    }

    boolean isClaimant(UserId user) {
        return claims.containsKey(user);
    }

    private static Optional<UserId> of(String name, Map<UserId, String> people) {
        var wanted = PersonName.canonical(name);
        return people.entrySet().stream()
                .filter(entry -> PersonName.canonical(entry.getValue()).equals(wanted))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** @throws ProblemException what is wrong with the answer; nothing has changed then */
    void refresh(DeviceCalls calls) {
        var kept = names.entrySet().stream()
                .filter(entry -> isKnown.test(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var taken = kept.values().stream().map(PersonName::canonical).collect(Collectors.toSet());
        var now = new HashMap<>(kept);
        var claimed = new HashMap<UserId, String>();
        calls.directory().forEach((user, name) -> {
            if (kept.containsKey(user) || taken.contains(PersonName.canonical(name))) {
                claimed.put(user, name);
            } else {
                now.put(user, name);
            }
        });
        claimed.entrySet().removeIf(claim -> isOf(claim.getKey(), claim.getValue(), kept));
        commit(now, claimed, notices(kept, claimed));
    }

    /** The user decided that the directory is right: the name is the claimant's from now on. */
    void accept(UserId claimant, String name, List<Change> inTheSameStep) {
        var now = new HashMap<>(names);
        holder(name).ifPresent(now::remove);
        var left = new HashMap<>(claims);
        now.put(claimant, Optional.ofNullable(left.remove(claimant)).orElse(name));
        commit(now, left, inTheSameStep);
    }

    private List<Change> notices(Map<UserId, String> kept, Map<UserId, String> claimed) {
        return claimed.entrySet().stream()
                .filter(claim -> !isOf(claim.getKey(), claim.getValue(), claims))
                .map(claim -> of(claim.getValue(), kept).orElse(claim.getKey()))
                .distinct()
                .map(notice)
                .toList();
    }

    private static boolean isOf(UserId user, String name, Map<UserId, String> people) {
        return Optional.ofNullable(people.get(user))
                .filter(other -> PersonName.canonical(other).equals(PersonName.canonical(name)))
                .isPresent();
    }

    private void commit(Map<UserId, String> now, Map<UserId, String> claimed, List<Change> inTheSameStep) {
        var changes = new ArrayList<>(inTheSameStep);
        changes.addAll(differences(Shelf.PERSON, names, now));
        changes.addAll(differences(Shelf.NAME_CLAIM, claims, claimed));
        if (!changes.isEmpty()) {
            store.commit(UnitOfWork.of(changes));
        }
        names = now;
        claims = claimed;
    }

    private static List<Change> differences(Shelf shelf, Map<UserId, String> before, Map<UserId, String> after) {
        var changes = new ArrayList<Change>();
        after.forEach((user, name) -> {
            if (!name.equals(before.get(user))) {
                changes.add(new Keep(
                        shelf,
                        user.value(),
                        Bytes.of(new FieldWriter().text(name).toArray())));
            }
        });
        before.keySet().stream()
                .filter(user -> !after.containsKey(user))
                .forEach(gone -> changes.add(new Drop(shelf, gone.value())));
        return changes;
    }
}
