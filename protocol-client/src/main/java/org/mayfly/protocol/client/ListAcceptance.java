package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.UnitOfWork;

/**
 * What became of a user's device list as a server gave it. Commit the unit in every case.
 *
 * @param unit empty where nothing changed
 */
public record ListAcceptance(Verdict verdict, UnitOfWork unit) {

    public enum Verdict {
        /** First list of this user: its identity key is pinned now. */
        PINNED,
        /** The same list as before. */
        UNCHANGED,
        /** The next version under the same identity key; links to this user start anew. */
        ADVANCED,
        /**
         * Signed by another identity key: sending to this user is refused until {@link
         * DeviceProtocol#acceptIdentityChange}. Show it.
         */
        IDENTITY_CHANGED,
        /** Does not verify, belongs to somebody else, or does not continue what is pinned. Show it. */
        REFUSED
    }
}
