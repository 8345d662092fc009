package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.DeviceAddress;

import java.util.Optional;
import java.util.Set;

/**
 * What became of a user's device list as a server gave it. Commit the unit in every case.
 *
 * @param unit empty where nothing changed
 * @param inForce the list to go by, where the given one was good
 * @param difference from the list that was pinned before
 */
public record ListAcceptance(Verdict verdict, UnitOfWork unit, Optional<KnownList> inForce, Difference difference) {

    /** Devices that came and went. */
    public record Difference(Set<DeviceAddress> added, Set<DeviceAddress> removed) {

        static final Difference NONE = new Difference(Set.of(), Set.of());

        public Difference {
            added = Set.copyOf(added);
            removed = Set.copyOf(removed);
        }
    }

    public enum Verdict {
        /** First list of this user: its identity key is pinned now. */
        PINNED,
        /** The same list as before. */
        UNCHANGED,
        /** A later version under the same identity key, every step verified; links to devices that went are gone. */
        ADVANCED,
        /**
         * Signed by another identity key: sending to this user is refused until {@link
         * DeviceProtocol#acceptIdentityChange}. Show it.
         */
        IDENTITY_CHANGED,
        /** The own newest list, verified, and this device is not on it: it was revoked. */
        REVOKED,
        /** Does not verify, belongs to somebody else, is older or does not continue what is pinned. Show it. */
        REFUSED,
        /** The directory has no list of this user. */
        NOT_FOUND
    }

    static ListAcceptance without(Verdict verdict) {
        return without(verdict, UnitOfWork.nothing());
    }

    static ListAcceptance without(Verdict verdict, UnitOfWork unit) {
        return new ListAcceptance(verdict, unit, Optional.empty(), Difference.NONE);
    }
}
