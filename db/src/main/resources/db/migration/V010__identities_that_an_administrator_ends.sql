ALTER TABLE app_user ADD COLUMN identity_ended_at bigint;
COMMENT ON COLUMN app_user.identity_ended_at IS 'When an administrator last ended the identity, so that the person could enrol anew. Personal: yes. Life: that of the user.';
COMMENT ON COLUMN app_user.identity_key IS 'Public identity key, set by the enrolment; the private part never was here. Personal: yes. Life: that of the user, or until an administrator ends it.';
