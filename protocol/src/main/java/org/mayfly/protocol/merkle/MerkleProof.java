package org.mayfly.protocol.merkle;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.MerklePath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from one leaf to a root.
 *
 * @param index from 0
 * @param siblings 64 bytes each, from the leaf upwards
 */
public record MerkleProof(int index, int leafCount, List<Bytes> siblings) {

    public MerkleProof {
        siblings = List.copyOf(siblings);
    }

    /** @throws MalformedException if a sibling is no hash; whether the path can lead anywhere is {@link #rootFrom}'s to say */
    public static MerkleProof parse(MerklePath path) throws MalformedException {
        var siblings = new ArrayList<Bytes>();
        for (var sibling : path.getSiblingsList()) {
            siblings.add(Field.bytes(sibling, Sizes.HASH));
        }
        return new MerkleProof(path.getIndex(), path.getLeafCount(), siblings);
    }

    public MerklePath toWire() {
        var path = MerklePath.newBuilder().setIndex(index).setLeafCount(leafCount);
        siblings.forEach(sibling -> path.addSiblings(ByteString.copyFrom(sibling.toArray())));
        return path.build();
    }

    /** The root this path leads to from a leaf; empty if it has not the length that index and count demand (RFC 9162, 2.1.3.2). */
    public Optional<Bytes> rootFrom(Sha512 hash, Bytes leafData) {
        if (index < 0 || index >= leafCount) {
            return Optional.empty();
        }
        var fn = index;
        var sn = leafCount - 1;
        var node = MerkleTree.leafHash(hash, leafData);
        for (var sibling : siblings) {
            if (sn == 0) {
                return Optional.empty();
            }
            if ((fn & 1) == 1 || fn == sn) {
                node = MerkleTree.nodeHash(hash, sibling, node);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                node = MerkleTree.nodeHash(hash, node, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 ? Optional.of(node) : Optional.empty();
    }
}
