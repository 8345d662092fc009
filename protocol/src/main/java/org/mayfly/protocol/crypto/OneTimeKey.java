package org.mayfly.protocol.crypto;

import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.PrekeyType;

import java.util.function.Function;

/** The public part of a one-time key, well-formed for its type. */
public sealed interface OneTimeKey permits P521PublicKey, MlKemPublicKey {

    PrekeyType type();

    /** As it travels: 133 or 1,568 bytes. */
    Bytes encoded();

    <R> R fold(Function<P521PublicKey, R> p521, Function<MlKemPublicKey, R> mlKem);

    /** @throws MalformedException for a type that is not known, or unless it is a well-formed key of that type */
    static OneTimeKey parse(PrekeyType type, Bytes encoded) throws MalformedException {
        return switch (type) {
            case PREKEY_TYPE_P521 -> P521PublicKey.parse(encoded);
            case PREKEY_TYPE_MLKEM1024 -> MlKemPublicKey.parse(encoded);
            default -> throw new MalformedException("a one-time key of no known type");
        };
    }
}
