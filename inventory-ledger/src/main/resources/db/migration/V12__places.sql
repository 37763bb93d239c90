-- Locations form a tree (site, zone, bin). The path leads from the site to the location itself, so that a subtree is one
-- look-up however deep it is, and a location's site is the first of its path.
ALTER TABLE location ADD COLUMN path text[];

WITH RECURSIVE tree AS (
  SELECT id, kind, ARRAY[id] AS path FROM location WHERE body->>'parent' IS NULL
  UNION ALL
  SELECT inner_one.id, inner_one.kind, tree.path || inner_one.id
  FROM tree JOIN location AS inner_one ON inner_one.body->>'parent' = tree.id AND inner_one.kind = tree.kind
  WHERE tree.kind NOT IN ('TRANSIT', 'SUPPLIER') AND cardinality(tree.path) < 8
)
UPDATE location SET path = tree.path FROM tree WHERE tree.id = location.id;

-- Nobody looked at parents until now: those that went in a circle, too deep or to another kind are sites again.
UPDATE location SET path = ARRAY[id], body = regexp_replace(body::text, ',"parent":"[^"]*"', '')::json
WHERE path IS NULL;

ALTER TABLE location ALTER COLUMN path SET NOT NULL, ADD CHECK (path[cardinality(path)] = id);
CREATE INDEX location_by_path ON location USING gin (path);
CREATE INDEX location_by_parent ON location ((path[cardinality(path) - 1]), id);
