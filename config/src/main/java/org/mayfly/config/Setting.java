package org.mayfly.config;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every setting of an installation: an environment variable, read once when the launcher starts. docs/configuration.md
 * and config/mayfly.env are tested against this list.
 */
public enum Setting {
    DATA(
            "~/.mayfly",
            "folder",
            "Holds everything of the installation: database, secrets, certificates, logs. Also --data."),
    LISTEN("127.0.0.1", "address", "The address both listeners bind to. 0.0.0.0 opens them to the network."),
    HTTPS_PORT("8443", "port", "The messenger, the REST interface and the socket."),
    ADMIN_PORT("8444", "port", "The administrators' portal: an origin of its own."),
    PUBLIC_URL("https://localhost:HTTPS_PORT", "https address", "What users type: links, Origin check, certificate."),
    ADMIN_URL("https://localhost:ADMIN_PORT", "https address", "What administrators type: links, certificate."),
    DATABASE_URL("(embedded)", "jdbc:postgresql address", "A PostgreSQL 15 or newer instead of the embedded one."),
    DATABASE_OWNER_PASSWORD_FILE(
            "(generated)", "file", "Holds the password of role mayfly_owner; needed with DATABASE_URL.", true),
    DATABASE_APP_PASSWORD_FILE(
            "(generated)", "file", "Holds the password of role mayfly_app; needed with DATABASE_URL.", true),
    TLS_CERTIFICATE("(local authority)", "PEM file", "Your own certificate chain, the server's first."),
    TLS_KEY("(local authority)", "PEM file", "The private key of TLS_CERTIFICATE.", true),
    MEMORY("1024", "MiB", "Heap of the server.");

    private static final String PREFIX = "MAYFLY_";

    private final String standard;
    private final String unit;
    private final String meaning;
    private final boolean secret;

    Setting(String standard, String unit, String meaning) {
        this(standard, unit, meaning, false);
    }

    Setting(String standard, String unit, String meaning, boolean secret) {
        this.standard = standard;
        this.unit = unit;
        this.meaning = meaning;
        this.secret = secret;
    }

    /** The environment variable, such as {@code MAYFLY_HTTPS_PORT}. */
    public String variable() {
        return PREFIX + name();
    }

    /** What holds when the variable is absent; in brackets when it is made rather than given. */
    public String standard() {
        return standard;
    }

    public String unit() {
        return unit;
    }

    public String meaning() {
        return meaning;
    }

    /** Whether what the setting leads to must never be shown. */
    public boolean secret() {
        return secret;
    }

    static boolean claims(String variable) {
        return variable.startsWith(PREFIX);
    }

    static Optional<Setting> named(String variable) {
        return Arrays.stream(values())
                .filter(setting -> setting.variable().equals(variable))
                .findFirst();
    }
}
