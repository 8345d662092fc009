package org.mayfly.protocol.client;

import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

/** The number two people compare to know that no one stands between them: docs/protocol.md, "Safety number". */
public final class SafetyNumber {

    private static final int GROUPS = 6;

    private final Sha512 hash;
    private final NetworkId network;

    public SafetyNumber(Sha512 hash, NetworkId network) {
        this.hash = hash;
        this.network = network;
    }

    /** 60 digits in twelve groups of five, separated by spaces: the same whoever comes first. */
    public String of(UserId one, P521PublicKey oneKey, UserId other, P521PublicKey otherKey) {
        var first = of(one, oneKey);
        var second = of(other, otherKey);
        return first.compareTo(second) <= 0 ? first + " " + second : second + " " + first;
    }

    private String of(UserId user, P521PublicKey identityKey) {
        var digest = hash.labelled("msgr/v1/safety", network.value(), user.value(), identityKey.encoded());
        return Digits.groups(digest, GROUPS);
    }
}
