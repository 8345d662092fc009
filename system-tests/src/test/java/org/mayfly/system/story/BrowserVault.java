package org.mayfly.system.story;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.system.secrecy.HeldSecret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a browser's store holds, opened from outside by the passphrase: web-messenger/src/store and
 * web-messenger/src/codec/plain.ts say how it lies there. The messenger is open in that browser.
 */
final class BrowserVault {

    private static final int SALT = 20;
    private static final int SEALED_MASTER = 36;
    private static final int SEALED_KEY = 60;
    private static final int NONCE = 12;
    /** What stands before the scalar in every PKCS #8 encoding of a P-521 key. */
    private static final byte[] BEFORE_SCALAR = {2, 1, 1, 4, 66};

    private static final int SCALAR = 66;
    /** Ids of epochs travel in clear. */
    private static final int EPOCH = 32;

    private static final Set<String> LINKS = Set.of("sending", "epoch", "skipped");
    private static final Set<Integer> LENGTHS = Set.of(32, 64, SCALAR);

    private static final String ROWS = """
            async () => {
              const request = indexedDB.open("mayfly", 1);
              const database = await new Promise((done, failed) => {
                request.onsuccess = () => done(request.result);
                request.onerror = () => failed(request.error);
              });
              try {
                const all = database.transaction("rows").objectStore("rows").getAll();
                return await new Promise((done, failed) => {
                  const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
                  all.onsuccess = () => done(all.result.map(({ slot, sealed }) => [slot, text(sealed)]));
                  all.onerror = () => failed(all.error);
                });
              } finally {
                database.close();
              }
            }""";

    private final Map<String, List<Bytes>> records = new TreeMap<>();

    private BrowserVault() {}

    static BrowserVault open(BrowserProfile browser, String passphrase) throws GeneralSecurityException {
        var vault = new BrowserVault();
        // A commit changes first the file, then the rows, then the file: between two equal answers it was whole.
        List<?> rows;
        ByteBuffer file;
        do {
            rows = (List<?>) browser.page().evaluate(ROWS);
            file = ByteBuffer.wrap(MessageKeys.secrets(browser.folder()));
        } while (!rows.equals(browser.page().evaluate(ROWS)));
        var master = unsealed(stretched(passphrase, file), "master", slice(file, SEALED_MASTER, SEALED_KEY));
        for (var each : rows) {
            var row = (List<?>) each;
            var slot = ((Number) row.get(0)).intValue();
            var at = MessageKeys.HEAD + slot * MessageKeys.SLOT;
            var key = unsealed(master, "slot " + slot, slice(file, at, SEALED_KEY));
            var sealed = Base64.getDecoder().decode((String) row.get(1));
            var number = ByteBuffer.allocate(4).putInt(slot).array();
            vault.add(ByteBuffer.wrap(open(key, new byte[NONCE], number, sealed)));
        }
        return vault;
    }

    private static byte[] stretched(String passphrase, ByteBuffer file) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withMemoryAsKB(file.getInt(8))
                .withIterations(file.getInt(12))
                .withParallelism(file.getInt(16))
                .withSalt(slice(file, SALT, 16))
                .build());
        var key = new byte[32];
        generator.generateBytes(passphrase.getBytes(StandardCharsets.UTF_8), key);
        return key;
    }

    private static byte[] unsealed(byte[] under, String purpose, byte[] sealed) throws GeneralSecurityException {
        return open(
                under,
                Arrays.copyOf(sealed, NONCE),
                purpose.getBytes(StandardCharsets.UTF_8),
                Arrays.copyOfRange(sealed, NONCE, SEALED_KEY));
    }

    private static byte[] open(byte[] key, byte[] nonce, byte[] associated, byte[] sealed)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(associated);
        return cipher.doFinal(sealed);
    }

    private static byte[] slice(ByteBuffer file, int at, int length) {
        return Arrays.copyOfRange(file.array(), at, at + length);
    }

    private void add(ByteBuffer record) {
        var name = text(record);
        record.getInt();
        var found = new ArrayList<Bytes>();
        collect(record, found);
        records.put(name, found);
    }

    private static String text(ByteBuffer from) {
        return new String(taken(from), StandardCharsets.UTF_8);
    }

    private static byte[] taken(ByteBuffer from) {
        var bytes = new byte[from.getInt()];
        from.get(bytes);
        return bytes;
    }

    /** All byte strings of a value, in their order. */
    private static void collect(ByteBuffer value, List<Bytes> found) {
        var tag = value.get();
        switch (tag) {
            case 0, 1, 2 -> {}
            case 3 -> value.getDouble();
            case 4, 5 -> taken(value);
            case 6 -> found.add(Bytes.of(taken(value)));
            case 7, 8 -> {
                for (int left = value.getInt() * (tag == 8 ? 2 : 1); left > 0; left--) {
                    collect(value, found);
                }
            }
            default -> throw new IllegalStateException("no value begins with " + tag);
        }
    }

    /** Names of all records: a kind, a slash, an id. */
    Set<String> names() {
        return Set.copyOf(records.keySet());
    }

    /** Every secret: the private one-time keys by their ids, and all byte strings that could be one. */
    Set<HeldSecret> secrets() {
        var secrets = new HashSet<HeldSecret>();
        records.forEach((name, values) -> {
            var kind = name.substring(0, name.indexOf('/'));
            var isOneTimeKey = kind.equals("prekey") || kind.equals("kem-prekey");
            var id = isOneTimeKey
                    ? Optional.of(Bytes.parseHex(name.substring(name.indexOf('/') + 1)))
                    : Optional.<Bytes>empty();
            values.stream()
                    .flatMap(value -> scalarIn(value).or(() -> Optional.of(value)).stream())
                    .filter(value -> LENGTHS.contains(value.length()))
                    .filter(value -> value.length() != EPOCH || !LINKS.contains(kind))
                    .forEach(value -> secrets.add(new HeldSecret(id, value)));
        });
        return secrets;
    }

    /** The scalar of a private key in PKCS #8. */
    private static Optional<Bytes> scalarIn(Bytes value) {
        var bytes = value.toArray();
        for (int start = 0; start + BEFORE_SCALAR.length + SCALAR <= bytes.length && start < 64; start++) {
            var end = start + BEFORE_SCALAR.length;
            if (Arrays.equals(bytes, start, end, BEFORE_SCALAR, 0, BEFORE_SCALAR.length)) {
                return Optional.of(Bytes.of(Arrays.copyOfRange(bytes, end, end + SCALAR)));
            }
        }
        return Optional.empty();
    }
}
