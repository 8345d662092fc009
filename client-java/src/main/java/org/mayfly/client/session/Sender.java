package org.mayfly.client.session;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.mayfly.client.mail.Outbox;
import org.mayfly.client.mail.Outbox.Entry;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.Problem.Kind;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.ListAcceptance.Verdict;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.PrekeysClaimed;
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

    private static final int CLAIM_AT_MOST = 64;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Desk desk;
    private final Outbox outbox;
    private final SessionEvents events;
    private final Supplier<Lifetime> maximum;
    private final Claims claims = new Claims();
    private final Set<Long> submitted = new HashSet<>();
    private final Set<Long> resealed = new HashSet<>();
    private final Set<UserId> fresh = new HashSet<>();
    private final Set<UserId> heldBack = new HashSet<>();
    private int inFlight;
    private int generation;
    private Optional<Line> line = Optional.empty();

    Sender(Desk desk, Outbox outbox, Supplier<Lifetime> maximum, SessionEvents events) {
        this.desk = desk;
        this.outbox = outbox;
        this.maximum = maximum;
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
        claims.reset();
    }

    /** A sign of life: there may be new keys. */
    void heardFrom(UserId user) {
        if (claims.isPausing(user)) {
            claims.resume(user);
            pump();
        }
    }

    /** Nothing is on its way, and whatever stays in the outbox waits for keys or for the server's leave. */
    boolean isIdle() {
        return inFlight == 0 && !claims.isAsking();
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
            if (!seal(entry, there)) {
                claim(user, unsealed.size(), there);
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

    /** False where there is no key at hand. */
    private boolean seal(Entry entry, Line there) {
        var outgoing = outbox.read(entry.order());
        var draft = cut(outgoing.draft());
        while (true) {
            var keys = claims.take(desk.protocol().recipients(entry.to()));
            if (keys.isEmpty()) {
                return false;
            }
            var sealing = desk.protocol().seal(draft, keys.get(), desk.now());
            boolean done = sealing.<Boolean>fold(
                    ready -> {
                        outbox.sealed(outgoing, ready.submit(), ready.unit());
                        submit(entry, ready.submit(), there);
                        return true;
                    },
                    waiting -> false,
                    refused -> {
                        fail(entry, Problem.refused(code(refused.reason())));
                        return true;
                    });
            if (done) {
                return true;
            }
        }
    }

    private Draft cut(Draft draft) {
        return new Draft(
                draft.id(), draft.to(), draft.content(), draft.lifetime().cutTo(maximum.get()), draft.sentAt());
    }

    private void claim(UserId user, int wanted, Line there) {
        if (claims.isPausing(user)) {
            tellWaiting(user);
        }
        if (!claims.mayAsk(user)) {
            return;
        }
        claims.asked(user);
        var request = ClaimPrekeys.newBuilder().setType(PrekeyType.PREKEY_TYPE_P521);
        desk.protocol()
                .recipients(user)
                .forEach(device -> request.addWanted(ClaimPrekeys.Wanted.newBuilder()
                        .setUser(ByteString.copyFrom(user.toArray()))
                        .setDevice(ByteString.copyFrom(device.device().toArray()))
                        .setCount(Math.min(CLAIM_AT_MOST, wanted))));
        var asked = generation;
        var unused = there.connection()
                .claim(request.build())
                .whenComplete((answer, failure) -> desk.loop().run(() -> {
                    if (asked == generation) {
                        claimed(user, answer, failure);
                    }
                }));
    }

    private void claimed(UserId user, @Nullable PrekeysClaimed answer, @Nullable Throwable failure) {
        if (failure == null && answer != null) {
            claims.answered(user, answer);
            if (answer.getPrekeysCount() == 0) {
                pause(user, Duration.ZERO);
            }
        } else {
            claims.failed(user);
            var problem = problem(failure);
            if (problem.kind() == Kind.NETWORK) {
                return;
            }
            if (isForLater(problem)) {
                pause(user, problem.retryAfter());
            } else {
                outbox.to(user).forEach(entry -> fail(entry, problem));
            }
        }
        pump();
    }

    private void pause(UserId user, Duration atLeast) {
        var pause = claims.pause(user);
        desk.loop().later(pause.compareTo(atLeast) < 0 ? atLeast : pause, () -> {
            claims.resume(user);
            pump();
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
        var problem = problem(failure);
        if (problem.kind() == Kind.NETWORK) {
            return;
        }
        if (isForLater(problem)) {
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

    private static boolean isForLater(Problem problem) {
        return switch (problem.code()) {
            case "busy", "rate-limited", "mailbox-full", "internal" -> true;
            default -> false;
        };
    }

    private static String code(Sealing.Reason reason) {
        return switch (reason) {
            case NO_DEVICE_LIST -> "unknown-user";
            case IDENTITY_CHANGED -> "identity-changed";
            case EXPIRED -> "expired";
            case OWN_USER -> "own-user";
        };
    }

    private static Problem problem(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return known.problem();
            }
        }
        return Problem.network("no-answer");
    }
}
