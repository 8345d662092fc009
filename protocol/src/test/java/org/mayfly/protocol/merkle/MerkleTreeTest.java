package org.mayfly.protocol.merkle;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MerkleTreeTest {

    static List<CryptoProvider> providers() {
        return CryptoProvider.available();
    }

    /** RFC 9162, 2.1.1, word for word: split at the largest power of two below n. */
    private static Bytes rootByTheDefinition(Sha512 hash, List<Bytes> leaves) {
        if (leaves.size() == 1) {
            return hash.hash(Bytes.of(new byte[] {0}), leaves.get(0));
        }
        var split = Integer.highestOneBit(leaves.size() - 1);
        return hash.hash(
                Bytes.of(new byte[] {1}),
                rootByTheDefinition(hash, leaves.subList(0, split)),
                rootByTheDefinition(hash, leaves.subList(split, leaves.size())));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void roots_are_those_of_the_definition_and_every_path_leads_there(CryptoProvider provider) {
        var hash = new Sha512(provider);
        var random = RandomSource.of(provider);
        for (int count = 1; count <= 70; count++) {
            var leaves =
                    IntStream.range(0, count).mapToObj(i -> random.bytes(20)).toList();
            var tree = MerkleTree.of(hash, leaves);
            assertThat(tree.root()).isEqualTo(rootByTheDefinition(hash, leaves));
            for (int i = 0; i < count; i++) {
                assertThat(tree.proof(i).rootFrom(hash, leaves.get(i))).contains(tree.root());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_path_with_another_index_count_length_or_leaf_does_not_lead_to_the_root(CryptoProvider provider) {
        var hash = new Sha512(provider);
        var random = RandomSource.of(provider);
        for (int count = 2; count <= 20; count++) {
            var leaves =
                    IntStream.range(0, count).mapToObj(i -> random.bytes(20)).toList();
            var tree = MerkleTree.of(hash, leaves);
            for (int i = 0; i < count; i++) {
                var good = tree.proof(i);
                for (int other = 0; other < count; other++) {
                    var moved = new MerkleProof(other, count, good.siblings());
                    assertThat(other == i
                                    || !moved.rootFrom(hash, leaves.get(i)).equals(Optional.of(tree.root())))
                            .isTrue();
                }
                var shorter = new MerkleProof(
                        i, count, good.siblings().subList(0, good.siblings().size() - 1));
                assertThat(shorter.rootFrom(hash, leaves.get(i))).isEmpty();
                var longer = new ArrayList<>(good.siblings());
                longer.add(random.bytes(64));
                assertThat(new MerkleProof(i, count, longer).rootFrom(hash, leaves.get(i)))
                        .isEmpty();
                assertThat(good.rootFrom(hash, random.bytes(20))).isNotEqualTo(Optional.of(tree.root()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void there_is_no_path_of_a_leaf_beyond_the_last(CryptoProvider provider) {
        var hash = new Sha512(provider);
        var leaf = RandomSource.of(provider).bytes(20);
        var tree = MerkleTree.of(hash, List.of(leaf));
        for (int index : List.of(-1, 1)) {
            assertThatThrownBy(() -> tree.proof(index)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(new MerkleProof(index, 1, List.of()).rootFrom(hash, leaf))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_leaf_can_not_be_passed_off_as_a_node(CryptoProvider provider) {
        var hash = new Sha512(provider);
        var random = RandomSource.of(provider);
        var left = random.bytes(64);
        var right = random.bytes(64);
        var two = MerkleTree.of(hash, List.of(left, right));
        var joined = Bytes.of(ByteBuffer.allocate(128)
                .put(left.toArray())
                .put(right.toArray())
                .array());
        assertThat(MerkleTree.of(hash, List.of(joined)).root()).isNotEqualTo(two.root());
    }
}
