package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.mailbox.MailboxStore.Fill;
import org.mayfly.messaging.mailbox.MailboxStore.Head;
import org.mayfly.messaging.mailbox.MailboxStore.Known;
import org.mayfly.messaging.mailbox.MailboxStore.Party;
import org.mayfly.messaging.mailbox.MailboxStore.Submitted;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Judges the arrivals of one commit, in their order, against what the store says and what the commit itself adds and
 * takes away. Nobody else changes mailboxes while it judges.
 */
final class AppendBatch {

    private static final Duration CLOCK_TOLERANCE = org.mayfly.protocol.Limits.CLOCK_TOLERANCE;

    /** What the store says of those the arrivals name. */
    record World(Map<DeviceId, Party> parties, Map<UserId, Head> heads, Map<Submitted, Known> known) {}

    private final Map<DeviceId, Party> parties;
    private final Map<UserId, Head> heads;
    private final Map<Submitted, Known> known;
    private final Map<DeviceId, Fill> changes;
    private final Limits limits;
    private final Instant now;
    private final List<Placed> accepted = new ArrayList<>();
    private long last;

    /**
     * @param removed what the commit has taken from mailboxes, not counted yet
     * @param after number of the newest entry of any mailbox
     */
    AppendBatch(World world, Map<DeviceId, Fill> removed, long after, Limits limits, Instant now) {
        this.parties = world.parties();
        this.heads = world.heads();
        this.known = new HashMap<>(world.known());
        this.changes = Fill.negated(removed);
        this.last = after;
        this.limits = limits;
        this.now = now;
    }

    Outcome judge(Arrival arrival) {
        try {
            return new Outcome.Stored(accept(arrival));
        } catch (RefusedException refusal) {
            return new Outcome.Denied(refusal);
        }
    }

    /** What is to be stored, in order. */
    List<Placed> accepted() {
        return accepted;
    }

    /** What the commit adds to mailboxes, less what it takes from them. */
    Map<DeviceId, Fill> changes() {
        return changes;
    }

    /** Number of the newest entry of any mailbox after this commit. */
    long last() {
        return last;
    }

    private Mailboxes.Accepted accept(Arrival arrival) {
        var sender = sender(arrival);
        var message = arrival.submission().header().message();
        var before = known.get(arrival.id());
        if (before != null) {
            if (!before.digest().equals(arrival.digest())) {
                throw Reason.CONFLICTING_DUPLICATE.refused();
            }
            return new Mailboxes.Accepted(message, before.acceptedAt());
        }
        var placed = arrival.placed(discardAt(arrival, sender), last + 1);
        requireNewestLists(arrival);
        requireRecipients(arrival);
        requireRoom(placed);
        for (var entry : placed.entries()) {
            changes.merge(entry.device(), placed.fill(entry), Fill::plus);
        }
        last += placed.entries().size();
        known.put(arrival.id(), new Known(arrival.digest(), now));
        accepted.add(placed);
        return new Mailboxes.Accepted(message, now);
    }

    private Party sender(Arrival arrival) {
        var sender = parties.get(arrival.actor().device());
        if (sender == null) {
            throw Reason.UNAUTHENTICATED.refused();
        }
        if (sender.suspended()) {
            throw Reason.SUSPENDED.refused();
        }
        return sender;
    }

    /** A sender's clock may be ahead; what waits here still lives no longer than the policy's maximum. */
    private Instant discardAt(Arrival arrival, Party sender) {
        var asked = arrival.submission().header().discardAt();
        var latest = now.plus(sender.longestLife());
        if (!asked.isAfter(now) || asked.isAfter(latest.plus(CLOCK_TOLERANCE))) {
            throw Reason.EXPIRED.refused();
        }
        return asked.isBefore(latest) ? asked : latest;
    }

    /** A sender that knows an older list would leave a device out, or write to one that is revoked: it reads the lists first. */
    private void requireNewestLists(Arrival arrival) {
        var stale = new ArrayList<UserId>();
        for (var seen : arrival.submission().lists()) {
            var head = heads.get(seen.user());
            if (head == null || !head.network().equals(arrival.actor().network()) || head.version() < seen.version()) {
                throw new Refusal.Recipients(Reason.NOT_RECIPIENT, devicesOf(seen.user(), arrival)).toException();
            }
            if (head.version() > seen.version()) {
                stale.add(seen.user());
            }
        }
        if (!stale.isEmpty()) {
            throw new Refusal.Members(Reason.STALE_DEVICE_LIST, stale).toException();
        }
    }

    private static List<DeviceId> devicesOf(UserId user, Arrival arrival) {
        return arrival.submission().recipients().stream()
                .map(recipient -> recipient.address())
                .filter(address -> address.user().equals(user))
                .map(DeviceAddress::device)
                .toList();
    }

    private void requireRecipients(Arrival arrival) {
        refuseThose(
                Reason.NOT_RECIPIENT,
                arrival.submission().recipients().stream()
                        .map(recipient -> recipient.address())
                        .filter(address -> !isRecipient(arrival, address))
                        .map(DeviceAddress::device)
                        .toList());
    }

    private boolean isRecipient(Arrival arrival, DeviceAddress address) {
        var party = parties.get(address.device());
        return party != null
                && party.address().equals(address)
                && party.network().equals(arrival.actor().network())
                && !party.suspended();
    }

    private void requireRoom(Placed placed) {
        Predicate<Placed.Entry> isFull = entry -> {
            var fill = fill(entry.device()).plus(placed.fill(entry));
            return fill.entries() > limits.of(Setting.MAILBOX_ENTRIES) || fill.bytes() > limits.mailboxBytes();
        };
        refuseThose(
                Reason.MAILBOX_FULL,
                placed.entries().stream()
                        .filter(isFull)
                        .map(Placed.Entry::device)
                        .toList());
    }

    private Fill fill(DeviceId recipient) {
        var party = parties.get(recipient);
        var before = party == null ? Fill.NONE : party.mailbox();
        return before.plus(changes.getOrDefault(recipient, Fill.NONE));
    }

    private static void refuseThose(Reason reason, List<DeviceId> devices) {
        if (!devices.isEmpty()) {
            throw new Refusal.Recipients(reason, devices).toException();
        }
    }
}
