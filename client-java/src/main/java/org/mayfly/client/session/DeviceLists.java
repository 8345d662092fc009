package org.mayfly.client.session;

import org.mayfly.client.mail.Inbox;
import org.mayfly.client.problem.Problem;
import org.mayfly.protocol.client.KnownList;
import org.mayfly.protocol.client.ListAcceptance;
import org.mayfly.protocol.client.ListAcceptance.Difference;
import org.mayfly.protocol.client.ListAcceptance.Verdict;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.DevicesChanged;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Follows device lists, the own one too, and tells people of devices that came or went. On the session's thread only.
 */
final class DeviceLists {

    /** A list that was fetched longer ago is asked for again before something is sent by it. */
    private static final Duration FRESH = Duration.ofHours(24);

    /** One that can't be taken is not asked for again before. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final String REMOVED = "device-removed";

    private final Desk desk;
    private final Inbox inbox;
    private final SessionEvents events;
    private final IdentityChanges identities;
    private final Map<UserId, Instant> fetched = new HashMap<>();
    private final Map<UserId, Refusal> refused = new HashMap<>();

    private record Refusal(Problem why, Instant at) {}

    DeviceLists(Desk desk, Inbox inbox, IdentityChanges identities, SessionEvents events) {
        this.desk = desk;
        this.identities = identities;
        this.inbox = inbox;
        this.events = events;
    }

    void disconnected() {
        fetched.clear();
        refused.clear();
    }

    /** The next message by this user's list asks for the newest. */
    void outdated(UserId user) {
        fetched.remove(user);
        refused.remove(user);
    }

    /** Asks for the newest list, where it was not asked for on this connection, or too long ago; what is wrong with it. */
    Optional<Problem> refresh(UserId user, Line there) {
        var last = fetched.get(user);
        if (last != null && desk.now().isBefore(last.plus(FRESH))) {
            return Optional.empty();
        }
        var refusal = refused.get(user);
        if (refusal != null && desk.now().isBefore(refusal.at().plus(PAUSE))) {
            return Optional.of(refusal.why());
        }
        return follow(user, there);
    }

    /**
     * The server says that there is a newer one, or a first one: of another identity then, whose number says nothing against
     * the pinned one's. Of people this device has no list of it wants none yet.
     */
    Optional<Problem> changed(DevicesChanged changed, Line there) {
        var user = UserId.of(changed.getUser().toByteArray());
        var known = desk.protocol().deviceList(user).map(KnownList::newest);
        return known.filter(list -> list.version() < changed.getVersion() || changed.getVersion() == 1)
                .flatMap(list -> follow(user, there));
    }

    private Optional<Problem> follow(UserId user, Line there) {
        var openBefore = identities.open(user);
        var acceptance = desk.protocol().follow(user, there.calls(), desk.now());
        var changes = new ArrayList<>(acceptance.unit().changes());
        var told = notices(user, acceptance.difference());
        changes.addAll(told);
        desk.store().commit(UnitOfWork.of(changes));
        identities.settle(user, openBefore);
        if (!told.isEmpty()) {
            events.arrived();
        }
        if (acceptance.verdict() == Verdict.REVOKED) {
            var unused = removed();
        }
        var wrong = problem(acceptance);
        if (wrong.isEmpty()) {
            fetched.put(user, desk.now());
        }
        wrong.ifPresent(why -> refused.put(user, new Refusal(why, desk.now())));
        return wrong;
    }

    /**
     * Known by the verified successor of the own list, or because the person removed this device here; never by the server's
     * word: all that the device kept is erased.
     */
    Problem removed() {
        var why = Problem.refused(REMOVED);
        desk.loop().end(why);
        desk.store().erase();
        return why;
    }

    private List<Change> notices(UserId user, Difference difference) {
        var whose = user.equals(desk.protocol().self().user()) ? "own-device-" : "peer-device-";
        return Stream.of(
                        notice(whose + "added", user, difference.added().size()),
                        notice(whose + "removed", user, difference.removed().size()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** One for them all: the number goes by what is stored. */
    private Optional<Change> notice(String code, UserId user, long devices) {
        return devices == 0
                ? Optional.empty()
                : Optional.of(inbox.warning(code, Optional.of(user), devices, desk.now()));
    }

    private static Optional<Problem> problem(ListAcceptance acceptance) {
        return switch (acceptance.verdict()) {
            case NOT_FOUND -> Optional.of(Problem.refused("unknown-user"));
            case REFUSED -> Optional.of(Problem.refused("device-list-refused"));
            case REVOKED -> Optional.of(Problem.refused(REMOVED));
            default -> Optional.empty();
        };
    }

    static boolean isNobody(Problem why) {
        return why.code().equals("unknown-user");
    }

    static boolean isRevoked(Problem why) {
        return why.code().equals(REMOVED);
    }
}
