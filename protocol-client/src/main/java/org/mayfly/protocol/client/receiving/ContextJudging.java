package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.KnownList;
import org.mayfly.protocol.client.payload.Conversations;
import org.mayfly.protocol.client.payload.Conversations.Member;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.client.store.ReplacedList;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** R16: whether a message is bound to a conversation, to identities and to device lists that this device knows. */
final class ContextJudging {

    /** A sender that missed a list for longer may be kept from it. */
    private static final Duration STALE = Duration.ofHours(24);

    private final Conversations conversations;
    private final ListsInView lists;

    ContextJudging(Conversations conversations, ListsInView lists) {
        this.conversations = conversations;
        this.lists = lists;
    }

    /**
     * The conversation as this device sees it.
     *
     * @param other the other person
     * @param stale the sender did not know the newest list of the member that is not its own user, for more than a day
     */
    record Setting(UserId other, boolean stale) {}

    Setting judge(SealedContext context, DeviceAddress sender, KnownList senderList) throws CheckFailed {
        var view = context.view();
        CheckFailed.require(!sender.equals(lists.own().address()), Check.R16);
        CheckFailed.require(
                view.identityFingerprint().equals(senderList.newest().identityFingerprint()), Check.R16);
        CheckFailed.require(senderList.includes(view.listVersion(), view.listHash()), Check.R16);
        var isOwn = sender.user().equals(lists.own().address().user());
        var other = isOwn ? partner(context.conversation()) : sender.user();
        CheckFailed.require(context.conversation().equals(conversationWith(other)), Check.R16);
        var named = new Member(sender.user(), view.identityFingerprint(), view.listVersion(), view.listHash());
        var counterpart = isOwn ? other : lists.own().address().user();
        return new Setting(other, isStale(context, named, counterpart));
    }

    /** With whom an own other device wrote. */
    private UserId partner(Bytes conversation) throws CheckFailed {
        return lists.people()
                .filter(user -> !user.equals(lists.own().address().user()))
                .filter(user -> conversationWith(user).equals(conversation))
                .findFirst()
                .orElseThrow(() -> CheckFailed.visibly(Check.R16));
    }

    private Bytes conversationWith(UserId other) {
        var own = lists.own();
        return conversations.direct(own.network(), own.address().user(), other);
    }

    /** The roster has to fit a list that the counterpart has, or had. */
    private boolean isStale(SealedContext context, Member sender, UserId counterpart) throws CheckFailed {
        return replacedAt(context, sender, counterpart)
                .or(() -> {
                    lists.refresh(counterpart);
                    return replacedAt(context, sender, counterpart);
                })
                .orElseThrow(() -> CheckFailed.visibly(Check.R16))
                .plus(STALE)
                .isBefore(context.sentAt());
    }

    /** When the list that the roster fits was replaced; the end of time for the newest, empty if it fits none. */
    private Optional<Instant> replacedAt(SealedContext context, Member sender, UserId counterpart) {
        var known = lists.of(counterpart);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        var newest = Member.by(known.get().newest());
        if (fits(context, sender, newest)) {
            return Optional.of(Instant.MAX.minus(STALE));
        }
        return known.get().history().stream()
                .filter(old -> fits(context, sender, older(newest, old)))
                .map(ReplacedList::replacedAt)
                .findFirst();
    }

    private static Member older(Member newest, ReplacedList old) {
        return new Member(newest.user(), newest.identityFingerprint(), old.version(), old.hash());
    }

    private boolean fits(SealedContext context, Member sender, Member counterpart) {
        return context.view().rosterHash().equals(conversations.rosterHash(List.of(sender, counterpart)));
    }
}
