package org.mayfly.client.session;

import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.DeviceCalls;
import org.mayfly.client.rest.PersonName;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.UserId;

import java.util.List;
import java.util.Optional;

/** Who is meant by a name, and what the two compared. On the session's thread only. */
final class Contacts {

    private final Desk desk;
    private final Profile profile;
    private final People people;
    private final DeviceLists lists;
    private final IdentityChanges identities;

    Contacts(Desk desk, Profile profile, People people, DeviceLists lists, IdentityChanges identities) {
        this.desk = desk;
        this.profile = profile;
        this.people = people;
        this.lists = lists;
        this.identities = identities;
    }

    /** By the directory as it is now. */
    void connected(DeviceCalls calls) {
        people.refresh(calls);
    }

    /** The id where there is no name, or the name is another's, or the directory does not answer. */
    String nameOf(UserId user, Optional<Line> there) {
        if (people.name(user).isEmpty() && !people.isClaimant(user)) {
            try {
                there.ifPresent(line -> people.refresh(line.calls()));
            } catch (ProblemException e) {
                return user.toString();
            }
        }
        return people.name(user).orElseGet(user::toString);
    }

    /**
     * @throws ProblemException {@code own-user}, {@code unknown-user}, {@code unreachable}; {@code name-changed} while the
     *     directory means another by the name than the person known by it
     */
    private UserId recipient(String name, Optional<Line> there) {
        look(name, there);
        if (people.claimant(name).isPresent()) {
            throw ProblemException.refused("name-changed", name);
        }
        return people.holder(name).orElseThrow(() -> nobody(name, there));
    }

    /**
     * For whom something is to be written now, by the newest list where the server answers: else by what is known, and the list
     * is asked for before it leaves.
     *
     * @throws ProblemException what {@link #recipient} throws; {@code identity-changed} until the user decided;
     *     {@code identity-changed-passed} once, where the policy let it pass and the user has not heard; {@code device-list-refused}
     */
    UserId addressee(String name, Optional<Line> there) {
        var user = recipient(name, there);
        there.flatMap(line -> wrongWith(user, line)).ifPresent(wrong -> {
            throw new ProblemException(wrong);
        });
        identities.tellOfPassed(user);
        if (identities.open(user).isPresent()) {
            throw ProblemException.refused("identity-changed");
        }
        return user;
    }

    /** By the newest lists, where the server can be asked. */
    Session.Known known(String name, Optional<Line> there) {
        look(name, there);
        var holder = people.holder(name);
        var claimant = people.claimant(name);
        if (holder.isEmpty() && claimant.isEmpty()) {
            throw nobody(name, there);
        }
        there.ifPresent(line -> {
            claimant.or(() -> holder).flatMap(user -> newest(user, line)).ifPresent(wrong -> {
                throw new ProblemException(wrong);
            });
        });
        return new Session.Known(
                holder.flatMap(desk.protocol()::safetyNumber),
                claimant.map(desk.protocol()::safetyNumber)
                        .orElseGet(() -> holder.flatMap(desk.protocol()::changedSafetyNumber)),
                holder.filter(identities::isVerified).isPresent());
    }

    /**
     * The two compared the number. Where it is the changed one, that is taken over.
     *
     * @throws ProblemException {@code wrong-safety-number}, and what {@link #known} throws
     */
    void compared(String name, String number, Optional<Line> there) {
        var known = known(name, there);
        if (isSame(number, known.changed())) {
            takeOver(name, known.changed().orElseThrow());
        } else if (isSame(number, known.safetyNumber())) {
            var user = people.holder(name).orElseThrow();
            var verified = identities.verified(user, known.safetyNumber().orElseThrow());
            desk.store().commit(UnitOfWork.of(List.of(verified)));
        } else {
            throw ProblemException.refused("wrong-safety-number");
        }
    }

    private void takeOver(String name, String number) {
        var claimant = people.claimant(name);
        var user = claimant.or(() -> people.holder(name)).orElseThrow();
        var verified = List.of(identities.verified(user, number));
        if (claimant.isPresent()) {
            people.accept(user, name, verified);
        } else {
            desk.store().commit(desk.protocol().acceptIdentityChange(user).and(verified));
        }
        lists.outdated(user);
    }

    private Optional<Problem> wrongWith(UserId user, Line there) {
        try {
            return lists.refresh(user, there);
        } catch (ProblemException e) {
            if (e.problem().kind() == Problem.Kind.NETWORK || e.problem().isForLater()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<Problem> newest(UserId user, Line there) {
        lists.outdated(user);
        return lists.refresh(user, there);
    }

    /** Asks the directory where the name is not known yet. */
    private void look(String name, Optional<Line> there) {
        if (PersonName.canonical(name).equals(PersonName.canonical(profile.userName()))) {
            throw ProblemException.refused("own-user");
        }
        if (people.holder(name).isEmpty() && people.claimant(name).isEmpty()) {
            there.ifPresent(line -> people.refresh(line.calls()));
        }
    }

    private ProblemException nobody(String name, Optional<Line> there) {
        return there.isPresent()
                ? ProblemException.refused("unknown-user", name)
                : ProblemException.network("unreachable", profile.server());
    }

    private static boolean isSame(String given, Optional<String> number) {
        return number.filter(right -> packed(right).equals(packed(given))).isPresent();
    }

    private static String packed(String number) {
        return number.replaceAll("[\\s-]", "");
    }
}
