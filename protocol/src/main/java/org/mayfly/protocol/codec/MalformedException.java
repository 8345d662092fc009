package org.mayfly.protocol.codec;

/** Bytes that are not what the protocol allows in their place. The message names the rule, never the data. */
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedException(String rule) {
        super(rule);
    }
}
