package org.mayfly.protocol;

/** Lengths of encoded fields, in bytes: docs/protocol.md. */
public final class Sizes {

    public static final int ID = 16;
    public static final int HASH = 64;
    public static final int NONCE = 32;
    public static final int EPOCH = 32;
    public static final int CONVERSATION = 32;
    /** An uncompressed point of P-521. */
    public static final int P521_KEY = 133;
    /** A private scalar of P-521, big-endian. */
    public static final int P521_SCALAR = 66;
    /** An encapsulation key of ML-KEM-1024. */
    public static final int MLKEM_KEY = 1568;

    public static final int MLKEM_CIPHERTEXT = 1568;
    /** A private key of ML-KEM-1024 as its seed, d ‖ z. */
    public static final int MLKEM_SEED = 64;

    public static final int MLKEM_SHARED_SECRET = 32;
    /** r ‖ s of P-521. */
    public static final int SIGNATURE = 132;

    public static final int AEAD_TAG = 16;
    /** The message key. */
    public static final int MESSAGE_KEY = 32;
    /** Chain keys and what is derived as psk. */
    public static final int CHAIN_KEY = 64;
    /** A WrappedKey before sealing. */
    public static final int WRAPPED_KEY = 198;

    public static final int SEALED_WRAP = WRAPPED_KEY + AEAD_TAG;

    private Sizes() {}
}
