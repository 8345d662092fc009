package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The device list this device goes by for a user. It was verified before it came here.
 *
 * @param signedList encoded SignedDeviceList
 * @param openChange a verified list under another identity key, on which the person has not decided
 * @param history the lists before it under the same identity key, newest first
 */
public record PinnedList(
        UserId user, Bytes signedList, Optional<Bytes> openChange, List<ReplacedList> history, Others others) {

    /** A server that shows ever other identities fills no disk: a new one beyond these is refused. */
    public static final int IDENTITIES_KEPT = 100;

    /**
     * What is known of other identities of the user.
     *
     * @param openHistory the lists before {@code openChange}, newest first
     * @param seen one for each identity key that was pinned before or shown
     */
    public record Others(List<ReplacedList> openHistory, List<SeenIdentity> seen) {

        public static final Others NONE = new Others(List.of(), List.of());

        public Others {
            openHistory = List.copyOf(openHistory);
            seen = List.copyOf(seen);
        }

        public Optional<SeenIdentity> seen(Bytes fingerprint) {
            return seen.stream()
                    .filter(known -> known.fingerprint().equals(fingerprint))
                    .findFirst();
        }

        public boolean hasRoom() {
            return seen.size() < IDENTITIES_KEPT;
        }

        /** This one is the undecided change now. */
        public Others shown(SeenIdentity identity, List<ReplacedList> history) {
            return new Others(history, with(identity, identity.fingerprint()));
        }

        /** The person decided for the undecided one, of this fingerprint, in the place of the former. */
        public Others accepted(Bytes fingerprint, SeenIdentity former) {
            return new Others(List.of(), with(former, fingerprint));
        }

        private List<SeenIdentity> with(SeenIdentity added, Bytes gone) {
            return Stream.concat(
                            seen.stream()
                                    .filter(known -> !known.fingerprint().equals(gone)
                                            && !known.fingerprint().equals(added.fingerprint())),
                            Stream.of(added))
                    .toList();
        }
    }

    public PinnedList(UserId user, Bytes signedList, Optional<Bytes> openChange, List<ReplacedList> history) {
        this(user, signedList, openChange, history, Others.NONE);
    }

    public PinnedList {
        history = List.copyOf(history);
    }
}
