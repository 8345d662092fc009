package org.mayfly.protocol.client.link;

import org.mayfly.protocol.client.store.ReceivingEpoch;
import org.mayfly.protocol.client.store.SkippedKey;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.SecretBytes;

import java.util.List;
import java.util.function.Function;

/** How a FRESH or CHAIN stands to what a recipient has of its chain. Closing erases the copies of secrets it carries. */
public sealed interface ChainStep extends AutoCloseable {

    /** As it is stored. */
    ReceivingEpoch epoch();

    ChainPlace place();

    SecretBytes psk();

    <R> R fold(Function<Skipped, R> skipped, Function<Ahead, R> ahead);

    @Override
    void close();

    /** It comes late: its psk was kept. */
    record Skipped(ReceivingEpoch epoch, SkippedKey key, SecretBytes psk) implements ChainStep {
        @Override
        public ChainPlace place() {
            return key.place();
        }

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
     * @param psks from the place on where its chain stands; the last is its own
     */
    record Ahead(ReceivingEpoch epoch, ChainPlace place, List<SecretBytes> psks, SecretBytes nextChainKey)
            implements ChainStep {
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
