package org.mayfly.system.secrecy;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.MerklePath;
import org.mayfly.system.Installation;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Records every envelope that enters a mailbox, by a trigger in the database, as a hostile operator could. */
public final class Tap implements AutoCloseable {

    private static final int SIBLING = 64;

    private final Connection database;

    private Tap(Connection database) {
        this.database = database;
    }

    public static Tap on(Installation installation) throws IOException, SQLException {
        var tap = new Tap(installation.database());
        tap.remove();
        tap.execute(
                "CREATE TABLE tapped (number bigserial, device uuid, header bytea, ciphertext bytea, signature bytea,"
                        + " leaf_count integer, wrap bytea, leaf_index integer, siblings bytea)");
        tap.execute("""
                CREATE FUNCTION tap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
                BEGIN
                    INSERT INTO tapped (device, header, ciphertext, signature, leaf_count, wrap, leaf_index, siblings)
                    SELECT NEW.device_id, p.header, p.ciphertext, p.signature, NEW.leaf_count, NEW.wrap, NEW.leaf_index,
                        NEW.siblings FROM payload p WHERE p.expiry_day = NEW.expiry_day
                        AND p.sender_device = NEW.sender_device AND p.message_id = NEW.message_id;
                    RETURN NULL;
                END $$""");
        tap.execute("CREATE CONSTRAINT TRIGGER tap AFTER INSERT ON mailbox_entry DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION tap()");
        return tap;
    }

    /** To the devices of one network, in the order in which they came. */
    public List<RecordedEnvelope> recorded(String network) throws SQLException {
        try (var statement = database.prepareStatement("""
                SELECT t.* FROM tapped t JOIN device d ON d.id = t.device JOIN app_user u ON u.id = d.user_id
                JOIN network n ON n.id = u.network_id WHERE n.name = ? ORDER BY t.number""")) {
            statement.setString(1, network);
            try (var rows = statement.executeQuery()) {
                var recorded = new ArrayList<RecordedEnvelope>();
                while (rows.next()) {
                    var path = MerklePath.newBuilder()
                            .setIndex(rows.getInt("leaf_index"))
                            .setLeafCount(rows.getInt("leaf_count"));
                    var siblings = rows.getBytes("siblings");
                    for (int at = 0; at < siblings.length; at += SIBLING) {
                        path.addSiblings(ByteString.copyFrom(siblings, at, SIBLING));
                    }
                    var deliver = Deliver.newBuilder()
                            .setDelivery(1)
                            .setHeader(ByteString.copyFrom(rows.getBytes("header")))
                            .setCiphertext(ByteString.copyFrom(rows.getBytes("ciphertext")))
                            .setSignature(ByteString.copyFrom(rows.getBytes("signature")))
                            .setWrap(ByteString.copyFrom(rows.getBytes("wrap")))
                            .setPath(path);
                    recorded.add(new RecordedEnvelope(rows.getObject("device", UUID.class), deliver.build()));
                }
                return recorded;
            }
        }
    }

    /** Public keys of a device and its user, as hexadecimal: user, identity key, signing key. */
    List<String> keysOf(UUID device) throws SQLException {
        try (var statement = database.prepareStatement("""
                SELECT replace(u.id::text, '-', ''), encode(u.identity_key, 'hex'), encode(d.signing_key, 'hex')
                FROM device d JOIN app_user u ON u.id = d.user_id WHERE d.id = ?""")) {
            statement.setObject(1, device);
            try (var row = statement.executeQuery()) {
                row.next();
                return List.of(row.getString(1), row.getString(2), row.getString(3));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        remove();
        database.close();
    }

    /** Also what a run that was killed left behind. */
    private void remove() throws SQLException {
        execute("DROP TRIGGER IF EXISTS tap ON mailbox_entry");
        execute("DROP FUNCTION IF EXISTS tap()");
        execute("DROP TABLE IF EXISTS tapped");
    }

    private void execute(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
