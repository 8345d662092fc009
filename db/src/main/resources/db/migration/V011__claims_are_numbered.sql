CREATE SEQUENCE claim_number;
COMMENT ON SEQUENCE claim_number IS 'Numbers claims of one-time keys. A server that knows a higher number than it gets sees that the database was set back. Personal: no. Life: that of the installation.';
GRANT USAGE ON SEQUENCE claim_number TO mayfly_app;

CREATE FUNCTION prekeys_discard() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    TRUNCATE public.prekey, public.prekey_batch
$$;
COMMENT ON FUNCTION prekeys_discard IS 'Takes all one-time keys out of the pools at once, handed out or not: their devices make new ones.';
REVOKE EXECUTE ON FUNCTION prekeys_discard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prekeys_discard TO mayfly_app;
