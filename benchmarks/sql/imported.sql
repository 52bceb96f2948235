-- What an import of the sheet brought in.
SELECT (SELECT COUNT(*) FROM project) AS projects, (SELECT COUNT(DISTINCT pairing_id) FROM project) AS pairings,
  COUNT(*) AS figures, SUM(low) AS low, SUM(high) AS high, COUNT(high) AS closed, SUM(value) AS value
FROM funding;
