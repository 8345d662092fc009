package org.mayfly.launcher.postgres;

import org.mayfly.config.DatabaseSettings;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where the schema lies and with which passwords its two roles come in.
 *
 * @param url without a password
 */
public record Database(String url, String ownerPassword, String appPassword) {
    public Connection asOwner() throws SQLException {
        return connect(url, DatabaseSettings.OWNER, ownerPassword);
    }

    static Connection connect(String url, String role, String password) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source.getConnection(role, password);
    }

    @Override
    public String toString() {
        return "Database[passwords hidden]";
    }
}
