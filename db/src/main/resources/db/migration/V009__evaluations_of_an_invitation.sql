ALTER TABLE invitation ADD COLUMN evaluations integer NOT NULL DEFAULT 0 CHECK (evaluations >= 0);
COMMENT ON COLUMN invitation.evaluations IS 'Passphrases evaluated for whoever holds the code: limited, so that it is no way to try passphrases. Personal: no. Life: until used or renewed.';
