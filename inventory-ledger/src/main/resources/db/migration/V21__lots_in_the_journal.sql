-- What is said of a lot is an entry of the journal, from which the table follows. version counts the lot's entries.
ALTER TABLE lot ADD COLUMN version bigint NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE lot ALTER COLUMN version DROP DEFAULT;

-- What was said before becomes the first entry of each.
INSERT INTO journal (topic, stream, version, key, type, body, recorded_at)
SELECT 'lots', sku || '@' || code, 1, sku, 'stock.lot.changed.v1',
  json_strip_nulls(json_build_object('sku', sku, 'lot', code, 'version', 1,
    'expiresAt', to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'withdrawn', lower(withdrawn), 'reason', reason,
    'withdrawnAt', to_char(withdrawn_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'recordedAt', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))), now()
FROM lot ORDER BY sku, code;
