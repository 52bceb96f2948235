-- What an import of projects brought in.
SELECT COUNT(*) AS projects, COUNT(DISTINCT pairing_id) AS pairings, COUNT(DISTINCT source_id) AS sources,
  COUNT(DISTINCT code) AS codes, COUNT(status) AS said, SUM(substr(planned_start, 1, 4)) AS years
FROM project;
