-- list projects --text 水厂
SELECT code, name FROM project WHERE search_key LIKE '%水厂%' ORDER BY code;
