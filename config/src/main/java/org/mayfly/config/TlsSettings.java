package org.mayfly.config;

import java.nio.file.Path;

/** Where the server's certificate comes from. */
public sealed interface TlsSettings {
    /** From the authority that Mayfly makes for this installation at its first start. */
    record LocalAuthority() implements TlsSettings {}

    /** From the organisation: PEM files of the chain, the server's certificate first, and of its key. */
    record Own(Path certificate, Path key) implements TlsSettings {}
}
