package org.mayfly.config;

import java.nio.file.Path;

/**
 * Which PostgreSQL an installation uses. Its roles always have the same names: the migrations grant to them.
 */
public sealed interface DatabaseSettings {
    /** The role that owns the schema; only the launcher connects as it. */
    String OWNER = "mayfly_owner";

    /** The role the server connects as; it owns nothing. */
    String APP = "mayfly_app";

    /** The PostgreSQL that comes with Mayfly, started and kept by the launcher. */
    record Embedded() implements DatabaseSettings {}

    /**
     * A PostgreSQL the organisation runs.
     *
     * @param url begins with {@code jdbc:postgresql:} and holds no password
     */
    record External(String url, Path ownerPassword, Path appPassword) implements DatabaseSettings {}
}
