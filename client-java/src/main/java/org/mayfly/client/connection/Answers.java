package org.mayfly.client.connection;

import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.Problem.Kind;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.Refused;
import org.mayfly.protocol.wire.ServerFrame;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Matches answers to requests. A request without an answer fails after its patience, a connection's end fails all.
 * Thread-safe.
 */
final class Answers {

    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<ServerFrame>> open = new ConcurrentHashMap<>();

    /** Numbers a request, and sends it once its answer is expected. */
    CompletableFuture<ServerFrame> expect(Duration patience, Consumer<Integer> send) {
        var request = last.incrementAndGet();
        var answer = new CompletableFuture<ServerFrame>();
        open.put(request, answer);
        send.accept(request);
        return answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((frame, failure) -> open.remove(request));
    }

    /** A number for a request that has no answer. */
    int unanswered() {
        return last.incrementAndGet();
    }

    void accept(ServerFrame frame) {
        var answer = open.remove(frame.getRequest());
        if (answer == null) {
            return;
        }
        if (frame.getBodyCase() == ServerFrame.BodyCase.REFUSED) {
            answer.completeExceptionally(new ProblemException(problem(frame.getRefused())));
        } else {
            answer.complete(frame);
        }
    }

    void failAll(Problem why) {
        open.values().forEach(answer -> answer.completeExceptionally(new ProblemException(why)));
    }

    static Problem problem(Refused refused) {
        var devices = refused.getDevicesList().stream()
                .filter(device -> device.size() == 16)
                .map(device -> DeviceId.of(device.toByteArray()).toString())
                .toList();
        // That a device was removed only a verified list can say.
        var code = refused.getCode().equals("device-removed") ? "unauthenticated" : refused.getCode();
        return new Problem(Kind.REFUSED, code, Duration.ofMillis(refused.getRetryAfterMs()), devices);
    }
}
