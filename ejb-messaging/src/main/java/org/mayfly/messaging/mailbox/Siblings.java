package org.mayfly.messaging.mailbox;

import org.mayfly.protocol.merkle.MerkleProof;
import org.mayfly.protocol.value.Bytes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The hashes of a path as one column: 64 bytes each. */
record Siblings(List<Bytes> hashes) {

    private static final int HASH = 64;

    static byte[] joined(List<Bytes> hashes) {
        var joined = new byte[hashes.size() * HASH];
        for (int i = 0; i < hashes.size(); i++) {
            System.arraycopy(hashes.get(i).toArray(), 0, joined, i * HASH, HASH);
        }
        return joined;
    }

    static Siblings split(byte[] joined) {
        var hashes = new ArrayList<Bytes>();
        for (int at = 0; at < joined.length; at += HASH) {
            hashes.add(Bytes.of(Arrays.copyOfRange(joined, at, at + HASH)));
        }
        return new Siblings(hashes);
    }

    MerkleProof proof(int index, int leafCount) {
        return new MerkleProof(index, leafCount, hashes);
    }
}
