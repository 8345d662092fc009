ALTER TABLE device
    ADD COLUMN name_sealed bytea CHECK (octet_length(name_sealed) BETWEEN 1 AND 192),
    ADD COLUMN last_seen_day integer CHECK (last_seen_day >= 0);
COMMENT ON COLUMN device.name_sealed IS 'What its user calls it, sealed for the user''s own devices. Personal: yes. Life: that of the device.';
COMMENT ON COLUMN device.last_seen_day IS 'Day of the last log-in, UTC, since 1970; only while the policy allows it. Personal: yes. Life: until the next log-in, or until the policy stops it.';

-- A user who deleted the account keeps the name, so that nobody else can take it, and nothing else.
ALTER TABLE app_user ADD COLUMN deleted_at bigint;
COMMENT ON COLUMN app_user.deleted_at IS 'When the user deleted the account. Personal: yes. Life: that of the network.';

CREATE TABLE waiting_device (
    user_id     uuid   PRIMARY KEY REFERENCES app_user (id) ON DELETE CASCADE,
    device_id   uuid   NOT NULL,
    list        bytea  NOT NULL,
    signature   bytea  NOT NULL CHECK (octet_length(signature) = 132),
    prekeys     bytea  NOT NULL,
    kem_prekeys bytea,
    name_sealed bytea  CHECK (octet_length(name_sealed) BETWEEN 1 AND 192),
    expires_at  bigint NOT NULL
);
CREATE INDEX waiting_device_by_expiry ON waiting_device (expires_at);
COMMENT ON TABLE waiting_device IS 'A further device of a user that waits until one that is listed approves it. One at a time.';
COMMENT ON COLUMN waiting_device.user_id IS 'Whose device it would be. Personal: yes. Life: until decided, replaced or a day old.';
COMMENT ON COLUMN waiting_device.device_id IS 'Random id, chosen by the device. Personal: yes. Life: until decided, replaced or a day old.';
COMMENT ON COLUMN waiting_device.list IS 'The encoded DeviceList that has it, not published yet. Personal: yes. Life: until decided, replaced or a day old.';
COMMENT ON COLUMN waiting_device.signature IS 'By the identity key. Personal: yes. Life: until decided, replaced or a day old.';
COMMENT ON COLUMN waiting_device.prekeys IS 'Its first one-time keys of type P-521, an encoded UploadPrekeys: public keys only. Personal: yes. Life: until decided, replaced or a day old.';
COMMENT ON COLUMN waiting_device.kem_prekeys IS 'Its first one-time keys of type ML-KEM-1024, likewise. Personal: yes. Life: until decided, replaced or a day old.';
COMMENT ON COLUMN waiting_device.name_sealed IS 'What its user calls it, sealed for the user''s own devices. Personal: yes. Life: until decided, replaced or a day old.';
COMMENT ON COLUMN waiting_device.expires_at IS 'When it stops waiting; purged within a minute after. Personal: no. Life: until decided, replaced or a day old.';

GRANT SELECT, INSERT, UPDATE, DELETE ON waiting_device TO mayfly_app;
-- For a deleted account; nothing else takes a version away.
GRANT DELETE ON device_list TO mayfly_app;
