package org.mayfly.protocol.client.crypto;

import org.junit.jupiter.api.Test;
import org.mayfly.protocol.client.vectors.VectorFile;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.MlKemPublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.vectors.VectorFile.fixed;

/** ML-KEM-1024 from its seed and its randomness on: the same each time, on both sides. */
class MlKemVectorsTest {

    private final MlKem mlKem = new BouncyCastleMlKem(RandomSource.of(CryptoProvider.preferred()));

    @Test
    void keys_ciphertexts_and_secrets() {
        var file = VectorFile.object();
        file.put(
                "about",
                "seed (d, z) gives encapsulationKey; with it message (m) gives ciphertext and sharedSecret; a changed"
                        + " ciphertext gives another secret without a sign (implicit rejection)");
        var vectors = file.putArray("vectors");
        for (int i = 0; i < 4; i++) {
            var seed = fixed("ml-kem seed " + i, 64);
            var message = fixed("ml-kem message " + i, 32);
            try (var pair = BouncyCastleMlKem.pair(secret(seed));
                    var made = BouncyCastleMlKem.encapsulate(pair.publicKey(), secret(message))) {
                var changed = made.ciphertext().toArray();
                changed[i * 400] ^= 1;
                assertThat(mlKem.decapsulate(pair.seed(), made.ciphertext())).isEqualTo(made.sharedSecret());
                vectors.addObject()
                        .put("seed", seed.toHex())
                        .put("encapsulationKey", pair.publicKey().encoded().toHex())
                        .put("message", message.toHex())
                        .put("ciphertext", made.ciphertext().toHex())
                        .put("sharedSecret", hex(made.sharedSecret()))
                        .put("changedCiphertext", Bytes.of(changed).toHex())
                        .put("rejectionSecret", hex(mlKem.decapsulate(pair.seed(), Bytes.of(changed))));
            }
        }
        new VectorFile("mlkem.json").mustBe(file);
    }

    @Test
    void a_generated_key_opens_what_was_encapsulated_to_it_and_nothing_else() throws Exception {
        try (var pair = mlKem.generate();
                var other = mlKem.generate();
                var made = mlKem.encapsulate(pair.publicKey())) {
            assertThat(MlKemPublicKey.parse(pair.publicKey().encoded())).isEqualTo(pair.publicKey());
            assertThat(mlKem.decapsulate(pair.seed(), made.ciphertext())).isEqualTo(made.sharedSecret());
            assertThat(mlKem.decapsulate(other.seed(), made.ciphertext())).isNotEqualTo(made.sharedSecret());
        }
    }

    private static SecretBytes secret(Bytes bytes) {
        return SecretBytes.takeOver(bytes.toArray());
    }

    private static String hex(SecretBytes secret) {
        return Bytes.of(secret.expose()).toHex();
    }
}
