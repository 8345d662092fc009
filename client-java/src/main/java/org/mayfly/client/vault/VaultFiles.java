package org.mayfly.client.vault;

/** The three files of a vault, and how the log is exchanged for a smaller one. */
interface VaultFiles extends AutoCloseable {

    DurableFile slots();

    DurableFile journal();

    DurableFile log();

    /** Replaces the log in one step: after a crash it is wholly the old or wholly the new one. */
    void replaceLog(Iterable<byte[]> content);

    /** Overwrites all of it and the device key in place; what is left says that this device was removed. Closes the files. */
    void erase();

    @Override
    void close();
}
