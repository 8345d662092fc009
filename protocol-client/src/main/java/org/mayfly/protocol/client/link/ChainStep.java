package org.mayfly.protocol.client.link;

import org.mayfly.protocol.client.store.ReceivingEpoch;
import org.mayfly.protocol.client.store.SkippedKey;
import org.mayfly.protocol.value.SecretBytes;

import java.util.List;
import java.util.function.Function;

/** How a FRESH stands to what a recipient has of its chain. Closing erases the copies of secrets it carries. */
public sealed interface ChainStep extends AutoCloseable {

    SecretBytes psk();

    <R> R fold(Function<Skipped, R> skipped, Function<Ahead, R> ahead);

    @Override
    void close();

    /** It comes late: its psk was kept. */
    record Skipped(SkippedKey key, SecretBytes psk) implements ChainStep {
        @Override
        public <R> R fold(Function<Skipped, R> skipped, Function<Ahead, R> ahead) {
            return skipped.apply(this);
        }

        @Override
        public void close() {
            psk.destroy();
        }
    }

    /**
     * It is the next, or later ones come before it.
     *
     * @param psks from the epoch's index on; the last is this FRESH's
     */
    record Ahead(ReceivingEpoch epoch, List<SecretBytes> psks, SecretBytes nextChainKey) implements ChainStep {
        @Override
        public SecretBytes psk() {
            return psks.get(psks.size() - 1);
        }

        @Override
        public <R> R fold(Function<Skipped, R> skipped, Function<Ahead, R> ahead) {
            return ahead.apply(this);
        }

        @Override
        public void close() {
            psks.forEach(SecretBytes::destroy);
            nextChainKey.destroy();
        }
    }
}
