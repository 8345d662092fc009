package org.mayfly.client.vault;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The key under which all slots are wrapped, as {@code device.key} holds it: in clear (the file's mode is its only
 * guard), or locked: wrapped under Argon2id (v1.3, 64 MiB, t=3, p=1, 16-byte random salt) of the passphrase in NFKC.
 *
 * <p>{@code u8 kind: 0} ‖ key (32), or {@code u8 kind: 1 ‖ u32 memory KiB ‖ u32 passes ‖ salt (16) ‖ nonce (12) ‖ wrapped
 * (48)}.
 */
public final class DeviceKey {

    private static final byte PLAIN = 0;
    private static final byte LOCKED = 1;
    private static final int MEMORY_KIB = 64 << 10;
    private static final int MOST_MEMORY_KIB = 1 << 20;
    private static final int PASSES = 3;
    private static final int SALT = 16;
    private static final byte[] AAD = "mayfly device key".getBytes(StandardCharsets.US_ASCII);

    private DeviceKey() {}

    public static boolean isLocked(byte[] file) {
        return file.length > 0 && file[0] == LOCKED;
    }

    /** A new key in the clear. */
    public static byte[] createPlain(SecureRandom random) {
        var key = new RecordSealing(random).newKey();
        return ByteBuffer.allocate(1 + key.length).put(PLAIN).put(key).array();
    }

    /** A new key that only the passphrase opens. Takes about half a second, on purpose. */
    public static byte[] createLocked(SecureRandom random, SecretBytes passphrase) {
        var salt = new byte[SALT];
        random.nextBytes(salt);
        var sealing = new RecordSealing(random);
        var key = sealing.newKey();
        var wrapping = derive(passphrase, salt, MEMORY_KIB, PASSES);
        try {
            var wrapped = sealing.wrap(wrapping, AAD, key);
            return ByteBuffer.allocate(9 + SALT + wrapped.length)
                    .put(LOCKED)
                    .putInt(MEMORY_KIB)
                    .putInt(PASSES)
                    .put(salt)
                    .put(wrapped)
                    .array();
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    /**
     * @param passphrase asked for only where the key is locked
     * @throws ProblemException {@code wrong-passphrase}, {@code store-broken}
     */
    public static SecretBytes open(byte[] file, Supplier<SecretBytes> passphrase) {
        if (file.length == 1 + RecordSealing.KEY && file[0] == PLAIN) {
            return SecretBytes.takeOver(Arrays.copyOfRange(file, 1, file.length));
        }
        if (!isLocked(file) || file.length != 9 + SALT + KeySlot.NONCE + KeySlot.WRAPPED) {
            throw ProblemException.refused("store-broken");
        }
        return unlock(file, passphrase);
    }

    private static SecretBytes unlock(byte[] file, Supplier<SecretBytes> passphrase) {
        var in = ByteBuffer.wrap(file, 1, file.length - 1);
        var memory = in.getInt();
        var passes = in.getInt();
        if (memory < 8 || memory > MOST_MEMORY_KIB || passes < 1 || passes > 100) {
            throw ProblemException.refused("store-broken");
        }
        var salt = new byte[SALT];
        in.get(salt);
        var wrapped = new byte[in.remaining()];
        in.get(wrapped);
        try (var given = passphrase.get()) {
            var wrapping = derive(given, salt, memory, passes);
            try {
                return SecretBytes.takeOver(RecordSealing.unwrap(wrapping, AAD, wrapped));
            } catch (ProblemException e) {
                throw ProblemException.refused("wrong-passphrase");
            } finally {
                Arrays.fill(wrapping, (byte) 0);
            }
        }
    }

    private static byte[] derive(SecretBytes passphrase, byte[] salt, int memoryKib, int passes) {
        var password = normalised(passphrase);
        try {
            var argon2 = new Argon2BytesGenerator();
            argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(passes)
                    .withParallelism(1)
                    .withSalt(salt)
                    .build());
            var key = new byte[RecordSealing.KEY];
            argon2.generateBytes(password, key);
            return key;
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    private static byte[] normalised(SecretBytes passphrase) {
        var given = passphrase.expose();
        var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(given));
        var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(Normalizer.normalize(text, Normalizer.Form.NFKC)));
        var password = new byte[encoded.remaining()];
        encoded.get(password);
        Arrays.fill(given, (byte) 0);
        return password;
    }
}
