package org.mayfly.protocol.client.envelope;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * A one-time key that travels in a wrap, for its recipient alone. What it says of itself is not judged: its sender vouches
 * for it by the envelope.
 *
 * @param key 133 bytes, a point or not
 * @param created milliseconds since 1970, unsigned, as {@code expires}
 */
public record ReplyKey(PrekeyId id, Bytes key, long created, long expires) {

    static final int LENGTH = Sizes.ID + Sizes.P521_KEY + 2 * Long.BYTES;

    public static ReplyKey of(PrekeyId id, P521PublicKey key, Instant created) {
        var expires = created.plus(Limits.PREKEY_LIFE);
        return new ReplyKey(id, key.encoded(), created.toEpochMilli(), expires.toEpochMilli());
    }

    Bytes encode() {
        return new ByteSequence()
                .bytes(id.value())
                .bytes(key)
                .u64(created)
                .u64(expires)
                .toBytes();
    }

    static ReplyKey decode(ByteBuffer in) {
        return new ReplyKey(new PrekeyId(take(in, Sizes.ID)), take(in, Sizes.P521_KEY), in.getLong(), in.getLong());
    }

    private static Bytes take(ByteBuffer in, int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return Bytes.of(bytes);
    }

    /** The key, where it can be used at this time: docs/protocol.md, "Wrap". Whether it was seen before is not judged. */
    public Optional<P521PublicKey> usable(Instant now) {
        var latest = now.plus(Limits.CLOCK_TOLERANCE).toEpochMilli();
        var isTimely = created > 0
                && created <= latest
                && expires > now.toEpochMilli()
                && expires - created <= Limits.PREKEY_LIFE.toMillis();
        try {
            return isTimely ? Optional.of(P521PublicKey.parse(key)) : Optional.empty();
        } catch (MalformedException noPoint) {
            return Optional.empty();
        }
    }
}
