package org.mayfly.system.container;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.device.OwnDevices;
import org.mayfly.messaging.mailbox.Mailboxes;
import org.mayfly.messaging.policy.Policies;
import org.mayfly.messaging.user.Users;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Observes what the beans announce. To each change of a policy it notes what the database says at that moment. */
@ApplicationScoped
public class Heard {
    /** The announced version beside the one that another transaction reads. */
    record PolicySeen(Policies.PolicyChanged announced, long versionRead) {}

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @Inject
    private Policies policies;

    void policy(@Observes Policies.PolicyChanged event) {
        var now = policies.of(new Actor.Administrator(new UUID(0, 1)), event.network());
        events.add(new PolicySeen(event, now.version()));
    }

    void suspension(@Observes Users.UserSuspended event) {
        events.add(event);
    }

    void mail(@Observes Mailboxes.MailArrived event) {
        events.add(event);
    }

    void listed(@Observes OwnDevices.DevicesChanged event) {
        events.add(event);
    }

    void waiting(@Observes OwnDevices.DeviceWaiting event) {
        events.add(event);
    }

    void revocation(@Observes OwnDevices.DeviceRevoked event) {
        events.add(event);
    }

    /** The next event of this kind that fits; others are passed over. */
    <T> T next(Class<T> kind, Predicate<T> fitting) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Object event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError("no " + kind.getSimpleName() + " within " + LIMIT);
            }
            if (kind.isInstance(event) && fitting.test(kind.cast(event))) {
                return kind.cast(event);
            }
        }
    }
}
