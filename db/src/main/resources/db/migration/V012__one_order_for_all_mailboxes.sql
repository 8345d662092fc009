-- One order for all mailboxes: whoever changes any mailbox updates this row first, and holds it until its commit. So
-- commits take turns, across servers too, and an envelope with a higher number was committed later.
CREATE TABLE mailbox_order (
    only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    last_sequence bigint  NOT NULL CHECK (last_sequence >= 0)
) WITH (fillfactor = 10);
INSERT INTO mailbox_order (last_sequence) SELECT coalesce(max(last_sequence), 0) FROM mailbox;
COMMENT ON TABLE mailbox_order IS 'The turn of whoever changes mailboxes, and the number of the newest entry of any.';
COMMENT ON COLUMN mailbox_order.only_row IS 'Makes a second row impossible. Personal: no. Life: that of the installation.';
COMMENT ON COLUMN mailbox_order.last_sequence IS 'Number of the newest entry ever. Personal: no. Life: that of the installation.';
GRANT SELECT, UPDATE ON mailbox_order TO mayfly_app;

ALTER TABLE mailbox DROP COLUMN last_sequence;

-- A payload is known by who submitted it under which id: that key alone finds it from an entry, and a repetition. Keys
-- begin with what is asked for, so that a day with a million entries answers as fast as an empty one.
CREATE TABLE kept_payload AS SELECT * FROM payload;
CREATE TABLE kept_entry AS SELECT * FROM mailbox_entry;
DROP TABLE mailbox_entry, payload;
DROP SEQUENCE payload_id;

CREATE TABLE payload (
    expiry_day    integer NOT NULL,
    sender_device uuid    NOT NULL,
    message_id    uuid    NOT NULL,
    digest        bytea   NOT NULL CHECK (octet_length(digest) = 64),
    header        bytea   NOT NULL,
    ciphertext    bytea   NOT NULL,
    signature     bytea   NOT NULL CHECK (octet_length(signature) = 132),
    remaining     integer NOT NULL CHECK (remaining >= 1),
    discard_at    bigint  NOT NULL,
    accepted_at   bigint  NOT NULL,
    PRIMARY KEY (sender_device, message_id, expiry_day),
    CHECK (discard_at / 86400000 <= expiry_day)
) PARTITION BY RANGE (expiry_day);
ALTER TABLE payload ALTER COLUMN ciphertext SET STORAGE EXTERNAL;
COMMENT ON TABLE payload IS 'What the recipients of an envelope share, stored once.';
COMMENT ON COLUMN payload.expiry_day IS 'The expiry that the sender set, in days since 1970: names the partition. Personal: no. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.sender_device IS 'The device that submitted it, to know a repeated submission. Personal: yes. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.message_id IS 'Random id, to know a repeated submission. Personal: no. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.digest IS 'SHA-512 of the whole submission, to tell a repetition from a conflict. Personal: no. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.header IS 'Encoded OuterHeader: network, message, sender, key fingerprint and commitment, discard_at. Personal: yes. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.ciphertext IS 'Sealed for the recipients; nobody else can open it. Personal: yes. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.signature IS 'By the sending device. Personal: yes. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.remaining IS 'Recipient devices that have not acknowledged. Personal: no. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.discard_at IS 'When it is purged unread: never after expiry_day. Personal: no. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.accepted_at IS 'When it was accepted: the receipt says so. Personal: yes. Life: until all recipients acknowledged, or discard_at.';

CREATE TABLE mailbox_entry (
    expiry_day    integer NOT NULL,
    device_id     uuid    NOT NULL,
    sequence      bigint  NOT NULL,
    sender_device uuid    NOT NULL,
    message_id    uuid    NOT NULL,
    wrap          bytea   NOT NULL,
    leaf_index    integer NOT NULL,
    leaf_count    integer NOT NULL CHECK (leaf_count >= 1),
    siblings      bytea   NOT NULL CHECK (octet_length(siblings) % 64 = 0),
    size          integer NOT NULL CHECK (size > 0),
    discard_at    bigint  NOT NULL,
    PRIMARY KEY (device_id, sequence, expiry_day),
    CHECK (discard_at / 86400000 <= expiry_day)
) PARTITION BY RANGE (expiry_day);
CREATE INDEX mailbox_entry_discard_at ON mailbox_entry (discard_at);
COMMENT ON TABLE mailbox_entry IS 'One envelope waiting for one device.';
COMMENT ON COLUMN mailbox_entry.expiry_day IS 'That of the payload: names the partition. Personal: no. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.device_id IS 'The recipient device. Personal: yes. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.sequence IS 'Place in the order of all mailboxes. Personal: yes. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.sender_device IS 'With message_id and expiry_day: the payload. Personal: yes. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.message_id IS 'With sender_device and expiry_day: the payload. Personal: no. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.wrap IS 'The message key, sealed for this device alone. Personal: yes. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.leaf_index IS 'Place of the wrap under the signature. Personal: no. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.leaf_count IS 'Number of wraps under the signature. Personal: no. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.siblings IS 'Path of the wrap under the signature, 64 bytes each. Personal: no. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.size IS 'Bytes it counts in the mailbox. Personal: no. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.discard_at IS 'When it is purged unread; never delivered afterwards. Personal: no. Life: until acknowledged, or discard_at.';
GRANT SELECT, INSERT, UPDATE, DELETE ON payload TO mayfly_app;
GRANT SELECT, INSERT, DELETE ON mailbox_entry TO mayfly_app;

DO $$
DECLARE
    day integer;
BEGIN
    FOR day IN SELECT DISTINCT expiry_day FROM kept_payload LOOP
        PERFORM mailbox_prepare_days(day, day);
    END LOOP;
END $$;
INSERT INTO payload (expiry_day, sender_device, message_id, digest, header, ciphertext, signature, remaining, discard_at,
    accepted_at)
SELECT expiry_day, sender_device, message_id, digest, header, ciphertext, signature, remaining, discard_at, accepted_at
FROM kept_payload;
INSERT INTO mailbox_entry (expiry_day, device_id, sequence, sender_device, message_id, wrap, leaf_index, leaf_count,
    siblings, size, discard_at)
SELECT e.expiry_day, e.device_id, e.sequence, p.sender_device, p.message_id, e.wrap, e.leaf_index, p.leaf_count,
    e.siblings, e.size, e.discard_at
FROM kept_entry e JOIN kept_payload p ON p.expiry_day = e.expiry_day AND p.id = e.payload_id;
DROP TABLE kept_entry, kept_payload;
