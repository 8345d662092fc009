package org.mayfly.endpoint.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.endpoint.problem.FailureLog;
import org.mayfly.endpoint.problem.Refused;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.signal.Signals;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.OuterHeader;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.Submit;

import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * A logged-in device on its connection: carries its requests to the ports and the answers back. Requests are handed on in
 * the order they came; answers come when they are ready. Used on the connection's lane, except {@link #acknowledge}.
 */
final class DeviceSession {

    private final Actor.Device device;
    private final Ports ports;
    private final Outbox outbox;
    private final Executor lane;
    private final Clock clock;
    private final FailureLog failures;
    private final Signals signals;
    private final DeliveryWindow window = new DeliveryWindow();
    private final MailDelivery mail;
    private volatile boolean mailboxUnreadable;

    DeviceSession(Actor.Device device, Ports ports, Outbox outbox, Executor lane, Surroundings surroundings) {
        this.device = device;
        this.ports = ports;
        this.outbox = outbox;
        this.lane = lane;
        this.clock = surroundings.clock();
        this.failures = surroundings.failures();
        this.signals = surroundings.signals();
        this.mail = new MailDelivery(ports.mailboxes(), device, outbox, window, signals);
    }

    Actor.Device device() {
        return device;
    }

    /** Mail may have arrived. */
    void lookForMail() {
        guard(mail::look);
    }

    /** Mail has arrived. */
    void mailArrived(ArrivedMail.News news) {
        guard(() -> mail.arrived(news));
    }

    /** There may be room for mail that waits. */
    void resumeMail() {
        guard(mail::resume);
    }

    /** Whether reading the mailbox failed and has to be tried again. */
    boolean isMailboxUnreadable() {
        return mailboxUnreadable;
    }

    private void guard(Runnable reading) {
        try {
            reading.run();
            mailboxUnreadable = false;
        } catch (RuntimeException failure) {
            if (!mailboxUnreadable && Refused.in(failure).isEmpty()) {
                failures.record(failure);
            }
            mailboxUnreadable = true;
        }
    }

    /** @param answered called once, when the answer is in the outbox */
    void handle(ClientRequest request, Runnable answered) {
        if (request instanceof ClientRequest.ToSubmit submit) {
            submit(submit, answered);
            return;
        }
        try {
            if (request instanceof ClientRequest.ToAcknowledge acknowledge) {
                acknowledge(acknowledge);
                resumeMail();
            } else if (request instanceof ClientRequest.ToClaim claim) {
                claim(claim);
            } else if (request instanceof ClientRequest.ToUpload upload) {
                outbox.offer(Answers.stored(upload.request(), ports.prekeys().upload(device, upload.body())));
            } else if (request instanceof ClientRequest.ToBeat beat) {
                outbox.offer(Answers.heartbeat(beat.request(), clock.instant()));
                lookForMail();
            } else {
                outbox.finish(CloseCode.MALFORMED);
            }
        } catch (RuntimeException failure) {
            refuse(request.request(), failure, ByteString.EMPTY);
        } finally {
            answered.run();
        }
    }

    private void submit(ClientRequest.ToSubmit submit, Runnable answered) {
        try {
            ports.mailboxes()
                    .append(device, submit.body())
                    .whenCompleteAsync(
                            (accepted, failure) -> {
                                if (failure == null) {
                                    outbox.offer(Answers.receipt(submit.request(), accepted));
                                } else {
                                    refuse(submit.request(), failure, messageId(submit.body()));
                                }
                                answered.run();
                            },
                            lane);
        } catch (RuntimeException failure) {
            refuse(submit.request(), failure, messageId(submit.body()));
            answered.run();
        }
    }

    /** May be called on any thread: it only takes numbers out and queues deletions. */
    void acknowledge(ClientRequest.ToAcknowledge acknowledge) {
        var taken = window.take(acknowledge.body().getDeliveriesList());
        if (taken.isEmpty()) {
            throw Reason.MALFORMED.refused();
        }
        if (taken.get().isEmpty()) {
            return;
        }
        ports.mailboxes()
                .acknowledge(device, taken.get().values().stream().toList())
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        lane.execute(() -> {
                            window.restore(taken.get());
                            refuse(acknowledge.request(), failure, ByteString.EMPTY);
                        });
                    }
                });
    }

    private void claim(ClientRequest.ToClaim claim) {
        long keys = claim.body().getWantedList().stream()
                .mapToLong(ClaimPrekeys.Wanted::getCount)
                .map(Math::abs)
                .sum();
        boolean classical = claim.body().getType() == PrekeyType.PREKEY_TYPE_P521;
        if (keys > (classical ? Limits.CLAIMED_KEYS : Limits.CLAIMED_KEM_KEYS)) {
            throw Reason.TOO_LARGE.refused();
        }
        outbox.offer(Answers.claimed(claim.request(), ports.prekeys().claim(device, claim.body())));
    }

    private void refuse(int request, Throwable failure, ByteString messageId) {
        var refused = Refused.in(failure);
        if (refused.isEmpty()) {
            failures.record(failure);
            outbox.offer(Answers.internal(request, messageId));
            return;
        }
        signals.refused(refused.get().reason());
        outbox.offer(Answers.refused(request, refused.get(), messageId));
        if (refused.get().reason() == Reason.SUSPENDED) {
            outbox.finish(CloseCode.SUSPENDED);
        }
    }

    private static ByteString messageId(Submit submit) {
        try {
            var id = OuterHeader.parseFrom(submit.getHeader()).getMessageId();
            return id.size() == 16 ? id : ByteString.EMPTY;
        } catch (InvalidProtocolBufferException unreadable) {
            return ByteString.EMPTY;
        }
    }
}
