package org.mayfly.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.StringJoiner;

/**
 * The schema as text, read from pg_catalog: tables, columns, constraints, indexes, sequences, functions, rights and
 * comments, each in a stable order. Leaves out what depends on the day (partitions) and Flyway's own table.
 */
final class SchemaDump {

    private static final String[] SECTIONS = {"""
        SELECT 'TABLE ' || c.relname || coalesce(' PARTITION BY ' || pg_get_partkeydef(c.oid), '') || E'\n  -- '
            || coalesce(obj_description(c.oid), '(not described)') || E'\n'
            || (SELECT string_agg('  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                    || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                    || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
                    || E'\n    -- ' || coalesce(col_description(c.oid, a.attnum), '(not described)'), E'\n' ORDER BY a.attnum)
                FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND NOT c.relispartition AND c.relname <> 'flyway_schema_history' ORDER BY c.relname
        """, """
        SELECT 'CONSTRAINT ' || c.relname || '.' || k.conname || ': ' || pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition AND k.contype <> 'n'
            AND c.relname <> 'flyway_schema_history' ORDER BY c.relname, k.conname
        """, """
        SELECT indexdef FROM pg_indexes i JOIN pg_class c ON c.relname = i.tablename AND c.relnamespace = 'public'::regnamespace
        WHERE schemaname = 'public' AND NOT c.relispartition AND tablename <> 'flyway_schema_history' ORDER BY indexname
        """, """
        SELECT 'SEQUENCE ' || c.relname FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S' ORDER BY c.relname
        """, """
        SELECT pg_get_functiondef(p.oid) || '-- ' || coalesce(obj_description(p.oid), '(not described)')
        FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace ORDER BY p.proname
        """, """
        SELECT 'GRANT ' || string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) || ' ON ' || o.name
            || ' TO ' || coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC')
        FROM (SELECT relname AS name, relacl AS acl, relowner AS owner FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND NOT relispartition
              UNION ALL SELECT proname || '()', coalesce(proacl, acldefault('f', proowner)), proowner FROM pg_proc
                WHERE pronamespace = 'public'::regnamespace) o,
            aclexplode(o.acl) a
        WHERE a.grantee <> o.owner GROUP BY o.name, a.grantee ORDER BY o.name, 1
        """};

    private SchemaDump() {}

    static String of(Connection connection) throws SQLException {
        var dump = new StringJoiner("\n\n", "", "\n");
        for (var section : SECTIONS) {
            var lines = new StringJoiner("\n");
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(section)) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            dump.add(lines.toString());
        }
        return dump.toString();
    }
}
