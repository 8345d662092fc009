ALTER TABLE api_token ADD COLUMN scope text NOT NULL DEFAULT 'admin' CHECK (scope IN ('admin', 'metrics'));
ALTER TABLE api_token ALTER COLUMN scope DROP DEFAULT;
COMMENT ON TABLE api_token IS 'Tokens of operators'' tools.';
COMMENT ON COLUMN api_token.scope IS 'What it may do: all that an administrator may, or read metrics. Personal: no. Life: that of the installation, for the audit.';
