-- Every column says what it is for, whether it is personal data, and how long it lives: a test refuses one that doesn't.
-- Times are bigint ms since 1970 UTC and always come from the application: no statement here or elsewhere asks the database for the time.

CREATE TABLE network (
    id         uuid   PRIMARY KEY,
    name       text   NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    name_key   text   NOT NULL UNIQUE,
    created_at bigint NOT NULL
);
COMMENT ON TABLE network IS 'An organisation on this server.';
COMMENT ON COLUMN network.id IS 'Random id. Personal: no. Life: that of the network.';
COMMENT ON COLUMN network.name IS 'Name as administrators wrote it. Personal: no. Life: that of the network.';
COMMENT ON COLUMN network.name_key IS 'Name in NFKC and lower case, so that two networks can''t look alike. Personal: no. Life: that of the network.';
COMMENT ON COLUMN network.created_at IS 'When it was made. Personal: no. Life: that of the network.';

CREATE TABLE ephemerality_policy (
    network_id         uuid    PRIMARY KEY REFERENCES network (id) ON DELETE CASCADE,
    version            bigint  NOT NULL CHECK (version >= 1),
    expiration_minimum integer NOT NULL,
    expiration_default integer NOT NULL,
    expiration_maximum integer NOT NULL,
    burn_default       integer NOT NULL,
    burn_maximum       integer NOT NULL,
    user_may_choose    boolean NOT NULL,
    CHECK (expiration_minimum >= 5 AND expiration_maximum <= 2592000),
    CHECK (expiration_minimum <= expiration_default AND expiration_default <= expiration_maximum),
    CHECK (burn_default >= 0 AND burn_default <= burn_maximum AND burn_maximum <= 2592000)
);
COMMENT ON TABLE ephemerality_policy IS 'What the users of a network compose under. Seconds.';
COMMENT ON COLUMN ephemerality_policy.network_id IS 'The network it holds for. Personal: no. Life: that of the network.';
COMMENT ON COLUMN ephemerality_policy.version IS 'Grows by one with each change. Personal: no. Life: that of the network.';
COMMENT ON COLUMN ephemerality_policy.expiration_minimum IS 'Shortest life of a message, in seconds. Personal: no. Life: until changed.';
COMMENT ON COLUMN ephemerality_policy.expiration_default IS 'Life of a message when nothing is chosen, in seconds. Personal: no. Life: until changed.';
COMMENT ON COLUMN ephemerality_policy.expiration_maximum IS 'Longest life of a message, in seconds. Personal: no. Life: until changed.';
COMMENT ON COLUMN ephemerality_policy.burn_default IS 'Life after display when nothing is chosen, in seconds; 0 is off. Personal: no. Life: until changed.';
COMMENT ON COLUMN ephemerality_policy.burn_maximum IS 'Longest life after display, in seconds; 0 takes the choice away. Personal: no. Life: until changed.';
COMMENT ON COLUMN ephemerality_policy.user_may_choose IS 'Whether a user may differ from the defaults. Personal: no. Life: until changed.';

-- A user's state follows from two columns: suspended where suspended_at is set, else active where identity_key is, else pending.
CREATE TABLE app_user (
    id           uuid   PRIMARY KEY,
    network_id   uuid   NOT NULL REFERENCES network (id) ON DELETE CASCADE,
    name         text   NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
    identity_key bytea  CHECK (octet_length(identity_key) = 133),
    suspended_at bigint,
    created_at   bigint NOT NULL,
    UNIQUE (network_id, name)
);
COMMENT ON TABLE app_user IS 'A person in a network.';
COMMENT ON COLUMN app_user.id IS 'Random id. Personal: yes. Life: that of the user.';
COMMENT ON COLUMN app_user.network_id IS 'The network the user belongs to. Personal: yes. Life: that of the user.';
COMMENT ON COLUMN app_user.name IS 'Name in NFKC and lower case, by which colleagues find the user. Personal: yes. Life: that of the user.';
COMMENT ON COLUMN app_user.identity_key IS 'Public identity key, set once by the enrolment; the private part never was here. Personal: yes. Life: that of the user.';
COMMENT ON COLUMN app_user.suspended_at IS 'Since when an administrator has the user suspended. Personal: yes. Life: until lifted.';
COMMENT ON COLUMN app_user.created_at IS 'When the user was invited first. Personal: yes. Life: that of the user.';

CREATE TABLE invitation (
    user_id    uuid   PRIMARY KEY REFERENCES app_user (id) ON DELETE CASCADE,
    code_hash  bytea  NOT NULL UNIQUE CHECK (octet_length(code_hash) = 32),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL
);
COMMENT ON TABLE invitation IS 'The open invitation of a pending user; used up by the enrolment.';
COMMENT ON COLUMN invitation.user_id IS 'Whom it invites. Personal: yes. Life: until used or renewed.';
COMMENT ON COLUMN invitation.code_hash IS 'SHA-256 of the code in upper case without dashes; the code itself is not stored. Personal: no. Life: until used or renewed.';
COMMENT ON COLUMN invitation.created_at IS 'When it was made. Personal: no. Life: until used or renewed.';
COMMENT ON COLUMN invitation.expires_at IS 'When it stops working. Personal: no. Life: until used or renewed.';

GRANT SELECT, INSERT, UPDATE ON network, ephemerality_policy, app_user TO mayfly_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON invitation TO mayfly_app;
