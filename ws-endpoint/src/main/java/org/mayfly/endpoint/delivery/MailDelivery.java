package org.mayfly.endpoint.delivery;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.mailbox.Mailboxes;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.messaging.signal.Count;
import org.mayfly.messaging.signal.Signals;

import java.util.ArrayDeque;

/**
 * Carries one device's mailbox to its connection, in order, as fast as the connection takes it: reads only while the
 * outbox has room and not too much is unacknowledged. Used on the connection's lane only.
 */
final class MailDelivery {

    private static final int FIRST_BATCH = 8;
    private static final int LARGEST_BATCH = 128;

    private final Mailboxes mailboxes;
    private final Actor.Device device;
    private final Outbox outbox;
    private final DeliveryWindow window;
    private final Signals signals;
    private final ArrayDeque<Stored> read = new ArrayDeque<>();
    private Place last = Place.START;
    private long upTo;
    private int batch = FIRST_BATCH;
    private boolean more = true;
    private boolean drained;

    MailDelivery(Mailboxes mailboxes, Actor.Device device, Outbox outbox, DeliveryWindow window, Signals signals) {
        this.mailboxes = mailboxes;
        this.device = device;
        this.outbox = outbox;
        this.window = window;
        this.signals = signals;
    }

    /** Mail may have arrived: looks, and delivers what fits. */
    void look() {
        more = true;
        resume();
    }

    /** Mail came with commits: goes out as it is, unless something before it was not read yet. */
    void arrived(ArrivedMail.News news) {
        if (more || !read.isEmpty() || !news.complete() || news.since() > upTo) {
            look();
            return;
        }
        for (var stored : news.envelopes()) {
            if (stored.place().sequence() > Math.max(last.sequence(), upTo)) {
                if (!outbox.hasRoom() || window.isFull()) {
                    more = true;
                    return;
                }
                last = stored.place();
                deliver(stored);
            }
        }
    }

    /** There may be room again. If the mailbox can't be read, the next call tries again. */
    void resume() {
        while (outbox.hasRoom() && !window.isFull()) {
            if (!read.isEmpty()) {
                deliver(read.remove());
            } else if (more) {
                readOn();
            } else {
                return;
            }
        }
    }

    private void readOn() {
        var page = mailboxes.read(device, last, batch);
        var found = page.envelopes();
        read.addAll(found);
        more = found.size() == batch;
        if (!more) {
            upTo = page.upTo();
        }
        if (found.isEmpty()) {
            tellDrained();
            return;
        }
        last = found.get(found.size() - 1).place();
        long bytes = found.stream().mapToLong(Stored::size).sum();
        batch = (int) Math.max(1, Math.min(LARGEST_BATCH, Limits.ROOM_BYTES * (long) found.size() / bytes));
    }

    private void deliver(Stored stored) {
        signals.count(Count.DELIVERIES);
        outbox.offer(Answers.deliver(window.give(stored.place()), stored), stored.discardAt());
        if (read.isEmpty() && !more) {
            tellDrained();
        }
    }

    private void tellDrained() {
        if (!drained) {
            drained = true;
            outbox.offer(Answers.drained());
        }
    }
}
