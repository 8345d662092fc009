package org.mayfly.protocol.client.store;

import java.time.Instant;

/**
 * Makes units of work durable, each wholly or not at all.
 *
 * <p>Order of effects, so that a crash at any point loses no message and leaves no key behind: new secrets into their
 * slots, flushed; then all records and, as a journal, the list of slots to erase, in one durable step; then those slots
 * overwritten and flushed; then the journal cleared. A store that opens with a journal first finishes it, then erases
 * slots that nothing refers to. Only after {@code commit} returned may anything be sent or acknowledged.
 */
public interface Journal {

    /**
     * Carries the unit out durably and destroys the secrets it carries.
     *
     * @throws java.io.UncheckedIOException if it could not be made durable; then the store must be reopened
     */
    void commit(UnitOfWork unit);

    /** The highest time ever stored; {@link Instant#EPOCH} in a new store. */
    Instant highestTime();
}
