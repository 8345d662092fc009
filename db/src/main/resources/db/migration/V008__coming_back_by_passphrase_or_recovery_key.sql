CREATE TABLE recovery_bundle (
    user_id    uuid     NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    way        smallint NOT NULL CHECK (way IN (1, 2)),
    version    bigint   NOT NULL CHECK (version >= 1),
    bundle     bytea    NOT NULL CHECK (octet_length(bundle) = 94),
    log_in_key bytea    NOT NULL CHECK (octet_length(log_in_key) = 133),
    seed_id    uuid,
    PRIMARY KEY (user_id, way),
    CHECK ((seed_id IS NOT NULL) = (way = 1))
);
COMMENT ON TABLE recovery_bundle IS 'A user''s identity key, sealed under the passphrase or the recovery key. What seals it needs a seed that is not in this database.';
COMMENT ON COLUMN recovery_bundle.user_id IS 'Whose. Personal: yes. Life: until removed.';
COMMENT ON COLUMN recovery_bundle.way IS '1 passphrase, 2 recovery key. Personal: no. Life: until removed.';
COMMENT ON COLUMN recovery_bundle.version IS 'Grows by one with each change and is bound into the bundle. Personal: yes. Life: until replaced or removed.';
COMMENT ON COLUMN recovery_bundle.bundle IS 'The sealed key. Personal: yes. Life: until replaced or removed.';
COMMENT ON COLUMN recovery_bundle.log_in_key IS 'Public key by which the person proves to know what opens the bundle. Personal: yes. Life: until replaced or removed.';
COMMENT ON COLUMN recovery_bundle.seed_id IS 'Name of the seed in the secrets folder under which the passphrase was evaluated. Personal: no. Life: until replaced or removed.';

CREATE TABLE recovery_challenge (
    challenge_hash bytea  PRIMARY KEY CHECK (octet_length(challenge_hash) = 32),
    expires_at     bigint NOT NULL
);
CREATE INDEX recovery_challenge_by_expiry ON recovery_challenge (expires_at);
COMMENT ON TABLE recovery_challenge IS 'What a returning person has to sign, each good once.';
COMMENT ON COLUMN recovery_challenge.challenge_hash IS 'SHA-256 of the challenge. Personal: no. Life: 10 minutes.';
COMMENT ON COLUMN recovery_challenge.expires_at IS 'When it stops being accepted; purged within a minute after. Personal: no. Life: 10 minutes.';

CREATE TABLE recovery_session (
    token_hash bytea    PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    user_id    uuid     NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    way        smallint NOT NULL CHECK (way IN (1, 2)),
    expires_at bigint   NOT NULL
);
CREATE INDEX recovery_session_of_user ON recovery_session (user_id);
CREATE INDEX recovery_session_by_expiry ON recovery_session (expires_at);
COMMENT ON TABLE recovery_session IS 'Tokens of people who came back: they open the calls of recovery and nothing else.';
COMMENT ON COLUMN recovery_session.token_hash IS 'SHA-256 of the token; the token itself is not stored. Personal: no. Life: 15 minutes.';
COMMENT ON COLUMN recovery_session.user_id IS 'Who came back. Personal: yes. Life: 15 minutes.';
COMMENT ON COLUMN recovery_session.way IS '1 passphrase, 2 recovery key. Personal: yes. Life: 15 minutes.';
COMMENT ON COLUMN recovery_session.expires_at IS 'When it stops working; purged within a minute after. Personal: no. Life: 15 minutes.';

GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_bundle TO mayfly_app;
GRANT SELECT, INSERT, DELETE ON recovery_challenge, recovery_session TO mayfly_app;
