-- A supplier who reports none of a new SKU makes a level of version 0.
ALTER TABLE level
  DROP CONSTRAINT level_version_check,
  ADD CONSTRAINT level_version_check CHECK (version >= 0);
