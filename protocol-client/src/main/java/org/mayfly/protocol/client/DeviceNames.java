package org.mayfly.protocol.client;

import org.mayfly.protocol.client.crypto.AesGcm;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Names of a user's devices, sealed so that the server keeps them and can't read them: docs/protocol.md, "Device names".
 *
 * <p>Guarantee: a name is authentic for its user and device, and its length shows nothing; the server may withhold it or
 * hand out an older one.
 */
public final class DeviceNames {

    /** Bytes of UTF-8. */
    public static final int LONGEST = 64;

    private static final String LABEL = "msgr/v1/device-name";
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int SEALED = NONCE + LONGEST + 16;

    private final CryptoProvider provider;
    private final RandomSource random;

    public DeviceNames(CryptoProvider provider, RandomSource random) {
        this.provider = provider;
        this.random = random;
    }

    /** 32 bytes, the same on every device of the user. */
    public static SecretBytes key(CryptoProvider provider, P521KeyPair identity) {
        var hkdf = new Hkdf(provider);
        try (var extracted = hkdf.extract(Bytes.empty(), identity.scalar())) {
            return hkdf.expand(extracted, LABEL, KEY);
        }
    }

    /** Whether a name can be sealed: 1 to 64 bytes of UTF-8, none of them zero. */
    public static boolean isUsable(String name) {
        var length = name.getBytes(StandardCharsets.UTF_8).length;
        return length >= 1 && length <= LONGEST && name.indexOf(0) < 0;
    }

    /**
     * 92 bytes.
     *
     * @param key stays the caller's
     * @throws IllegalArgumentException if the name is not {@link #isUsable usable}
     */
    public Bytes seal(SecretBytes key, DeviceAddress device, String name) {
        if (!isUsable(name)) {
            throw new IllegalArgumentException("a device name has 1 to 64 bytes of UTF-8");
        }
        var nonce = random.bytes(NONCE);
        try (var padded = SecretBytes.takeOver(Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), LONGEST))) {
            var sealed = new AesGcm(provider).seal(key, nonce, associated(device), padded);
            return new ByteSequence().bytes(nonce).bytes(sealed).toBytes();
        }
    }

    /** Empty unless it was sealed for this device under this key. */
    public Optional<String> open(SecretBytes key, DeviceAddress device, Bytes sealed) {
        if (sealed.length() != SEALED) {
            return Optional.empty();
        }
        var bytes = sealed.toArray();
        var nonce = Bytes.of(Arrays.copyOf(bytes, NONCE));
        return new AesGcm(provider)
                .open(key, nonce, associated(device), Bytes.of(Arrays.copyOfRange(bytes, NONCE, SEALED)))
                .map(DeviceNames::unpad);
    }

    private static String unpad(SecretBytes padded) {
        try (padded) {
            var bytes = padded.expose();
            var length = 0;
            while (length < bytes.length && bytes[length] != 0) {
                length++;
            }
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
    }

    private static Bytes associated(DeviceAddress device) {
        return new ByteSequence()
                .ascii(LABEL)
                .bytes(device.user().value())
                .bytes(device.device().value())
                .toBytes();
    }
}
