package org.mayfly.protocol.client.store;

/**
 * The number of a fixed place for one secret.
 *
 * @param number 0 or more
 */
public record Slot(int number) {

    public Slot {
        if (number < 0) {
            throw new IllegalArgumentException("slots are numbered from 0");
        }
    }
}
