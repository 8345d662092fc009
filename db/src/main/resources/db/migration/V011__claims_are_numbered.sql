-- One row. A sequence would not do: it is logged 32 numbers ahead, and keeps what a rolled-back claim drew.
CREATE TABLE claim_number (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    highest  bigint  NOT NULL CHECK (highest >= 0)
) WITH (fillfactor = 50);
INSERT INTO claim_number (highest) VALUES (0);
COMMENT ON TABLE claim_number IS 'Numbers claims of one-time keys: a server that knows a higher number sees that the database was set back.';
COMMENT ON COLUMN claim_number.only_row IS 'Makes a second row impossible. Personal: no. Life: that of the installation.';
COMMENT ON COLUMN claim_number.highest IS 'Claims that were committed. Personal: no. Life: that of the installation.';
GRANT SELECT, UPDATE ON claim_number TO mayfly_app;

CREATE FUNCTION prekeys_discard() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    TRUNCATE public.prekey, public.prekey_batch
$$;
COMMENT ON FUNCTION prekeys_discard IS 'Takes all one-time keys out of the pools at once, handed out or not: their devices make new ones.';
REVOKE EXECUTE ON FUNCTION prekeys_discard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prekeys_discard TO mayfly_app;
