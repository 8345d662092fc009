CREATE TABLE device (
    id               uuid     PRIMARY KEY,
    user_id          uuid     NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    signing_key      bytea    NOT NULL CHECK (octet_length(signing_key) = 133),
    store_generation bigint   NOT NULL DEFAULT 0 CHECK (store_generation >= 0),
    created_at       bigint   NOT NULL
);
CREATE INDEX device_of_user ON device (user_id);
COMMENT ON TABLE device IS 'A device of a user, as the user''s identity key lists it.';
COMMENT ON COLUMN device.id IS 'Random id, chosen by the device. Personal: yes. Life: that of the device.';
COMMENT ON COLUMN device.user_id IS 'Whose device it is. Personal: yes. Life: that of the device.';
COMMENT ON COLUMN device.signing_key IS 'Public key its log-ins and batches are verified with. Personal: yes. Life: that of the device.';
COMMENT ON COLUMN device.store_generation IS 'Highest store generation of a log-in, so that a restored copy is noticed. Personal: yes. Life: that of the device.';
COMMENT ON COLUMN device.created_at IS 'When it enrolled. Personal: yes. Life: that of the device.';

CREATE TABLE device_list (
    user_id    uuid   NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    version    bigint NOT NULL CHECK (version >= 1),
    list       bytea  NOT NULL,
    signature  bytea  NOT NULL CHECK (octet_length(signature) = 132),
    created_at bigint NOT NULL,
    PRIMARY KEY (user_id, version)
);
COMMENT ON TABLE device_list IS 'Each version of a user''s device list, as signed; the server can''t make one.';
COMMENT ON COLUMN device_list.user_id IS 'Whose devices. Personal: yes. Life: that of the user.';
COMMENT ON COLUMN device_list.version IS 'From 1, without gaps. Personal: yes. Life: that of the user.';
COMMENT ON COLUMN device_list.list IS 'Encoded DeviceList: public keys only. Personal: yes. Life: that of the user.';
COMMENT ON COLUMN device_list.signature IS 'By the identity key. Personal: yes. Life: that of the user.';
COMMENT ON COLUMN device_list.created_at IS 'When the server got it. Personal: yes. Life: that of the user.';

CREATE TABLE device_session (
    token_hash bytea  PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    device_id  uuid   NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    expires_at bigint NOT NULL
);
CREATE INDEX device_session_of_device ON device_session (device_id);
CREATE INDEX device_session_by_expiry ON device_session (expires_at);
COMMENT ON TABLE device_session IS 'REST tokens that devices got at log-in.';
COMMENT ON COLUMN device_session.token_hash IS 'SHA-256 of the token; the token itself is not stored. Personal: no. Life: 1 hour.';
COMMENT ON COLUMN device_session.device_id IS 'The device it speaks for. Personal: yes. Life: 1 hour.';
COMMENT ON COLUMN device_session.expires_at IS 'When it stops working; purged within a minute after. Personal: yes. Life: 1 hour.';

CREATE TABLE prekey_batch (
    device_id   uuid     NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    id          uuid     NOT NULL,
    type        smallint NOT NULL CHECK (type IN (1, 2)),
    batch       bytea    NOT NULL,
    signature   bytea    NOT NULL CHECK (octet_length(signature) = 132),
    leaf_count  integer  NOT NULL CHECK (leaf_count >= 1),
    created_at  bigint   NOT NULL,
    expires_at  bigint   NOT NULL,
    PRIMARY KEY (device_id, id)
);
CREATE INDEX prekey_batch_by_expiry ON prekey_batch (expires_at);
COMMENT ON TABLE prekey_batch IS 'A batch of one-time keys under one signature of its device.';
COMMENT ON COLUMN prekey_batch.device_id IS 'The device whose keys they are. Personal: yes. Life: until the batch expires, 30 days at most.';
COMMENT ON COLUMN prekey_batch.id IS 'Random id, chosen by the device. Personal: no. Life: until the batch expires.';
COMMENT ON COLUMN prekey_batch.type IS 'PrekeyType: 1 P-521, 2 ML-KEM-1024. Personal: no. Life: until the batch expires.';
COMMENT ON COLUMN prekey_batch.batch IS 'Encoded PrekeyBatch. Personal: yes. Life: until the batch expires.';
COMMENT ON COLUMN prekey_batch.signature IS 'By the device''s signing key. Personal: no. Life: until the batch expires.';
COMMENT ON COLUMN prekey_batch.leaf_count IS 'Number of keys under the signature. Personal: no. Life: until the batch expires.';
COMMENT ON COLUMN prekey_batch.created_at IS 'As the batch states it. Personal: yes. Life: until the batch expires.';
COMMENT ON COLUMN prekey_batch.expires_at IS 'As the batch states it; not handed out afterwards. Personal: no. Life: until the batch expires.';

CREATE TABLE prekey (
    device_id  uuid     NOT NULL,
    id         uuid     NOT NULL,
    batch_id   uuid     NOT NULL,
    type       smallint NOT NULL,
    leaf_index integer  NOT NULL CHECK (leaf_index >= 0),
    siblings   bytea    NOT NULL CHECK (octet_length(siblings) % 64 = 0),
    public_key bytea    NOT NULL,
    expires_at bigint   NOT NULL,
    PRIMARY KEY (device_id, id),
    FOREIGN KEY (device_id, batch_id) REFERENCES prekey_batch (device_id, id) ON DELETE CASCADE,
    CHECK (octet_length(public_key) = CASE type WHEN 1 THEN 133 ELSE 1568 END)
);
CREATE INDEX prekey_to_claim ON prekey (device_id, type, expires_at);
CREATE INDEX prekey_of_batch ON prekey (device_id, batch_id);
COMMENT ON TABLE prekey IS 'One-time public keys not yet handed out.';
COMMENT ON COLUMN prekey.device_id IS 'The device whose key it is. Personal: yes. Life: until handed out or expired.';
COMMENT ON COLUMN prekey.id IS 'Random id, chosen by the device. Personal: no. Life: until handed out or expired.';
COMMENT ON COLUMN prekey.batch_id IS 'The batch that vouches for it. Personal: no. Life: until handed out or expired.';
COMMENT ON COLUMN prekey.type IS 'PrekeyType, as the batch. Personal: no. Life: until handed out or expired.';
COMMENT ON COLUMN prekey.leaf_index IS 'Place in the batch, for its path. Personal: no. Life: until handed out or expired.';
COMMENT ON COLUMN prekey.siblings IS 'Its path under the signature, 64 bytes each. Personal: no. Life: until handed out or expired.';
COMMENT ON COLUMN prekey.public_key IS 'The key. Personal: no. Life: until handed out or expired.';
COMMENT ON COLUMN prekey.expires_at IS 'As the batch. Personal: no. Life: until handed out or expired.';

CREATE TABLE prekey_claim (
    device_id uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    prekey_id uuid NOT NULL,
    PRIMARY KEY (device_id, prekey_id)
);
COMMENT ON TABLE prekey_claim IS 'Ids of the keys that were handed out: its key makes handing one out twice impossible. Says neither to whom nor when.';
COMMENT ON COLUMN prekey_claim.device_id IS 'The device whose key it was. Personal: yes. Life: that of the device.';
COMMENT ON COLUMN prekey_claim.prekey_id IS 'Id of the key. Personal: no. Life: that of the device.';

GRANT SELECT, INSERT, UPDATE, DELETE ON device TO mayfly_app;
GRANT SELECT, INSERT ON device_list, prekey_claim TO mayfly_app;
GRANT SELECT, INSERT, DELETE ON device_session, prekey_batch TO mayfly_app;
-- UPDATE on prekey is for FOR UPDATE SKIP LOCKED, by which racing claimers pass each other.
GRANT SELECT, INSERT, UPDATE, DELETE ON prekey TO mayfly_app;
