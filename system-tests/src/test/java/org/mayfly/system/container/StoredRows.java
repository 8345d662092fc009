package org.mayfly.system.container;

import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;

/** Where an id stands in the database, whatever the table: past the beans. */
@Dependent
public class StoredRows {
    private static final String COLUMNS = """
            SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped AND has_table_privilege(c.oid, 'SELECT')
            """;

    /** Set by the container. */
    @Resource(lookup = "jdbc/mayfly")
    @SuppressWarnings("NullAway.Init")
    private DataSource database;

    /** The columns, as {@code table.column}, that hold one of these ids. */
    List<String> holding(UUID... ids) throws SQLException {
        var found = new TreeSet<String>();
        try (var connection = database.getConnection();
                var columns = connection.createStatement();
                var row = columns.executeQuery(COLUMNS)) {
            while (row.next()) {
                var table = row.getString(1);
                var column = row.getString(2);
                var sql = "SELECT 1 FROM \"" + table + "\" WHERE \"" + column + "\" = ANY (?) LIMIT 1";
                try (var search = connection.prepareStatement(sql)) {
                    search.setArray(1, connection.createArrayOf("uuid", ids));
                    try (var hit = search.executeQuery()) {
                        if (hit.next()) {
                            found.add(table + "." + column);
                        }
                    }
                }
            }
        }
        return List.copyOf(found);
    }
}
