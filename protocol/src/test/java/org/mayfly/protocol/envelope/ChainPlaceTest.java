package org.mayfly.protocol.envelope;

import org.junit.jupiter.api.Test;
import org.mayfly.protocol.value.Bytes;

import static org.assertj.core.api.Assertions.assertThat;

class ChainPlaceTest {

    private static final Bytes EPOCH = Bytes.of(new byte[32]);
    private static final Bytes LATER = Bytes.parseHex("01".repeat(32));

    @Test
    void places_of_one_chain_differ_by_index_alone() {
        var main = ChainPlace.fresh(EPOCH, 3);
        var chained = ChainPlace.chained(EPOCH, 4, 3);
        assertThat(main.isInSameChainAs(ChainPlace.fresh(EPOCH, 9))).isTrue();
        assertThat(chained.isInSameChainAs(ChainPlace.chained(EPOCH, 4, 0))).isTrue();
        assertThat(main.isInSameChainAs(chained)).isFalse();
        assertThat(main.isInSameChainAs(ChainPlace.fresh(LATER, 3))).isFalse();
        assertThat(chained.isInSameChainAs(ChainPlace.chained(EPOCH, 5, 3))).isFalse();
        assertThat(chained.isInSameChainAs(ChainPlace.chained(LATER, 4, 3))).isFalse();
        assertThat(chained.at(7)).isEqualTo(ChainPlace.chained(EPOCH, 4, 7));
        assertThat(main.at(7)).isEqualTo(ChainPlace.fresh(EPOCH, 7));
    }
}
