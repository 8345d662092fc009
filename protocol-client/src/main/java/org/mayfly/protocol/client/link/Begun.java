package org.mayfly.protocol.client.link;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.util.function.Function;

/** The chains that a wrap begins, at both ends alike. Closing erases their keys. */
public sealed interface Begun extends AutoCloseable {

    <R> R fold(Function<Epoch, R> epoch, Function<SubChain, R> subChain, Function<Nothing, R> nothing);

    @Override
    void close();

    /** Whether later wraps may hang from this one: a START or a carrier. */
    default boolean isSomething() {
        return fold(epoch -> true, subChain -> true, nothing -> false);
    }

    /**
     * By a START.
     *
     * @param epoch 32 bytes
     * @param chainKey CK_0, 64 bytes
     * @param subChainKey SC_0 of the sub-chain that hangs from the START, 64 bytes
     */
    record Epoch(Bytes epoch, SecretBytes chainKey, SecretBytes subChainKey) implements Begun {
        @Override
        public <R> R fold(Function<Epoch, R> epoch, Function<SubChain, R> subChain, Function<Nothing, R> nothing) {
            return epoch.apply(this);
        }

        @Override
        public void close() {
            chainKey.destroy();
            subChainKey.destroy();
        }
    }

    /**
     * By a FRESH that is a carrier.
     *
     * @param key SC_0, 64 bytes
     */
    record SubChain(SecretBytes key) implements Begun {
        @Override
        public <R> R fold(Function<Epoch, R> epoch, Function<SubChain, R> subChain, Function<Nothing, R> nothing) {
            return subChain.apply(this);
        }

        @Override
        public void close() {
            key.destroy();
        }
    }

    /** By any other. */
    record Nothing() implements Begun {
        @Override
        public <R> R fold(Function<Epoch, R> epoch, Function<SubChain, R> subChain, Function<Nothing, R> nothing) {
            return nothing.apply(this);
        }

        @Override
        public void close() {
            // There is nothing to erase.
        }
    }
}
