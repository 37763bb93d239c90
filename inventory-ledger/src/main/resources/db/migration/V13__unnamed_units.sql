-- A fact that names no units of an item that is tracked by serial opens a case, too: under the serial '', per spot of ours. Its
-- units are signed: how many more stand there than are known by name, or with a minus how many fewer. Cases of facts that
-- were recorded before are made by a rebuild.
ALTER TABLE serial_case DROP CONSTRAINT serial_case_units_check;
ALTER TABLE serial_case DROP CONSTRAINT serial_case_check;
ALTER TABLE serial_case ADD CONSTRAINT serial_case_units_check CHECK (units >= 0 OR serial = '');
ALTER TABLE serial_case ADD CONSTRAINT serial_case_check CHECK ((closed_at IS NULL) = (units <> 0));
