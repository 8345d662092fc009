package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.receiving.Authenticity.Authentic;
import org.mayfly.protocol.client.store.ReplayStore;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;

import java.time.Instant;

/** R8 and R9: is it new, and does it still live? */
public final class Freshness {

    private Freshness() {}

    /** R8: not received before. */
    public static final class Unseen {

        private final Authentic authentic;
        private final Bytes hash;

        private Unseen(Authentic authentic, Bytes hash) {
            this.authentic = authentic;
            this.hash = hash;
        }

        public static Unseen of(Authentic authentic, Sha512 sha512, ReplayStore store) throws CheckFailed {
            var hash = sha512.hash(
                    sha512.hash(authentic.encodedHeader()),
                    sha512.hash(authentic.ciphertext()),
                    sha512.hash(authentic.encodedWrap()));
            var header = authentic.header();
            var seen = store.seenHash(header.sender(), header.message());
            if (seen.isPresent()) {
                throw seen.get().equals(hash) ? CheckFailed.silently(Check.R8) : CheckFailed.visibly(Check.R8);
            }
            return new Unseen(authentic, hash);
        }

        /** R9. */
        public Alive alive(Instant now) throws CheckFailed {
            if (isLate(now)) {
                throw CheckFailed.silently(Check.R9);
            }
            return new Alive(this);
        }

        boolean isLate(Instant now) {
            return !authentic.header().discardAt().isAfter(now);
        }

        /** Past its life: to find what would open it, and erase that. */
        Alive toErase() {
            return new Alive(this);
        }
    }

    /** R9: the server may still hold it. */
    public static final class Alive {

        private final Unseen unseen;

        private Alive(Unseen unseen) {
            this.unseen = unseen;
        }

        Authentic envelope() {
            return unseen.authentic;
        }

        /** By which it is recognised when it comes again. */
        Bytes hash() {
            return unseen.hash;
        }
    }
}
