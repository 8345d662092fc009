package org.mayfly.client.session;

import org.jspecify.annotations.Nullable;
import org.mayfly.client.mail.Outbox;
import org.mayfly.client.mail.Outbox.Entry;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.Problem.Kind;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.ListAcceptance.Verdict;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.Submit;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Moves the outbox to the server: fetches lists, claims one-time keys, seals, submits, hears receipts. A message leaves
 * the outbox only when the server has it, refused it for good, or its life is over. On the session's thread only.
 */
final class Sender {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Desk desk;
    private final Outbox outbox;
    private final SessionEvents events;
    private final Supplier<NetworkPolicy> policy;
    private final KeySupply keys;
    private final Set<Long> submitted = new HashSet<>();
    private final Set<Long> resealed = new HashSet<>();
    private final Set<UserId> fresh = new HashSet<>();
    private final Set<UserId> heldBack = new HashSet<>();
    private int inFlight;
    private int generation;
    private Optional<Line> line = Optional.empty();

    Sender(Desk desk, Outbox outbox, Supplier<NetworkPolicy> policy, SessionEvents events) {
        this.desk = desk;
        this.outbox = outbox;
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
        fresh.clear();
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

    /** One at a time, oldest first: what was refused for now must not be overtaken by what came after it. */
    private void sendTo(UserId user, Line there) {
        var open = outbox.to(user);
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
        if (heldBack.contains(user)) {
            tellWaiting(user);
        }
    }

    private boolean isOnItsWay(List<Entry> open) {
        return open.stream().anyMatch(entry -> submitted.contains(entry.order()));
    }

    /** Asks for the newest device list once a connection. */
    private boolean isListFresh(UserId user, List<Entry> unsealed, Line there) {
        if (fresh.contains(user)) {
            return true;
        }
        var list = there.calls().deviceList(user);
        if (list.isEmpty()) {
            unsealed.forEach(entry -> fail(entry, Problem.refused("unknown-user")));
            return false;
        }
        var acceptance = desk.protocol().accept(list.get(), user, desk.now());
        desk.store().commit(acceptance.unit());
        if (acceptance.verdict() == Verdict.REFUSED) {
            unsealed.forEach(entry -> fail(entry, Problem.refused("device-list-refused")));
            return false;
        }
        fresh.add(user);
        return true;
    }

    /** False where it has to wait. A key that has to be claimed is waited for before the message goes without. */
    private boolean seal(Entry entry, int unsealed, Line there) {
        var needs = desk.protocol().keysDue(entry.to(), policy.get(), desk.now());
        if (keys.isOnItsWay(needs, unsealed, there)) {
            return false;
        }
        var outgoing = outbox.read(entry.order());
        return desk.protocol()
                .seal(cut(outgoing.draft()), keys.atHand(needs), policy.get(), desk.now())
                .<Boolean>fold(
                        ready -> {
                            keys.spent(ready.spent());
                            outbox.sealed(outgoing, ready.submit(), ready.unit());
                            submit(entry, ready.submit(), there);
                            return true;
                        },
                        waiting -> {
                            keys.lacking(waiting.lacking());
                            tellWaiting(entry.to());
                            return false;
                        },
                        refused -> {
                            fail(entry, Problem.refused(code(refused.reason())));
                            return true;
                        });
    }

    private Draft cut(Draft draft) {
        return new Draft(
                draft.id(),
                draft.to(),
                draft.content(),
                draft.lifetime().cutTo(policy.get().maximum()),
                draft.sentAt());
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
                        answered(entry, failure);
                        pump();
                    }
                }));
    }

    private void answered(Entry entry, @Nullable Throwable failure) {
        if (failure == null) {
            outbox.accepted(entry);
            if (entry.text()) {
                events.accepted(entry.id());
            }
            return;
        }
        var problem = ProblemException.problemOf(failure);
        if (problem.kind() == Kind.NETWORK) {
            return;
        }
        if (problem.isForLater()) {
            holdBack(entry, problem.retryAfter().compareTo(PAUSE) < 0 ? PAUSE : problem.retryAfter());
        } else if (problem.code().equals("not-recipient") && resealed.add(entry.order())) {
            fresh.remove(entry.to());
            submitted.remove(entry.order());
            outbox.unsealed(outbox.read(entry.order()));
        } else {
            fail(entry, problem);
        }
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
        };
    }

    private final class Customer implements KeySupply.Customer {

        @Override
        public void supplied() {
            pump();
        }

        @Override
        public void refused(UserId user, Problem why) {
            outbox.to(user).forEach(entry -> fail(entry, why));
        }
    }
}
