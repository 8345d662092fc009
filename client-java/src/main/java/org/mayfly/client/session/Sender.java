package org.mayfly.client.session;

import org.jspecify.annotations.Nullable;
import org.mayfly.client.mail.Outbox;
import org.mayfly.client.mail.Outbox.Entry;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.Problem.Kind;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.Submit;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Moves the outbox to the server: fetches lists, claims one-time keys, seals, submits, hears receipts. A message leaves
 * the outbox only when the server has it, refused it for good, or its life is over. On the session's thread only.
 */
final class Sender {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** How often a message is sealed anew because the server knew newer device lists. */
    private static final int RESEALINGS = 3;

    private final Desk desk;
    private final Outbox outbox;
    private final SessionEvents events;
    private final Supplier<NetworkPolicy> policy;
    private final KeySupply keys;
    private final DeviceLists lists;
    private final Supplier<MessageId> newId;
    private final Set<Long> submitted = new HashSet<>();
    private final Map<Long, Integer> resealed = new HashMap<>();
    private final Set<UserId> heldBack = new HashSet<>();
    private int inFlight;
    private int generation;
    private Optional<Line> line = Optional.empty();

    /** What it sends from, and by which lists. */
    record Sources(Outbox outbox, DeviceLists lists, Supplier<MessageId> newId) {}

    Sender(Desk desk, Sources sources, Supplier<NetworkPolicy> policy, SessionEvents events) {
        this.desk = desk;
        this.outbox = sources.outbox();
        this.lists = sources.lists();
        this.newId = sources.newId();
        this.policy = policy;
        this.keys = new KeySupply(desk, new Customer());
        this.events = events;
    }

    void connected(Line made) {
        disconnected();
        line = Optional.of(made);
        pump();
    }

    void disconnected() {
        generation++;
        line = Optional.empty();
        inFlight = 0;
        submitted.clear();
        lists.disconnected();
        heldBack.clear();
        keys.disconnected();
    }

    /** A sign of life: there may be new keys. */
    void heardFrom(UserId user) {
        if (keys.heardFrom(user)) {
            pump();
        }
    }

    /** Nothing is on its way, and whatever stays in the outbox waits for keys or for the server's leave. */
    boolean isIdle() {
        return inFlight == 0 && keys.isIdle();
    }

    void pump() {
        outbox.purge(desk.now()).stream()
                .filter(Entry::text)
                .forEach(entry -> events.failed(entry.id(), Problem.refused("expired")));
        line.ifPresent(
                there -> outbox.entries().stream().map(Entry::to).distinct().forEach(user -> sendTo(user, there)));
    }

    /** Texts that go to waiting devices once more, and questions, hold nothing up. */
    private void sendTo(UserId user, Line there) {
        var open = outbox.to(user);
        send(open.stream().filter(entry -> !entry.apart()).toList(), user, there);
        send(open.stream().filter(Entry::apart).toList(), user, there);
        if (heldBack.contains(user)) {
            tellWaiting(user);
        }
    }

    /** One at a time, oldest first: what was refused for now must not be overtaken by what came after it. */
    private void send(List<Entry> open, UserId user, Line there) {
        for (var done = 0; done < open.size() && !isOnItsWay(open); done++) {
            var entry = open.get(done);
            if (entry.sealed()) {
                submit(entry, outbox.read(entry.order()).sealed().orElseThrow(), there);
                continue;
            }
            var unsealed =
                    open.stream().skip(done).filter(later -> !later.sealed()).toList();
            if (!isListFresh(user, unsealed, there)) {
                return;
            }
            if (!seal(entry, unsealed.size(), there)) {
                return;
            }
        }
    }

    private boolean isOnItsWay(List<Entry> open) {
        return open.stream().anyMatch(entry -> submitted.contains(entry.order()));
    }

    /** The newest lists of both sides are known. Where there is nobody of that name any more, what waits for them ends. */
    private boolean isListFresh(UserId user, List<Entry> unsealed, Line there) {
        var wrong = lists.refresh(desk.protocol().self().user(), there);
        if (wrong.filter(DeviceLists::isRevoked).isPresent()) {
            throw new ProblemException(wrong.get());
        }
        wrong = wrong.or(() -> lists.refresh(user, there));
        if (wrong.filter(DeviceLists::isNobody).isPresent()) {
            unsealed.forEach(entry -> fail(entry, Problem.refused("unknown-user")));
        } else if (wrong.isPresent()) {
            tellWaiting(user);
        }
        return wrong.isEmpty();
    }

    /** False where it has to wait. A key that has to be claimed is waited for before the message goes without. */
    private boolean seal(Entry entry, int unsealed, Line there) {
        var outgoing = outbox.read(entry.order());
        var draft = outgoing.draft().cutTo(policy.get().maximum());
        var needs = desk.protocol().keysDue(draft, policy.get(), desk.now());
        if (keys.isOnItsWay(needs, unsealed, there)) {
            return false;
        }
        return desk.protocol()
                .seal(draft, keys.atHand(needs), policy.get(), desk.now())
                .<Boolean>fold(
                        ready -> {
                            outbox.sealed(outgoing, draft, ready, keys.spent(ready.spent()));
                            keys.lacking(ready.leftOut().lacking());
                            submit(entry, ready.submit(), there);
                            return true;
                        },
                        waiting -> {
                            keys.lacking(waiting.lacking());
                            tellWaiting(entry.to());
                            return false;
                        },
                        refused -> {
                            if (refused.reason() == Sealing.Reason.IDENTITY_CHANGED) {
                                tellWaiting(entry.to());
                                return false;
                            }
                            fail(entry, Problem.refused(code(refused.reason())));
                            return true;
                        });
    }

    private void tellWaiting(UserId user) {
        outbox.to(user).stream()
                .filter(entry -> entry.text() && !entry.sealed())
                .forEach(entry -> events.waiting(entry.id()));
    }

    private void submit(Entry entry, Submit submit, Line there) {
        submitted.add(entry.order());
        inFlight++;
        var sentIn = generation;
        var unused = there.connection()
                .submit(submit)
                .whenComplete((receipt, failure) -> desk.loop().run(() -> {
                    if (sentIn == generation) {
                        inFlight--;
                        if (outbox.has(entry)) {
                            answered(entry, failure);
                        }
                        pump();
                    }
                }));
    }

    private void answered(Entry entry, @Nullable Throwable failure) {
        if (failure == null) {
            accepted(entry);
            return;
        }
        var problem = ProblemException.problemOf(failure);
        if (problem.kind() == Kind.NETWORK) {
            return;
        }
        if (problem.isForLater()) {
            holdBack(entry, problem.retryAfter().compareTo(PAUSE) < 0 ? PAUSE : problem.retryAfter());
        } else if (isByOldLists(problem) && resealed.merge(entry.order(), 1, Integer::sum) <= RESEALINGS) {
            lists.outdated(entry.to());
            lists.outdated(desk.protocol().self().user());
            submitted.remove(entry.order());
            outbox.unsealed(outbox.read(entry.order()), desk.protocol().unsent(entry.id(), entry.to()));
        } else {
            fail(entry, problem);
        }
    }

    /** Whoever wrote will write again: the keys for that are claimed now, once nothing else waits for this person. */
    private void accepted(Entry entry) {
        var draft = outbox.read(entry.order()).draft();
        outbox.accepted(entry, newId.get());
        if (!entry.text()) {
            return;
        }
        events.accepted(entry.id());
        if (outbox.to(entry.to()).stream().allMatch(Entry::sealed)) {
            line.ifPresent(there -> keys.ahead(
                    desk.protocol().keysDue(draft.cutTo(policy.get().maximum()), policy.get(), desk.now()), there));
        }
    }

    private static boolean isByOldLists(Problem problem) {
        return problem.code().equals("stale-device-list") || problem.code().equals("not-recipient");
    }

    private void holdBack(Entry entry, Duration pause) {
        events.waiting(entry.id());
        heldBack.add(entry.to());
        var heldIn = generation;
        desk.loop().later(pause, () -> {
            if (heldIn == generation) {
                heldBack.remove(entry.to());
                submitted.remove(entry.order());
                pump();
            }
        });
    }

    private void fail(Entry entry, Problem why) {
        outbox.discard(entry);
        if (entry.text()) {
            events.failed(entry.id(), why);
        }
    }

    private static String code(Sealing.Reason reason) {
        return switch (reason) {
            case NO_DEVICE_LIST -> "unknown-user";
            case IDENTITY_CHANGED -> "identity-changed";
            case EXPIRED -> "expired";
            case OWN_USER -> "own-user";
            case NO_DEVICE_WAITS -> "no-device-waits";
        };
    }

    private final class Customer implements KeySupply.Customer {

        @Override
        public void supplied() {
            pump();
        }

        @Override
        public void refused(UserId user) {
            lists.outdated(user);
        }
    }
}
