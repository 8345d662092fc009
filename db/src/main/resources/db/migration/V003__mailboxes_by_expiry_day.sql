-- The counters of a mailbox. Whoever adds to a mailbox or takes from it locks its row first, in ascending order of
-- device: that gives the order of the mailbox across servers, and the quota without counting rows.
CREATE TABLE mailbox (
    device_id     uuid    PRIMARY KEY REFERENCES device (id) ON DELETE CASCADE,
    last_sequence bigint  NOT NULL DEFAULT 0 CHECK (last_sequence >= 0),
    entries       integer NOT NULL DEFAULT 0 CHECK (entries >= 0),
    bytes         bigint  NOT NULL DEFAULT 0 CHECK (bytes >= 0)
) WITH (fillfactor = 50);
COMMENT ON TABLE mailbox IS 'Counters of the queue of a device.';
COMMENT ON COLUMN mailbox.device_id IS 'Whose mailbox. Personal: yes. Life: that of the device.';
COMMENT ON COLUMN mailbox.last_sequence IS 'Number of the newest entry ever. Personal: yes. Life: that of the device.';
COMMENT ON COLUMN mailbox.entries IS 'Envelopes that wait. Personal: yes. Life: that of the device.';
COMMENT ON COLUMN mailbox.bytes IS 'Size of what waits. Personal: yes. Life: that of the device.';

CREATE SEQUENCE payload_id AS bigint CACHE 1;

CREATE TABLE payload (
    expiry_day    integer NOT NULL,
    id            bigint  NOT NULL,
    sender_device uuid    NOT NULL,
    message_id    uuid    NOT NULL,
    digest        bytea   NOT NULL CHECK (octet_length(digest) = 64),
    header        bytea   NOT NULL,
    ciphertext    bytea   NOT NULL,
    signature     bytea   NOT NULL CHECK (octet_length(signature) = 132),
    leaf_count    integer NOT NULL CHECK (leaf_count >= 1),
    remaining     integer NOT NULL CHECK (remaining >= 1),
    discard_at    bigint  NOT NULL,
    accepted_at   bigint  NOT NULL,
    PRIMARY KEY (expiry_day, id),
    UNIQUE (expiry_day, sender_device, message_id),
    CHECK (discard_at / 86400000 = expiry_day)
) PARTITION BY RANGE (expiry_day);
ALTER TABLE payload ALTER COLUMN ciphertext SET STORAGE EXTERNAL;
COMMENT ON TABLE payload IS 'What the recipients of an envelope share, stored once.';
COMMENT ON COLUMN payload.expiry_day IS 'discard_at in days since 1970: names the partition. Personal: no. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.id IS 'Number. Personal: no. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.sender_device IS 'The device that submitted it, to know a repeated submission. Personal: yes. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.message_id IS 'Random id, to know a repeated submission. Personal: no. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.digest IS 'SHA-512 of the whole submission, to tell a repetition from a conflict. Personal: no. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.header IS 'Encoded OuterHeader: network, message, sender, key fingerprint and commitment, discard_at. Personal: yes. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.ciphertext IS 'Sealed for the recipients; nobody else can open it. Personal: yes. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.signature IS 'By the sending device. Personal: yes. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.leaf_count IS 'Number of wraps under the signature. Personal: no. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.remaining IS 'Recipient devices that have not acknowledged. Personal: no. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.discard_at IS 'When it is purged unread. Personal: no. Life: until all recipients acknowledged, or discard_at.';
COMMENT ON COLUMN payload.accepted_at IS 'When it was accepted: the receipt says so. Personal: yes. Life: until all recipients acknowledged, or discard_at.';

CREATE TABLE mailbox_entry (
    expiry_day integer NOT NULL,
    device_id  uuid    NOT NULL,
    sequence   bigint  NOT NULL,
    payload_id bigint  NOT NULL,
    wrap       bytea   NOT NULL,
    leaf_index integer NOT NULL,
    siblings   bytea   NOT NULL CHECK (octet_length(siblings) % 64 = 0),
    size       integer NOT NULL CHECK (size > 0),
    discard_at bigint  NOT NULL,
    PRIMARY KEY (expiry_day, device_id, sequence),
    CHECK (discard_at / 86400000 = expiry_day)
) PARTITION BY RANGE (expiry_day);
COMMENT ON TABLE mailbox_entry IS 'One envelope waiting for one device.';
COMMENT ON COLUMN mailbox_entry.expiry_day IS 'discard_at in days since 1970: names the partition. Personal: no. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.device_id IS 'The recipient device. Personal: yes. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.sequence IS 'Place in the order of this mailbox. Personal: yes. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.payload_id IS 'The payload, in the partition of the same day. Personal: no. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.wrap IS 'The message key, sealed for this device alone. Personal: yes. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.leaf_index IS 'Place of the wrap under the signature. Personal: no. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.siblings IS 'Path of the wrap under the signature, 64 bytes each. Personal: no. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.size IS 'Bytes it counts in the mailbox. Personal: no. Life: until acknowledged, or discard_at.';
COMMENT ON COLUMN mailbox_entry.discard_at IS 'When it is purged unread; never delivered afterwards. Personal: no. Life: until acknowledged, or discard_at.';

-- The application does not own the tables, so it can't alter them; these two functions are all it may do to their shape.
CREATE FUNCTION mailbox_prepare_days(first_day integer, last_day integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    parent text;
    child  text;
    made   integer := 0;
BEGIN
    IF last_day - first_day NOT BETWEEN 0 AND 40 THEN
        RAISE EXCEPTION 'between 1 and 41 days at a time';
    END IF;
    -- One server at a time; the others find the partitions made.
    PERFORM pg_advisory_xact_lock(hashtext('mailbox_prepare_days'));
    FOR day IN first_day..last_day LOOP
        FOREACH parent IN ARRAY ARRAY['payload', 'mailbox_entry'] LOOP
            child := parent || '_' || day;
            IF to_regclass('public.' || quote_ident(child)) IS NULL THEN
                EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL)', child, parent);
                -- ATTACH, unlike CREATE … PARTITION OF, lets readers and writers of the other days go on.
                EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%s) TO (%s)',
                    parent, child, day, day + 1);
                made := made + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;
COMMENT ON FUNCTION mailbox_prepare_days IS 'Makes the partitions of these expiry days where they are missing; returns how many tables it made.';

CREATE FUNCTION mailbox_drop_days_before(first_kept_day integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    child   text;
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('mailbox_prepare_days'));
    FOR child IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent IN ('public.payload'::regclass, 'public.mailbox_entry'::regclass)
          AND substring(c.relname FROM '[0-9]+$')::integer < first_kept_day
        ORDER BY c.relname
    LOOP
        EXECUTE format('DROP TABLE public.%I', child);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;
COMMENT ON FUNCTION mailbox_drop_days_before IS 'Drops the partitions of earlier expiry days; returns how many tables it dropped. The counters of the mailboxes are corrected before by deleting what has expired.';

REVOKE ALL ON FUNCTION mailbox_prepare_days, mailbox_drop_days_before FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mailbox_prepare_days, mailbox_drop_days_before TO mayfly_app;
GRANT USAGE ON SEQUENCE payload_id TO mayfly_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON mailbox, payload TO mayfly_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON mailbox_entry TO mayfly_app;
