package org.mayfly.launcher.postgres;

import org.mayfly.launcher.data.PrivateFiles;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The files that rule the embedded PostgreSQL, written anew at every start so that no hand edit weakens them: durable
 * commits, loopback only, no socket file, passwords by SCRAM, and no statement, name or address in its log.
 */
final class PostgresConfiguration {
    private static final String SERVER = """
            # Written by Mayfly at every start; changes here are lost.
            listen_addresses = '127.0.0.1'
            port = %d
            unix_socket_directories = ''
            max_connections = 100
            password_encryption = 'scram-sha-256'
            authentication_timeout = '10s'

            # A receipt means that the message is on disk.
            fsync = on
            synchronous_commit = on
            full_page_writes = on

            shared_buffers = '128MB'
            max_wal_size = '1GB'
            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'

            # No content, name or address in the log.
            log_destination = 'stderr'
            logging_collector = off
            log_line_prefix = '%%m [%%p] '
            log_connections = ''
            log_disconnections = off
            log_hostname = off
            log_statement = 'none'
            log_min_duration_statement = -1
            log_min_error_statement = panic
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            log_error_verbosity = terse
            log_checkpoints = off
            """;

    private static final String CONNECTIONS = """
            # Written by Mayfly at every start; changes here are lost. A password, always.
            host    all             all             127.0.0.1/32            scram-sha-256
            """;

    private PostgresConfiguration() {}

    static void write(Path cluster, int port) throws IOException {
        PrivateFiles.write(cluster.resolve("postgresql.conf"), SERVER.formatted(port));
        PrivateFiles.write(cluster.resolve("pg_hba.conf"), CONNECTIONS);
        PrivateFiles.write(
                cluster.resolve("postgresql.auto.conf"), "# Mayfly keeps its settings in postgresql.conf.\n");
    }
}
