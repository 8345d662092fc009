package org.mayfly.protocol.client;

/** The numbered checks of receiving that can fail visibly: docs/protocol.md, "Receiving". Names and order are the specification's. */
public enum Check {
    R1("malformed"),
    R2("foreign-network"),
    R3("unknown-device"),
    R4("wrong-signing-key"),
    R5("wrong-path"),
    R6("bad-signature"),
    R7("downgraded"),
    R8("conflicting-duplicate"),
    R9("expired"),
    R10("key-unavailable"),
    R11("wrap-unopenable"),
    R12("wrong-commitment"),
    R13("payload-unopenable"),
    R14("counter-reused"),
    R15("implausible-time"),
    R16("wrong-context"),
    R17("unknown-content");

    private final String code;

    Check(String code) {
        this.code = code;
    }

    /** The stable code people's messages are found by. */
    public String code() {
        return code;
    }
}
