-- The relay needs these columns and no other: what it does not get it need not decode.
ALTER PUBLICATION relay SET TABLE journal (topic, stream, version, key, type, body, recorded_at);
