CREATE TABLE administrator (
    id             uuid    PRIMARY KEY,
    name           text    NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
    name_key       text    NOT NULL UNIQUE,
    password_salt  bytea   NOT NULL CHECK (octet_length(password_salt) = 16),
    password_hash  bytea   NOT NULL CHECK (octet_length(password_hash) = 32),
    password_rule  text    NOT NULL,
    totp_sealed    bytea   NOT NULL,
    totp_last_step bigint  NOT NULL,
    created_at     bigint  NOT NULL
);
COMMENT ON TABLE administrator IS 'People who may change networks, users and policies; none of them can read messages.';
COMMENT ON COLUMN administrator.id IS 'Random id. Personal: yes. Life: that of the account.';
COMMENT ON COLUMN administrator.name IS 'Name to sign in with, as it was typed. Personal: yes. Life: that of the account.';
COMMENT ON COLUMN administrator.name_key IS 'Name in NFKC and lower case. Personal: yes. Life: that of the account.';
COMMENT ON COLUMN administrator.password_salt IS 'Random salt. Personal: no. Life: until the password changes.';
COMMENT ON COLUMN administrator.password_hash IS 'Argon2id of the password. Personal: yes. Life: until the password changes.';
COMMENT ON COLUMN administrator.password_rule IS 'Parameters of that hash. Personal: no. Life: until the password changes.';
COMMENT ON COLUMN administrator.totp_sealed IS 'Secret of the one-time codes, sealed by AES-256-GCM under a key of the secrets folder, not of the database. Personal: yes. Life: until replaced.';
COMMENT ON COLUMN administrator.totp_last_step IS 'Time step of the newest code used, so that none is used twice. Personal: yes. Life: until the next sign-in.';
COMMENT ON COLUMN administrator.created_at IS 'When it was made. Personal: yes. Life: that of the account.';

CREATE TABLE setup_code (
    code_hash   bytea  PRIMARY KEY CHECK (octet_length(code_hash) = 32),
    created_at  bigint NOT NULL,
    totp_name   text,
    totp_sealed bytea,
    totp_until  bigint,
    CHECK (num_nulls(totp_name, totp_sealed, totp_until) IN (0, 3))
);
COMMENT ON TABLE setup_code IS 'The one-time code by which the first administrator is made. Written by the launcher while there is none.';
COMMENT ON COLUMN setup_code.code_hash IS 'SHA-256 of the code in upper case without dashes. Personal: no. Life: until used, or replaced at the next start.';
COMMENT ON COLUMN setup_code.created_at IS 'When it was made. Personal: no. Life: until used, or replaced at the next start.';
COMMENT ON COLUMN setup_code.totp_name IS 'Name key of the administrator being set up. Personal: yes. Life: 15 minutes.';
COMMENT ON COLUMN setup_code.totp_sealed IS 'Fresh secret of one-time codes, sealed as in administrator. Personal: yes. Life: 15 minutes.';
COMMENT ON COLUMN setup_code.totp_until IS 'When that secret stops being accepted. Personal: no. Life: 15 minutes.';

CREATE TABLE api_token (
    id         uuid   PRIMARY KEY,
    name       text   NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    token_hash bytea  NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    revoked_at bigint
);
COMMENT ON TABLE api_token IS 'Tokens of operators'' tools, of scope admin.';
COMMENT ON COLUMN api_token.id IS 'Random id. Personal: no. Life: that of the installation, for the audit.';
COMMENT ON COLUMN api_token.name IS 'What its maker called it. Personal: no. Life: that of the installation, for the audit.';
COMMENT ON COLUMN api_token.token_hash IS 'SHA-256 of the token; the token itself is not stored. Personal: no. Life: that of the installation, for the audit.';
COMMENT ON COLUMN api_token.created_at IS 'When it was made. Personal: no. Life: that of the installation, for the audit.';
COMMENT ON COLUMN api_token.expires_at IS 'When it stops working. Personal: no. Life: that of the installation, for the audit.';
COMMENT ON COLUMN api_token.revoked_at IS 'When an administrator ended it. Personal: no. Life: that of the installation, for the audit.';

CREATE TABLE audit_event (
    sequence    bigint PRIMARY KEY CHECK (sequence >= 1),
    occurred_at bigint NOT NULL,
    actor       text   NOT NULL,
    action      text   NOT NULL,
    subject     text   NOT NULL,
    before      text   NOT NULL CHECK (jsonb_typeof(before::jsonb) = 'object'),
    after       text   NOT NULL CHECK (jsonb_typeof(after::jsonb) = 'object'),
    hash        bytea  NOT NULL CHECK (octet_length(hash) = 64)
);
COMMENT ON TABLE audit_event IS 'Every change an administrator, a tool or the operator made: a chain of hashes, added to by audit_append alone.';
COMMENT ON COLUMN audit_event.sequence IS 'From 1, without gaps. Personal: no. Life: that of the installation.';
COMMENT ON COLUMN audit_event.occurred_at IS 'When. Personal: yes. Life: that of the installation.';
COMMENT ON COLUMN audit_event.actor IS 'administrator:ID, token:ID, operator or anonymous. Personal: yes. Life: that of the installation.';
COMMENT ON COLUMN audit_event.action IS 'Stable code such as network.create. Personal: no. Life: that of the installation.';
COMMENT ON COLUMN audit_event.subject IS 'Id of what was changed. Personal: yes. Life: that of the installation.';
COMMENT ON COLUMN audit_event.before IS 'JSON object of the values before. Personal: yes. Life: that of the installation.';
COMMENT ON COLUMN audit_event.after IS 'JSON object of the values after. Personal: yes. Life: that of the installation.';
COMMENT ON COLUMN audit_event.hash IS 'SHA-512 over the hash before (zeros at first) and this event. Personal: no. Life: that of the installation.';

-- hash = SHA-512(previous hash ‖ u64 sequence ‖ u64 occurred_at ‖ for each text in column order: u32 length ‖ UTF-8).
CREATE FUNCTION audit_append(occurred_at bigint, actor text, action text, subject text, before text, after text)
    RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    number      bigint;
    canonical bytea;
    field     text;
BEGIN
    -- Held until the commit: events get their numbers in the order of their commits, without a gap.
    LOCK TABLE public.audit_event IN SHARE ROW EXCLUSIVE MODE;
    SELECT e.sequence + 1, e.hash INTO number, canonical
        FROM public.audit_event e ORDER BY e.sequence DESC LIMIT 1;
    IF NOT FOUND THEN
        number := 1;
        canonical := decode(repeat('00', 64), 'hex');
    END IF;
    canonical := canonical || int8send(number) || int8send(occurred_at);
    FOREACH field IN ARRAY ARRAY[actor, action, subject, before, after] LOOP
        canonical := canonical || int4send(octet_length(convert_to(field, 'UTF8'))) || convert_to(field, 'UTF8');
    END LOOP;
    INSERT INTO public.audit_event VALUES (number, occurred_at, actor, action, subject, before, after, sha512(canonical));
    RETURN number;
END $$;
COMMENT ON FUNCTION audit_append IS 'Adds an event to the chain and returns its number. The only way: nobody has INSERT, UPDATE or DELETE on the table.';

CREATE TABLE account_limit (
    kind         text    NOT NULL,
    subject      bytea   NOT NULL CHECK (octet_length(subject) BETWEEN 16 AND 32),
    window_start bigint  NOT NULL,
    used         integer NOT NULL CHECK (used >= 0),
    PRIMARY KEY (kind, subject)
);
CREATE INDEX account_limit_by_age ON account_limit (window_start);
COMMENT ON TABLE account_limit IS 'How often an account did something that is limited. Outlives a restart.';
COMMENT ON COLUMN account_limit.kind IS 'Name of the limit in docs/limits.md. Personal: no. Life: a day after the window began.';
COMMENT ON COLUMN account_limit.subject IS 'Id of a device, or a keyed hash of a name that somebody tried to sign in with. Personal: yes. Life: a day after the window began.';
COMMENT ON COLUMN account_limit.window_start IS 'When the counting began. Personal: yes. Life: a day after the window began.';
COMMENT ON COLUMN account_limit.used IS 'Times since then. Personal: yes. Life: a day after the window began.';

REVOKE ALL ON FUNCTION audit_append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append TO mayfly_app;
GRANT SELECT, INSERT, UPDATE ON administrator, api_token TO mayfly_app;
GRANT SELECT, UPDATE, DELETE ON setup_code TO mayfly_app;
GRANT SELECT ON audit_event TO mayfly_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_limit TO mayfly_app;
