-- totals --by sector --by status: everything counted once, of projects, money and jobs.
-- A row for each group and measure, and one (is_total) for the total of each measure: see docs/numbers.md.
WITH RECURSIVE
-- Figures that hang on nothing.
plain (sector, status, measure, low, high, open, value, unstated) AS MATERIALIZED (
  SELECT project.sector_id, project.status, CASE WHEN funding.stage IN ('issued', 'stated')
    THEN 'funding' ELSE funding.stage END,
    SUM(low), SUM(high), COUNT(*) - COUNT(high), SUM(value), COUNT(*) - COUNT(value)
  FROM funding LEFT JOIN project ON project.id = funding.project_id
  WHERE funding.part_of_id IS NULL AND funding.restates_id IS NULL AND funding.currency = 'CNY'
    AND funding.fund_source IN ('government', 'social', 'assistance', 'unstated')
  GROUP BY project.sector_id, project.status, funding.stage
  UNION ALL
  SELECT project.sector_id, project.status, 'jobs',
    SUM(low), SUM(high), COUNT(*) - COUNT(high), SUM(value), COUNT(*) - COUNT(value)
  FROM jobs LEFT JOIN project ON project.id = jobs.project_id
  WHERE jobs.part_of_id IS NULL AND jobs.restates_id IS NULL AND jobs.kind = 'employed' AND jobs.scenario = 'actual'
  GROUP BY project.sector_id, project.status
),
-- Ordinary parts of another group than their whole's: they count in their own, and are taken from the whole.
-- Up from the whole, as long as its group holds it, is what they are taken from; a view on the way ends it.
money_crossing AS MATERIALIZED (
  SELECT part.id, part.part_of_id AS whole, part_project.sector_id AS sector, part_project.status AS status,
    whole_project.sector_id AS whole_sector, whole_project.status AS whole_status,
    CASE WHEN part.stage IN ('issued', 'stated') THEN 'funding' ELSE part.stage END AS measure, part.low,
      part.high, part.value
  FROM funding AS part
  JOIN funding AS whole ON whole.id = part.part_of_id
  LEFT JOIN project AS part_project ON part_project.id = part.project_id
  LEFT JOIN project AS whole_project ON whole_project.id = whole.project_id
  WHERE part.part_of_id IS NOT NULL AND NOT (part.overlaps)
    AND (part_project.sector_id IS DISTINCT FROM whole_project.sector_id
      OR part_project.status IS DISTINCT FROM whole_project.status)
    AND part.currency = 'CNY' AND part.fund_source IN ('government', 'social', 'assistance', 'unstated')
),
money_climb (id, whole_sector, whole_status, reached, holder, held, view) AS (
  SELECT id, whole_sector, whole_status, whole, whole, TRUE, FALSE FROM money_crossing
  UNION ALL
  SELECT climb.id, climb.whole_sector, climb.whole_status, up.id,
    CASE WHEN climb.held AND up_project.sector_id IS NOT DISTINCT FROM climb.whole_sector
      AND up_project.status IS NOT DISTINCT FROM climb.whole_status THEN up.id ELSE climb.holder END,
    climb.held AND up_project.sector_id IS NOT DISTINCT FROM climb.whole_sector
      AND up_project.status IS NOT DISTINCT FROM climb.whole_status,
    climb.view OR (here.overlaps)
  FROM money_climb AS climb
  JOIN funding AS here ON here.id = climb.reached
  JOIN funding AS up ON up.id = here.part_of_id
  LEFT JOIN project AS up_project ON up_project.id = up.project_id
),
money_counted AS MATERIALIZED (
  SELECT crossing.*, climb.holder
  FROM money_crossing AS crossing
  JOIN money_climb AS climb ON climb.id = crossing.id
  JOIN funding AS top ON top.id = climb.reached AND top.part_of_id IS NULL
  WHERE NOT climb.view
),
money_taken AS (
  SELECT holder, measure, whole_sector, whole_status, SUM(low) AS low, SUM(high) AS high,
    COUNT(*) - COUNT(high) AS open,
    SUM(value) AS value, COUNT(*) - COUNT(value) AS unstated
  FROM money_counted
  GROUP BY holder, measure, whole_sector, whole_status
),
money_rest AS (
  SELECT taken.measure, whole_sector, whole_status, whole.low, whole.high, whole.value,
    CASE WHEN taken.open > 0 OR taken.high > whole.low THEN 0 ELSE whole.low - taken.high END AS new_low,
    whole.high - taken.low AS new_high,
    CASE WHEN taken.unstated = 0 THEN whole.value - taken.value END AS new_value
  FROM money_taken AS taken
  JOIN funding AS whole ON whole.id = taken.holder
),
hands_crossing AS MATERIALIZED (
  SELECT part.id, part.part_of_id AS whole, part_project.sector_id AS sector, part_project.status AS status,
    whole_project.sector_id AS whole_sector, whole_project.status AS whole_status,
    'jobs' AS measure, part.low, part.high, part.value
  FROM jobs AS part
  JOIN jobs AS whole ON whole.id = part.part_of_id
  LEFT JOIN project AS part_project ON part_project.id = part.project_id
  LEFT JOIN project AS whole_project ON whole_project.id = whole.project_id
  WHERE part.part_of_id IS NOT NULL AND NOT (part.overlaps OR (part.pairing_id = whole.pairing_id
    AND part."group" NOT IN ('all', whole."group")))
    AND (part_project.sector_id IS DISTINCT FROM whole_project.sector_id
      OR part_project.status IS DISTINCT FROM whole_project.status)
    AND part.kind = 'employed' AND part.scenario = 'actual'
),
hands_climb (id, whole_sector, whole_status, reached, holder, held, view) AS (
  SELECT id, whole_sector, whole_status, whole, whole, TRUE, FALSE FROM hands_crossing
  UNION ALL
  SELECT climb.id, climb.whole_sector, climb.whole_status, up.id,
    CASE WHEN climb.held AND up_project.sector_id IS NOT DISTINCT FROM climb.whole_sector
      AND up_project.status IS NOT DISTINCT FROM climb.whole_status THEN up.id ELSE climb.holder END,
    climb.held AND up_project.sector_id IS NOT DISTINCT FROM climb.whole_sector
      AND up_project.status IS NOT DISTINCT FROM climb.whole_status,
    climb.view OR (here.overlaps OR (here.pairing_id = up.pairing_id AND here."group" NOT IN ('all', up."group")))
  FROM hands_climb AS climb
  JOIN jobs AS here ON here.id = climb.reached
  JOIN jobs AS up ON up.id = here.part_of_id
  LEFT JOIN project AS up_project ON up_project.id = up.project_id
),
hands_counted AS MATERIALIZED (
  SELECT crossing.*, climb.holder
  FROM hands_crossing AS crossing
  JOIN hands_climb AS climb ON climb.id = crossing.id
  JOIN jobs AS top ON top.id = climb.reached AND top.part_of_id IS NULL
  WHERE NOT climb.view
),
hands_taken AS (
  SELECT holder, measure, whole_sector, whole_status, SUM(low) AS low, SUM(high) AS high,
    COUNT(*) - COUNT(high) AS open,
    SUM(value) AS value, COUNT(*) - COUNT(value) AS unstated
  FROM hands_counted
  GROUP BY holder, measure, whole_sector, whole_status
),
hands_rest AS (
  SELECT taken.measure, whole_sector, whole_status, whole.low, whole.high, whole.value,
    CASE WHEN taken.open > 0 OR taken.high > whole.low THEN 0 ELSE whole.low - taken.high END AS new_low,
    whole.high - taken.low AS new_high,
    CASE WHEN taken.unstated = 0 THEN whole.value - taken.value END AS new_value
  FROM hands_taken AS taken
  JOIN jobs AS whole ON whole.id = taken.holder
),
pieces (sector, status, measure, low, high, open, value, unstated, remainder) AS (
  SELECT sector, status, measure, low, high, open, value, unstated, 0 FROM plain
  UNION ALL
  SELECT sector, status, measure, low, high, CASE WHEN high IS NULL THEN 1 ELSE 0 END, value,
    CASE WHEN value IS NULL THEN 1 ELSE 0 END, 0
  FROM money_counted
  UNION ALL
  SELECT whole_sector, whole_status, measure, new_low - low, CASE WHEN new_low > new_high
    THEN new_low ELSE new_high END - high, 0,
    COALESCE(new_value, 0) - COALESCE(value, 0), CASE WHEN new_value IS NULL AND value IS NOT NULL
      THEN 1 ELSE 0 END, 1
  FROM money_rest
  UNION ALL
  SELECT sector, status, measure, low, high, CASE WHEN high IS NULL THEN 1 ELSE 0 END, value,
    CASE WHEN value IS NULL THEN 1 ELSE 0 END, 0
  FROM hands_counted
  UNION ALL
  SELECT whole_sector, whole_status, measure, new_low - low, CASE WHEN new_low > new_high
    THEN new_low ELSE new_high END - high, 0,
    COALESCE(new_value, 0) - COALESCE(value, 0), CASE WHEN new_value IS NULL AND value IS NOT NULL
      THEN 1 ELSE 0 END, 1
  FROM hands_rest
),
amounts AS MATERIALIZED (
  SELECT sector, status, FALSE AS is_total, measure, SUM(low) AS low, CASE WHEN SUM(open) = 0
    THEN SUM(high) END AS high,
    CASE WHEN SUM(unstated) = 0 THEN SUM(value) END AS value, MAX(remainder) AS remainder
  FROM pieces
  GROUP BY sector, status, measure
  UNION ALL
  SELECT NULL, NULL, TRUE, measure, SUM(low), CASE WHEN SUM(open) = 0 THEN SUM(high) END,
    CASE WHEN SUM(unstated) = 0 THEN SUM(value) END, 0
  FROM plain
  GROUP BY measure
),
-- Sub-projects, with all projects above them.
above (id, reached, depth) AS (
  SELECT id, parent_id, 1 FROM project WHERE parent_id IS NOT NULL
  UNION ALL
  SELECT above.id, project.parent_id, above.depth + 1
  FROM above
  JOIN project ON project.id = above.reached
  WHERE project.parent_id IS NOT NULL
),
-- In whose stead a project of a family counts: the topmost above it in its group; in the total, the topmost.
kin AS MATERIALIZED (
  SELECT above.id, above.reached, above.depth, own.sector_id AS sector, own.status AS status
  FROM above
  JOIN project AS own ON own.id = above.id
  JOIN project AS their ON their.id = above.reached
  WHERE own.sector_id IS NOT DISTINCT FROM their.sector_id AND own.status IS NOT DISTINCT FROM their.status
),
stead AS MATERIALIZED (
  SELECT kin.id, kin.sector, kin.status, FALSE AS is_total, kin.reached AS top
  FROM kin
  JOIN (SELECT id, MAX(depth) AS depth FROM kin GROUP BY id) AS topmost
    ON topmost.id = kin.id AND topmost.depth = kin.depth
  UNION ALL
  SELECT above.id, NULL, NULL, TRUE, above.reached
  FROM above
  JOIN project AS their ON their.id = above.reached AND their.parent_id IS NULL
),
-- Of which projects a figure is known, and how often a project of a family is known in another's stead.
paid_by_group AS MATERIALIZED (
  SELECT own.sector_id, own.status, COUNT(*) FILTER (WHERE funding > 0) AS funding,
    COUNT(*) FILTER (WHERE planned > 0) AS planned, COUNT(*) FILTER (WHERE received > 0) AS received,
    COUNT(*) FILTER (WHERE spent > 0) AS spent
  FROM (
    SELECT project_id, COUNT(*) FILTER (WHERE stage IN ('issued', 'stated')) AS funding,
      COUNT(*) FILTER (WHERE stage = 'planned') AS planned,
      COUNT(*) FILTER (WHERE stage = 'received') AS received,
      COUNT(*) FILTER (WHERE stage = 'spent') AS spent
    FROM funding
    WHERE project_id IS NOT NULL AND currency = 'CNY' AND fund_source IN ('government', 'social', 'assistance',
      'unstated')
    GROUP BY project_id
  ) AS paid
  CROSS JOIN project AS own
  WHERE own.id = paid.project_id
  GROUP BY own.sector_id, own.status
),
employed_by_group AS MATERIALIZED (
  SELECT own.sector_id, own.status, COUNT(*) AS jobs
  FROM (
    SELECT project_id FROM jobs WHERE project_id IS NOT NULL AND kind = 'employed'
      AND scenario = 'actual' GROUP BY project_id
  ) AS employed
  CROSS JOIN project AS own
  WHERE own.id = employed.project_id
  GROUP BY own.sector_id, own.status
),
family AS (
  SELECT id, sector, status, is_total, top FROM stead
  UNION
  SELECT stead.top, sector, status, is_total, top FROM stead
),
twice (n, sector, status, is_total, measure) AS (
  SELECT COUNT(*) - COUNT(DISTINCT top), sector, status, is_total, measure FROM (
    SELECT DISTINCT family.id, sector, status, is_total, top,
      CASE WHEN funding.stage IN ('issued', 'stated') THEN 'funding' ELSE funding.stage END AS measure
    FROM family JOIN funding ON funding.project_id = family.id
    WHERE currency = 'CNY' AND fund_source IN ('government', 'social', 'assistance', 'unstated')
    UNION ALL
    SELECT DISTINCT family.id, sector, status, is_total, top, 'jobs'
    FROM family JOIN jobs ON jobs.project_id = family.id
    WHERE kind = 'employed' AND scenario = 'actual'
  ) AS figure
  GROUP BY sector, status, is_total, measure
),
heads (sector, status, is_total, n) AS (
  SELECT sector_id, status, FALSE, COUNT(*) FROM project GROUP BY sector_id, status
  UNION ALL
  SELECT sector, status, is_total, -COUNT(*) FROM stead GROUP BY sector, status, is_total
  UNION ALL
  SELECT NULL, NULL, TRUE, COUNT(*) FROM project
),
groups (sector, status, is_total, n) AS MATERIALIZED (
  SELECT sector, status, is_total, SUM(n) FROM (
    SELECT sector, status, is_total, n FROM heads UNION ALL SELECT DISTINCT sector, status, is_total, 0 FROM amounts
  ) AS counted
  GROUP BY sector, status, is_total
),
known (sector, status, is_total, measure, n) AS MATERIALIZED (
  SELECT sector, status, is_total, measure, SUM(n) FROM (
    SELECT sector_id AS sector, status, FALSE AS is_total, 'funding' AS measure, funding AS n FROM paid_by_group
    UNION ALL
    SELECT NULL, NULL, TRUE, 'funding', SUM(funding) FROM paid_by_group
    UNION ALL
    SELECT sector_id AS sector, status, FALSE AS is_total, 'planned' AS measure, planned AS n FROM paid_by_group
    UNION ALL
    SELECT NULL, NULL, TRUE, 'planned', SUM(planned) FROM paid_by_group
    UNION ALL
    SELECT sector_id AS sector, status, FALSE AS is_total, 'received' AS measure, received AS n FROM paid_by_group
    UNION ALL
    SELECT NULL, NULL, TRUE, 'received', SUM(received) FROM paid_by_group
    UNION ALL
    SELECT sector_id AS sector, status, FALSE AS is_total, 'spent' AS measure, spent AS n FROM paid_by_group
    UNION ALL
    SELECT NULL, NULL, TRUE, 'spent', SUM(spent) FROM paid_by_group
    UNION ALL
    SELECT sector_id AS sector, status, FALSE AS is_total, 'jobs' AS measure, jobs AS n FROM employed_by_group
    UNION ALL
    SELECT NULL, NULL, TRUE, 'jobs', SUM(jobs) FROM employed_by_group
    UNION ALL
    SELECT sector, status, is_total, measure, -n FROM twice
  ) AS counted
  GROUP BY sector, status, is_total, measure
)
SELECT sector.code AS sector, heads.status, heads.is_total, amounts.measure, amounts.value, amounts.low,
  amounts.high,
  COALESCE(known.n, 0) AS known, COALESCE(heads.n, 0) AS projects, COALESCE(amounts.remainder, 0) AS remainder
FROM groups AS heads
LEFT JOIN amounts ON amounts.sector IS NOT DISTINCT FROM heads.sector
  AND amounts.status IS NOT DISTINCT FROM heads.status AND amounts.is_total = heads.is_total
LEFT JOIN known ON known.sector IS NOT DISTINCT FROM heads.sector
  AND known.status IS NOT DISTINCT FROM heads.status AND known.is_total = heads.is_total
  AND known.measure = amounts.measure
LEFT JOIN sector ON sector.id = heads.sector
ORDER BY heads.is_total, sector.id, heads.status, amounts.measure;
