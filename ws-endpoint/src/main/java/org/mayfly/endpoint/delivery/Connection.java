package org.mayfly.endpoint.delivery;

import com.google.protobuf.ByteString;
import org.mayfly.endpoint.problem.Refused;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.signal.LogIn;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One connection, from challenge to close. What the client sends is handled in order, one thing at a time; nothing here
 * blocks the caller. The authenticated device lives in this object and nowhere else. Thread-safe.
 */
final class Connection {

    private final Ports ports;
    private final ConnectedDevices connected;
    private final Surroundings surroundings;
    private final CountedWire wire;
    private final Outbox outbox;
    private final SerialLane lane;
    private final Intake intake;
    private final Duration logInUntil;
    private final ArrivedMail arrivedMail = new ArrivedMail();
    private final AtomicBoolean resumeQueued = new AtomicBoolean();
    private volatile Phase phase;
    private volatile Duration heardAt;

    /** Sends the challenge. */
    Connection(Wire wire, Ports ports, ConnectedDevices connected, Surroundings surroundings) {
        this.ports = ports;
        this.connected = connected;
        this.surroundings = surroundings;
        this.wire = new CountedWire(wire, surroundings.signals());
        this.outbox = new Outbox(this.wire, surroundings.clock(), surroundings.time(), this::resumeMail);
        this.lane = new SerialLane(surroundings.threads(), outbox::flush);
        this.intake = surroundings.intake();
        this.heardAt = surroundings.time().elapsed();
        this.logInUntil = heardAt.plus(Limits.LOG_IN);
        var nonce = new byte[32];
        surroundings.random().nextBytes(nonce);
        this.phase = new Phase.AwaitingLogIn(Bytes.of(nonce));
        outbox.offer(Answers.challenge(
                Bytes.of(nonce),
                ports.devices().serverName(),
                surroundings.clock().instant()));
        outbox.flush();
    }

    /** A whole binary message came. */
    void received(byte[] message) {
        if (phase instanceof Phase.Ended) {
            return;
        }
        heardAt = surroundings.time().elapsed();
        if (message.length > Limits.MESSAGE_BYTES) {
            end(CloseCode.TOO_LARGE);
            return;
        }
        if (message.length > Limits.LOG_IN_BYTES && !(phase instanceof Phase.LoggedIn)) {
            end(CloseCode.MALFORMED);
            return;
        }
        List<ClientRequest> requests;
        try {
            requests = ClientRequests.parse(message);
        } catch (ClientRequests.MalformedFrames malformed) {
            end(CloseCode.MALFORMED);
            return;
        }
        int size = message.length / requests.size() + 1;
        for (var request : requests) {
            if (intake.admit(size)) {
                lane.execute(() -> handle(request, () -> intake.release(size)));
            } else {
                tooMuch(request);
            }
        }
    }

    /** Something that is not of this protocol came, such as a text message. */
    void receivedForeign() {
        end(CloseCode.MALFORMED);
    }

    /** The transport is gone. */
    void lost() {
        wire.gone();
        outbox.abort(CloseCode.RESTART);
        leave();
    }

    /** Ends what took too long; to be called every second or so. */
    void tick() {
        var now = surroundings.time().elapsed();
        var current = phase;
        if (current instanceof Phase.AwaitingLogIn && now.compareTo(logInUntil) >= 0) {
            end(CloseCode.UNAUTHENTICATED);
        } else if (current instanceof Phase.Authenticating && now.compareTo(logInUntil) >= 0) {
            end(CloseCode.TRY_LATER);
        } else if (outbox.isStalled() || now.compareTo(heardAt.plus(Limits.SILENCE)) >= 0) {
            outbox.abort(CloseCode.TOO_SLOW);
            leave();
        } else if (current instanceof Phase.LoggedIn in && in.session().isMailboxUnreadable()) {
            lookForMail();
        }
    }

    /** There may be mail that nobody told of. */
    void lookForMail() {
        if (arrivedMail.missed()) {
            takeMail();
        }
    }

    /** @param since nothing for the device was added after this number but what this server told */
    void mailArrived(List<Stored> envelopes, long since) {
        if (arrivedMail.add(envelopes, since)) {
            takeMail();
        }
    }

    private void takeMail() {
        inSession(session -> session.mailArrived(arrivedMail.take()));
    }

    void policyChanged(EphemeralityPolicy policy) {
        inSession(session -> outbox.offer(Answers.policy(policy)));
    }

    void devicesChanged(UserId user, long version) {
        inSession(session -> outbox.offer(Answers.devicesChanged(user, version)));
    }

    void deviceWaiting(DeviceId device) {
        inSession(session -> outbox.offer(Answers.deviceWaiting(device)));
    }

    void prekeysLow(PrekeyType type, int left) {
        inSession(session -> outbox.offer(Answers.prekeysLow(type, left)));
    }

    /** Ends the connection from the server's side; what waits to be sent still goes first. */
    void end(CloseCode code) {
        outbox.finish(code);
        leave();
    }

    private void handle(ClientRequest request, Runnable answered) {
        var current = phase;
        if (current instanceof Phase.LoggedIn in && !(request instanceof ClientRequest.ToLogIn)) {
            in.session().handle(request, answered);
            return;
        }
        answered.run();
        if (current instanceof Phase.AwaitingLogIn awaiting && request instanceof ClientRequest.ToLogIn logIn) {
            logIn(awaiting.nonce(), logIn);
        } else if (!(current instanceof Phase.Ended)) {
            end(CloseCode.MALFORMED);
        }
    }

    private record Admitted(Devices.Session session, EphemeralityPolicy policy) {}

    private void logIn(Bytes nonce, ClientRequest.ToLogIn logIn) {
        phase = new Phase.Authenticating();
        CompletableFuture.supplyAsync(() -> admit(nonce, logIn), surroundings.threads())
                .whenCompleteAsync(
                        (admitted, failure) -> {
                            if (failure == null) {
                                admitted(logIn.request(), admitted);
                            } else {
                                notAdmitted(logIn.request(), failure);
                            }
                        },
                        lane);
    }

    private Admitted admit(Bytes nonce, ClientRequest.ToLogIn logIn) {
        var session = ports.devices().logIn(new Actor.Anonymous(), nonce, logIn.body());
        return new Admitted(
                session, ports.policies().of(session.device(), session.device().network()));
    }

    private void admitted(int request, Admitted admitted) {
        var device = admitted.session().device();
        var session = new DeviceSession(device, ports, outbox, lane, surroundings);
        synchronized (this) {
            if (phase instanceof Phase.Ended) {
                return;
            }
            phase = new Phase.LoggedIn(session);
        }
        surroundings.signals().loggedIn(LogIn.ADMITTED);
        outbox.offer(Answers.loggedIn(
                request,
                admitted.session(),
                admitted.policy(),
                surroundings.clock().instant()));
        connected.join(device, this);
        if (phase instanceof Phase.Ended) {
            connected.leave(device, this);
            return;
        }
        session.lookForMail();
        confirm(admitted.session());
    }

    /** A removal or suspension that came between the log-in and the joining found no connection to end. */
    private void confirm(Devices.Session session) {
        CompletableFuture.supplyAsync(
                        () -> ports.devices().authenticate(session.restToken().toBase64Url()), surroundings.threads())
                .whenComplete((device, failure) -> {
                    if (failure != null) {
                        end(Refused.in(failure).isPresent() ? CloseCode.SUSPENDED : CloseCode.TRY_LATER);
                    }
                });
    }

    private void notAdmitted(int request, Throwable failure) {
        var refused = Refused.in(failure);
        if (refused.isEmpty()) {
            surroundings.signals().loggedIn(LogIn.FAILED);
            surroundings.failures().record(failure);
            outbox.offer(Answers.internal(request, ByteString.EMPTY));
        } else {
            surroundings.signals().loggedIn(LogIn.REFUSED);
            surroundings.signals().refused(refused.get().reason());
            outbox.offer(Answers.refused(request, refused.get()));
        }
        end(refused.map(Refused::reason).map(Connection::closing).orElse(CloseCode.TRY_LATER));
    }

    /** A device that gave no reason to doubt it is never told that it is not who it says. */
    private static CloseCode closing(Reason reason) {
        return switch (reason) {
            case SUSPENDED -> CloseCode.SUSPENDED;
            case BUSY, RATE_LIMITED -> CloseCode.TRY_LATER;
            default -> CloseCode.UNAUTHENTICATED;
        };
    }

    /** Too much waits. Acknowledgements make room, so they are taken all the same; all else has to come again. */
    private void tooMuch(ClientRequest request) {
        try {
            if (request instanceof ClientRequest.ToAcknowledge acknowledge && phase instanceof Phase.LoggedIn in) {
                in.session().acknowledge(acknowledge);
                resumeMail();
                return;
            }
            throw Reason.BUSY.refusedUntil(Limits.BUSY_RETRY);
        } catch (RuntimeException failure) {
            Refused.in(failure).ifPresent(refused -> {
                surroundings.signals().refused(refused.reason());
                outbox.offer(Answers.refused(request.request(), refused));
            });
        }
        outbox.flush();
    }

    private void resumeMail() {
        if (phase instanceof Phase.LoggedIn && resumeQueued.compareAndSet(false, true)) {
            inSession(session -> {
                resumeQueued.set(false);
                session.resumeMail();
            });
        }
    }

    private void inSession(Consumer<DeviceSession> task) {
        lane.execute(() -> {
            if (phase instanceof Phase.LoggedIn in) {
                task.accept(in.session());
            }
        });
    }

    private void leave() {
        Phase left;
        synchronized (this) {
            left = phase;
            phase = new Phase.Ended();
        }
        if (left instanceof Phase.LoggedIn in) {
            connected.leave(in.session().device(), this);
        }
    }
}
