-- What the sheet says: of each project of the ledger that it was written from, the first figure.
SELECT (SELECT COUNT(*) FROM project) AS projects, (SELECT COUNT(DISTINCT pairing_id) FROM project) AS pairings,
  COUNT(*) AS figures, SUM(low) AS low, SUM(high) AS high, COUNT(high) AS closed, SUM(value) AS value
FROM funding
WHERE id IN (SELECT MIN(id) FROM funding WHERE project_id IS NOT NULL GROUP BY project_id);
