package org.mayfly.protocol.client;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A text that went out, kept for the devices that may say they could not open it: docs/protocol.md, "Asking again".
 *
 * @param draft as it was sealed
 * @param identityFingerprint of the other member's identity, 64 bytes
 */
public record SentText(Draft draft, Bytes identityFingerprint, List<Copy> copies) {

    /** From when send was pressed. */
    public static final Duration KEPT = Duration.ofHours(24);

    public SentText {
        copies = List.copyOf(copies);
    }

    /**
     * An envelope of the text.
     *
     * @param headerHash 64 bytes
     * @param unreported the other member's devices it was sealed for that have not reported the text
     */
    public record Copy(MessageId envelope, Bytes headerHash, Set<DeviceAddress> unreported) {

        public Copy {
            unreported = Set.copyOf(unreported);
        }

        private Copy without(DeviceAddress device) {
            var rest = unreported.stream().filter(each -> !each.equals(device)).collect(Collectors.toUnmodifiableSet());
            return new Copy(envelope, headerHash, rest);
        }
    }

    /** By what people know it. */
    public MessageId message() {
        return draft.message();
    }

    /** Nobody can ask from then on. */
    public Instant forgetAt() {
        var kept = draft.sentAt().plus(KEPT);
        return kept.isBefore(draft.expiry()) ? kept : draft.expiry();
    }

    /** Nobody is left who could ask. */
    public boolean isOver() {
        return copies.isEmpty();
    }

    public boolean wentIn(MessageId envelope) {
        return copies.stream().anyMatch(copy -> copy.envelope().equals(envelope));
    }

    /** It went out once more, for other devices; or anew under the same id, because the server refused the first. */
    public SentText and(SentText later) {
        if (!later.identityFingerprint.equals(identityFingerprint)) {
            return later;
        }
        return with(
                Stream.concat(copies.stream().filter(copy -> !later.wentIn(copy.envelope())), later.copies.stream()));
    }

    /** The server will never have this envelope. */
    public SentText withdrawn(MessageId envelope) {
        return with(copies.stream().filter(Predicate.not(copy -> copy.envelope().equals(envelope))));
    }

    /** The device has it, as it reports by any of these ids. */
    public SentText reported(DeviceAddress by, Collection<MessageId> messages) {
        var isMeant = messages.contains(message()) || messages.stream().anyMatch(this::wentIn);
        return isMeant ? without(by) : this;
    }

    /** What is left once this device got it again; empty where it may not have it. */
    Optional<SentText> askedFor(MessageContent.NotOpened asking, DeviceAddress by, Instant now) {
        var isOpen = copies.stream()
                .anyMatch(copy -> copy.envelope().equals(asking.message())
                        && copy.headerHash().equals(asking.headerHash())
                        && copy.unreported().contains(by));
        return Optional.of(without(by)).filter(left -> isOpen && now.isBefore(forgetAt()));
    }

    private SentText without(DeviceAddress device) {
        return with(copies.stream().map(copy -> copy.without(device)));
    }

    private SentText with(Stream<Copy> kept) {
        var open = kept.filter(copy -> !copy.unreported().isEmpty()).toList();
        return new SentText(draft, identityFingerprint, open);
    }
}
