package org.mayfly.protocol.verification;

/** Why something published was refused. */
public enum Fault {
    /** Not canonical, a wrong length, an invalid point, an order or count that can't be. */
    MALFORMED,
    /** A signature does not verify. */
    INVALID_SIGNATURE,
    /** It belongs to another network, user, device or identity key than asked for. */
    WRONG_OWNER,
    /** One-time keys of another type than asked for. */
    WRONG_TYPE,
    /** A key, leaf or path does not lead to the signed root. */
    WRONG_ROOT,
    /** From the future, expired, over-long or older than allowed. */
    WRONG_TIME
}
