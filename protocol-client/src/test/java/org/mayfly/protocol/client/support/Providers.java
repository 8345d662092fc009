package org.mayfly.protocol.client.support;

import org.mayfly.protocol.crypto.CryptoProvider;

import java.util.List;

/** The cryptography that a test runs on: each that works here, or the fastest alone with {@code -Dmayfly.providers=preferred}. */
public final class Providers {

    /** What a test names as its source. */
    public static final String EVERY = "org.mayfly.protocol.client.support.Providers#every";

    private Providers() {}

    public static List<CryptoProvider> every() {
        return "preferred".equals(System.getProperty("mayfly.providers"))
                ? List.of(CryptoProvider.preferred())
                : CryptoProvider.available();
    }
}
