package org.mayfly.client.vault;

/** A file written in place. Tests put one under the store that fails, or stops half-way, at a chosen operation. */
interface DurableFile extends AutoCloseable {

    long size();

    /** Exactly this many bytes from there. */
    byte[] read(long offset, int length);

    void write(long offset, byte[] bytes);

    /** All written before is on disk when this returns. */
    void force();

    void truncate(long size);

    @Override
    void close();
}
