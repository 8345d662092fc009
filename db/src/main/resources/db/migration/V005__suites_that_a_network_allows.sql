-- Existing networks go on as they were; what a new one starts with is EphemeralityPolicy.INITIAL.
ALTER TABLE ephemerality_policy ADD COLUMN classical_suite_allowed boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN ephemerality_policy.classical_suite_allowed IS 'Whether messages may be sealed with suite 0x0001 where one of the two devices knows no better. Personal: no. Life: until changed.';
