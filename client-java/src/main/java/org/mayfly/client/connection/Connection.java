package org.mayfly.client.connection;

import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.wire.Acknowledge;
import org.mayfly.protocol.wire.Challenge;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.ClientFrame;
import org.mayfly.protocol.wire.Heartbeat;
import org.mayfly.protocol.wire.LoggedIn;
import org.mayfly.protocol.wire.PrekeysClaimed;
import org.mayfly.protocol.wire.PrekeysStored;
import org.mayfly.protocol.wire.Receipt;
import org.mayfly.protocol.wire.ServerFrame;
import org.mayfly.protocol.wire.ServerFrames;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * One logged-in connection of this device. Thread-safe. Ends for good when the socket does, when nothing was heard for
 * {@link #SILENCE}, when a request stays unanswered, or on {@link #close()}; the listener hears of all but the last.
 */
public final class Connection implements SocketTransport.Inbound, AutoCloseable {

    static final Duration HEARTBEAT = Duration.ofSeconds(25);
    static final Duration SILENCE = Duration.ofSeconds(70);
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Clock clock;
    private final ServerEvents events;
    private final Answers answers = new Answers();
    private final CompletableFuture<Challenge> challenge = new CompletableFuture<>();
    private final CompletableFuture<FrameSender> out = new CompletableFuture<>();
    private final CompletableFuture<SocketTransport.Channel> channel = new CompletableFuture<>();
    private final CompletableFuture<LoggedIn> loggedIn = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Problem endedBy = Problem.network("connection-lost");
    private final ScheduledFuture<?> heartbeat;
    private volatile long heardAt;

    private Connection(Clock clock, ServerEvents events, ScheduledExecutorService timer) {
        this.clock = clock;
        this.events = events;
        this.heardAt = System.nanoTime();
        this.heartbeat = timer.scheduleWithFixedDelay(
                this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Dials, checks that the server names itself as the origin dialled, and logs in. Blocks.
     *
     * @throws ProblemException of kind NETWORK, or the server's refusal: {@code unauthenticated}, {@code clock-off},
     *     {@code suspended}, {@code rate-limited}, {@code wrong-server}
     */
    public static Connection open(
            SocketTransport transport, URI server, LogInSigner signer, ServerEvents events, ConnectionTimes times) {
        var connection = new Connection(times.clock(), events, times.timer());
        try {
            connection.dial(transport, server);
            connection.logIn(Origin.of(server), signer);
            return connection;
        } catch (RuntimeException e) {
            connection.end(Problem.network("connection-lost"), false);
            throw e;
        }
    }

    public LoggedIn loggedIn() {
        return loggedIn.join();
    }

    public CompletableFuture<Receipt> submit(Submit submit) {
        return request(frame -> frame.setSubmit(submit), ServerFrame::getReceipt);
    }

    public CompletableFuture<PrekeysClaimed> claim(ClaimPrekeys claim) {
        return request(frame -> frame.setClaimPrekeys(claim), ServerFrame::getPrekeysClaimed);
    }

    public CompletableFuture<PrekeysStored> upload(UploadPrekeys upload) {
        return request(frame -> frame.setUploadPrekeys(upload), ServerFrame::getPrekeysStored);
    }

    /** The server deletes these; has no answer. What it does not hear of it delivers again. */
    public void acknowledge(List<Long> deliveries) {
        send(ClientFrame.newBuilder()
                .setRequest(answers.unanswered())
                .setAcknowledge(Acknowledge.newBuilder().addAllDeliveries(deliveries))
                .build());
    }

    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            heartbeat.cancel(false);
            answers.failAll(Problem.network("connection-lost"));
            channel.thenAccept(SocketTransport.Channel::close);
        }
    }

    @Override
    public void message(byte[] message) {
        heardAt = System.nanoTime();
        try {
            var frames = ServerFrames.parseFrom(message);
            frames.getFramesList().forEach(this::accept);
        } catch (InvalidProtocolBufferException e) {
            end(Problem.network("not-a-mayfly-server"), true);
        }
    }

    @Override
    public void closed(int code) {
        end(CloseCode.problem(code), true);
    }

    private void accept(ServerFrame frame) {
        if (frame.getRequest() != 0) {
            answers.accept(frame);
            return;
        }
        switch (frame.getBodyCase()) {
            case CHALLENGE -> challenge.complete(frame.getChallenge());
            case DELIVER -> events.delivered(frame.getDeliver());
            case DRAINED -> events.drained();
            case POLICY -> events.policyChanged(frame.getPolicy());
            case PREKEYS_LOW -> events.prekeysLow(frame.getPrekeysLow());
            case DEVICES_CHANGED -> events.devicesChanged(frame.getDevicesChanged());
            case REFUSED -> end(Answers.problem(frame.getRefused()), true);
            default -> {
                // A heartbeat, or a kind of a later version: hearing it was all.
            }
        }
    }

    private void dial(SocketTransport transport, URI server) {
        var dialled = await(transport.open(Origin.socket(server), this));
        channel.complete(dialled);
        out.complete(new FrameSender(dialled));
    }

    private void logIn(String origin, LogInSigner signer) {
        var offered = await(challenge);
        if (!offered.getServerName().equals(origin)) {
            throw ProblemException.network("wrong-server", origin, offered.getServerName());
        }
        var difference = Math.abs(offered.getServerTime() - clock.millis());
        if (difference > Duration.ofMinutes(5).toMillis()) {
            throw ProblemException.refused(
                    "clock-off", Duration.ofMillis(difference).toMinutes());
        }
        var answer = signer.sign(offered);
        loggedIn.complete(await(request(frame -> frame.setLogIn(answer), ServerFrame::getLoggedIn)));
        if (ended.get()) {
            // It ended after the answer and before anybody would have been told.
            throw new ProblemException(endedBy);
        }
    }

    private <T> CompletableFuture<T> request(
            Function<ClientFrame.Builder, ClientFrame.Builder> body, Function<ServerFrame, T> answer) {
        if (ended.get()) {
            return CompletableFuture.failedFuture(new ProblemException(endedBy));
        }
        return answers.expect(
                        PATIENCE,
                        request -> send(body.apply(ClientFrame.newBuilder().setRequest(request))
                                .build()))
                .thenApply(answer)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(asProblem(failure)));
    }

    private ProblemException asProblem(Throwable failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        if (failure instanceof ProblemException known) {
            return known;
        }
        if (cause instanceof ProblemException known) {
            return known;
        }
        if (cause instanceof TimeoutException) {
            end(Problem.network("no-answer"), true);
        }
        return new ProblemException(Problem.network("no-answer"), failure);
    }

    private <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.network("interrupted");
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw asProblem(e);
        }
    }

    private void send(ClientFrame frame) {
        out.join().send(frame);
    }

    private void beat() {
        if (System.nanoTime() - heardAt > SILENCE.toNanos()) {
            end(Problem.network("no-answer"), true);
        } else if (loggedIn.isDone()) {
            send(ClientFrame.newBuilder()
                    .setRequest(answers.unanswered())
                    .setHeartbeat(Heartbeat.newBuilder().setTime(clock.millis()))
                    .build());
        }
    }

    private void end(Problem why, boolean tell) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        endedBy = why;
        heartbeat.cancel(false);
        channel.thenAccept(SocketTransport.Channel::abort);
        var failure = new ProblemException(why);
        challenge.completeExceptionally(failure);
        answers.failAll(why);
        if (tell && loggedIn.isDone()) {
            events.lost(why);
        }
    }
}
