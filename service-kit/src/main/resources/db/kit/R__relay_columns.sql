-- None: events travel as messages in the write-ahead log, many in one, so no row of the journal is decoded for the relay.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_publication_rel WHERE prrelid = 'journal'::regclass) THEN
    ALTER PUBLICATION relay DROP TABLE journal;
  END IF;
END $$;
