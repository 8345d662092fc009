-- In the order in which rows come, so that a row is added at the index's end.
CREATE INDEX payload_by_acceptance ON payload (accepted_at);
