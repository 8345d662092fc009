package org.mayfly.protocol.signed;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The exact bytes under a signature. Can be made only for the purposes listed here, so nothing else is ever signed. */
public final class SignedInput {

    private static final NetworkId NO_NETWORK = new NetworkId(Bytes.of(new byte[Sizes.ID]));

    private final Bytes encoded;

    private SignedInput(Label label, NetworkId network, Bytes... fields) {
        var input = new ByteSequence().u8(label.length()).ascii(label.text()).bytes(network.value());
        for (var field : fields) {
            input.u32(field.length()).bytes(field);
        }
        encoded = input.toBytes();
    }

    /**
     * By the DSK.
     *
     * @param leafCount of the tree over the wraps
     */
    public static SignedInput envelope(
            NetworkId network, Bytes headerHash, Bytes ciphertextHash, int leafCount, Bytes root) {
        return new SignedInput(
                Label.ENVELOPE,
                network,
                headerHash,
                ciphertextHash,
                new ByteSequence().u32(leafCount).toBytes(),
                root);
    }

    /** By the DSK. */
    public static SignedInput prekeyBatch(NetworkId network, Bytes encodedBatch) {
        return new SignedInput(Label.PREKEY_BATCH, network, encodedBatch);
    }

    /** By the IK. */
    public static SignedInput deviceList(NetworkId network, Bytes encodedList) {
        return new SignedInput(Label.DEVICE_LIST, network, encodedList);
    }

    /** By the DSK: proof that whoever lists the device possesses its key. */
    public static SignedInput enrol(NetworkId network, UserId user, P521PublicKey identityKey, DeviceId device) {
        return new SignedInput(Label.ENROL, network, user.value(), identityKey.encoded(), device.value());
    }

    /** By the DSK. */
    public static SignedInput logIn(
            NetworkId network, LogInTarget target, UserId user, DeviceId device, Instant time, long storeGeneration) {
        return new SignedInput(
                Label.LOG_IN,
                network,
                utf8(target.serverName()),
                user.value(),
                device.value(),
                target.nonce(),
                new ByteSequence().u64(time.toEpochMilli()).toBytes(),
                new ByteSequence().u64(storeGeneration).toBytes());
    }

    /**
     * By the log-in key of a person who comes back: no network's id is known yet, so zeros stand in its place.
     *
     * @param challengeHash SHA-512 of the server's challenge
     */
    public static SignedInput recovery(String serverName, Bytes challengeHash, Returning person, Instant time) {
        return new SignedInput(
                Label.RECOVER,
                NO_NETWORK,
                utf8(serverName),
                challengeHash,
                utf8(person.network()),
                utf8(person.user()),
                new ByteSequence().u8(person.way().number()).toBytes(),
                new ByteSequence().u64(time.toEpochMilli()).toBytes());
    }

    private static Bytes utf8(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Who comes back, and how.
     *
     * @param network its name, exactly as it is sent
     * @param user the user's name, exactly as it is sent
     */
    public record Returning(String network, String user, Way way) {}

    /** What opens the bundle. */
    public enum Way {
        PASSPHRASE(1),
        RECOVERY_KEY(2);

        private final int number;

        Way(int number) {
            this.number = number;
        }

        /** As it is signed and stored. */
        public int number() {
            return number;
        }
    }

    /**
     * The connection a log-in is good for.
     *
     * @param serverName the origin of the public URL
     * @param nonce 32 bytes, the server's for this connection
     */
    public record LogInTarget(String serverName, Bytes nonce) {}

    public Bytes encoded() {
        return encoded;
    }
}
