package org.mayfly.system.integrity;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.MerklePath;
import org.mayfly.system.Installation;
import org.mayfly.system.people.Person;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** What waits for a device, read from the tables as a hostile operator would. */
public final class Mailbox {

    private static final int SIBLING = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Mailbox() {}

    /** In the order of the mailbox, as the server would deliver it. */
    public static List<Deliver> read(Connection database, DeviceId device) throws SQLException {
        try (var statement = database.prepareStatement("""
                SELECT p.header, p.ciphertext, p.signature, e.leaf_count, e.wrap, e.leaf_index, e.siblings
                FROM mailbox_entry e JOIN payload p USING (expiry_day, sender_device, message_id)
                WHERE e.device_id = ? ORDER BY e.sequence""")) {
            statement.setObject(1, UUID.fromString(device.toString()));
            try (var rows = statement.executeQuery()) {
                var waiting = new ArrayList<Deliver>();
                while (rows.next()) {
                    waiting.add(Deliver.newBuilder()
                            .setDelivery(waiting.size() + 1L)
                            .setHeader(ByteString.copyFrom(rows.getBytes("header")))
                            .setCiphertext(ByteString.copyFrom(rows.getBytes("ciphertext")))
                            .setSignature(ByteString.copyFrom(rows.getBytes("signature")))
                            .setWrap(ByteString.copyFrom(rows.getBytes("wrap")))
                            .setPath(path(
                                    rows.getInt("leaf_index"), rows.getInt("leaf_count"), rows.getBytes("siblings")))
                            .build());
                }
                return waiting;
            }
        }
    }

    /** The same, of a person's device. */
    public static List<Deliver> of(Person person) throws Exception {
        try (var database = Installation.running().database()) {
            return read(database, Recipient.device(person));
        }
    }

    /**
     * The person comes and takes all that waits, until nothing waits any more: a client that goes at once may go before
     * its acknowledgement was heard, and then the server delivers once more. Returns the texts that were shown.
     */
    public static List<String> take(Person person) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        var texts = new ArrayList<String>();
        do {
            texts.addAll(person.receive());
            assertThat(System.nanoTime()).as("acknowledged in time").isLessThan(end);
        } while (!of(person).isEmpty());
        return texts;
    }

    /** The device of a person's Java client. */
    public static DeviceId device(Person person) {
        return Recipient.device(person);
    }

    private static MerklePath path(int index, int count, byte[] siblings) {
        var path = MerklePath.newBuilder().setIndex(index).setLeafCount(count);
        for (int at = 0; at < siblings.length; at += SIBLING) {
            path.addSiblings(ByteString.copyFrom(siblings, at, SIBLING));
        }
        return path.build();
    }
}
