package org.mayfly.system.story;

import org.mayfly.protocol.value.Bytes;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The public one-time keys of a device at the server, in the hands of a hostile operator. The connection stays the
 * caller's.
 */
record KeyPool(Connection database, UUID device) {

    /** Throws all away but some of each type, and keeps a copy of those that stay. */
    void drainTo(int left) throws SQLException {
        execute("""
                DELETE FROM prekey WHERE device_id = '%1$s' AND id NOT IN (
                    SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY type) AS place FROM prekey
                        WHERE device_id = '%1$s') AS numbered WHERE place <= %2$d)""".formatted(device, left));
        execute("CREATE TEMP TABLE IF NOT EXISTS kept_prekey AS SELECT * FROM prekey WHERE false");
        execute("INSERT INTO kept_prekey SELECT * FROM prekey WHERE device_id = '%s'".formatted(device));
    }

    /** The next who asks for a key of type P-521 gets this one, as if nobody had ever got it. */
    void offerAgain(Bytes key) throws SQLException {
        execute("DELETE FROM prekey WHERE type = 1 AND device_id = '%s'".formatted(device));
        var chosen = "device_id = '%s' AND %%s = encode('\\x%s', 'hex')::uuid".formatted(device, key.toHex());
        execute("DELETE FROM prekey_claim WHERE " + chosen.formatted("prekey_id"));
        execute("INSERT INTO prekey SELECT * FROM kept_prekey WHERE " + chosen.formatted("id"));
    }

    private void execute(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
