package org.mayfly.protocol.merkle;

import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;

import java.util.ArrayList;
import java.util.List;

/**
 * A tree over leaf data in the given order (RFC 9162, section 2.1.1, with SHA-512).
 *
 * <p>A level pairs its nodes from the left and carries an odd last one up; that is the RFC's tree. Immutable.
 */
public final class MerkleTree {

    private static final Bytes LEAF = Bytes.of(new byte[] {0});
    private static final Bytes NODE = Bytes.of(new byte[] {1});

    private final List<List<Bytes>> levels;

    private MerkleTree(List<List<Bytes>> levels) {
        this.levels = levels;
    }

    /** @throws IllegalArgumentException without a leaf */
    public static MerkleTree of(Sha512 hash, List<Bytes> leafData) {
        if (leafData.isEmpty()) {
            throw new IllegalArgumentException("a tree has a leaf");
        }
        var levels = new ArrayList<List<Bytes>>();
        var level = leafData.stream().map(data -> leafHash(hash, data)).toList();
        levels.add(level);
        while (level.size() > 1) {
            level = parents(hash, level);
            levels.add(level);
        }
        return new MerkleTree(levels);
    }

    static Bytes leafHash(Sha512 hash, Bytes data) {
        return hash.hash(LEAF, data);
    }

    static Bytes nodeHash(Sha512 hash, Bytes left, Bytes right) {
        return hash.hash(NODE, left, right);
    }

    private static List<Bytes> parents(Sha512 hash, List<Bytes> level) {
        var parents = new ArrayList<Bytes>();
        for (int left = 0; left < level.size(); left += 2) {
            var paired = left + 1 < level.size();
            parents.add(paired ? nodeHash(hash, level.get(left), level.get(left + 1)) : level.get(left));
        }
        return List.copyOf(parents);
    }

    public int leafCount() {
        return levels.get(0).size();
    }

    public Bytes root() {
        return levels.get(levels.size() - 1).get(0);
    }

    /** The path of the leaf with this index from 0. */
    public MerkleProof proof(int index) {
        if (index < 0 || index >= leafCount()) {
            throw new IndexOutOfBoundsException(index);
        }
        var siblings = new ArrayList<Bytes>();
        int place = index;
        for (var level : levels) {
            var sibling = place ^ 1;
            if (sibling < level.size()) {
                siblings.add(level.get(sibling));
            }
            place >>= 1;
        }
        return new MerkleProof(index, leafCount(), siblings);
    }
}
