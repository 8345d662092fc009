package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.merkle.MerkleProof;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.wire.MerklePath;
import org.mayfly.protocol.wire.PrekeyType;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class MerklePathFuzzTest extends ParserFuzzing {

    private final Sha512 hash = new Sha512(CryptoProvider.preferred());
    private final List<Bytes> leaves = Genuine.upload().getPrekeysList().stream()
            .map(key -> PrekeyBatchVerification.leaf(
                    PrekeyType.PREKEY_TYPE_P521,
                    Bytes.of(key.getId().toByteArray()),
                    Bytes.of(key.getKey().toByteArray())))
            .toList();
    private final MerkleTree tree = MerkleTree.of(hash, leaves);

    @MethodSource("org.mayfly.protocol.client.fuzz.Genuine#merklePaths")
    @FuzzTest
    void a_path_is_refused_or_restored_and_only_the_path_of_a_leaf_leads_from_it_to_the_root(byte[] input) {
        counted(Oracle.restored(
                        input,
                        encoded -> MerkleProof.parse(Canonical.parse(MerklePath.parser(), encoded)),
                        proof -> Canonical.encode(proof.toWire())))
                .ifPresent(this::leadsToTheRootOnlyAsTheTreeSays);
    }

    private void leadsToTheRootOnlyAsTheTreeSays(MerkleProof proof) {
        for (int place = 0; place < leaves.size(); place++) {
            var root = proof.rootFrom(hash, leaves.get(place));
            if (proof.leafCount() == tree.leafCount() && root.equals(Optional.of(tree.root()))) {
                assertThat(proof).isEqualTo(tree.proof(place));
            }
        }
    }
}
