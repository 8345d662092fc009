package org.mayfly.bench.peers;

import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which messages of each sender were acknowledged to it, and which arrived. On the loop's thread only. */
final class Tally {

    private final BitSet[] acked;
    private final BitSet[] arrived;
    private int duplicates;

    Tally(int senders) {
        acked = Stream.generate(BitSet::new).limit(senders).toArray(BitSet[]::new);
        arrived = Stream.generate(BitSet::new).limit(senders).toArray(BitSet[]::new);
    }

    void acked(int sender, int seq) {
        acked[sender].set(seq);
    }

    /** @return false if it had arrived before */
    boolean arrived(int sender, int seq) {
        if (arrived[sender].get(seq)) {
            duplicates++;
            return false;
        }
        arrived[sender].set(seq);
        return true;
    }

    int duplicates() {
        return duplicates;
    }

    int acked() {
        return Stream.of(acked).mapToInt(BitSet::cardinality).sum();
    }

    int arrived() {
        return Stream.of(arrived).mapToInt(BitSet::cardinality).sum();
    }

    /** Acknowledged, and did not arrive. */
    int lost() {
        return onlyInFirst(acked, arrived);
    }

    /** Arrived, and was not acknowledged. */
    int keptUnacked() {
        return onlyInFirst(arrived, acked);
    }

    private static int onlyInFirst(BitSet[] first, BitSet[] second) {
        return IntStream.range(0, first.length)
                .map(i -> {
                    var rest = (BitSet) first[i].clone();
                    rest.andNot(second[i]);
                    return rest.cardinality();
                })
                .sum();
    }
}
