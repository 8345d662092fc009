package org.mayfly.protocol.client;

/** The numbered checks of receiving that can fail visibly: docs/protocol.md, "Receiving". Names and order are the specification's. */
public enum Check {
    R1("malformed"),
    R2("foreign-network"),
    R3("unknown-device"),
    R4("wrong-signing-key"),
    R5("wrong-path"),
    R6("bad-signature"),
    R7("conflicting-duplicate"),
    R8("expired"),
    R9("key-unavailable"),
    R10("wrap-unopenable"),
    R11("wrong-commitment"),
    R12("payload-unopenable"),
    R13("counter-reused"),
    R14("implausible-time"),
    R15("wrong-context"),
    R16("unknown-content");

    private final String code;

    Check(String code) {
        this.code = code;
    }

    /** The stable code people's messages are found by. */
    public String code() {
        return code;
    }
}
