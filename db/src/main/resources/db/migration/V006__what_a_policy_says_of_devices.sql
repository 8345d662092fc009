ALTER TABLE ephemerality_policy
    ADD COLUMN device_approval boolean NOT NULL DEFAULT true,
    ADD COLUMN devices_maximum integer NOT NULL DEFAULT 5 CHECK (devices_maximum BETWEEN 1 AND 16),
    ADD COLUMN last_seen_allowed boolean NOT NULL DEFAULT false,
    ADD COLUMN recovery_key_allowed boolean NOT NULL DEFAULT true,
    ADD COLUMN identity_change_blocks boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN ephemerality_policy.device_approval IS 'Whether a further device has to be approved by one that is listed. Personal: no. Life: until changed.';
COMMENT ON COLUMN ephemerality_policy.devices_maximum IS 'How many devices a user may have. Personal: no. Life: until changed.';
COMMENT ON COLUMN ephemerality_policy.last_seen_allowed IS 'Whether the day a device was last here is kept, for its own user to see. Personal: no. Life: until changed.';
COMMENT ON COLUMN ephemerality_policy.recovery_key_allowed IS 'Whether a user may come back by a recovery key on paper. Personal: no. Life: until changed.';
COMMENT ON COLUMN ephemerality_policy.identity_change_blocks IS 'Whether nothing is sent to a changed identity before the person decided. Personal: no. Life: until changed.';
