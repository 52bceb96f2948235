-- list projects --limit 50
SELECT code, name FROM project ORDER BY code LIMIT 50;
