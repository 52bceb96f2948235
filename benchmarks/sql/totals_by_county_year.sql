-- totals --by county --by year: everything counted once, of projects, money and jobs.
-- A row for each group and measure, and one (is_total) for the total of each measure: see docs/numbers.md.
WITH RECURSIVE
-- Figures that hang on nothing.
plain (pairing_id, year, measure, low, high, open, value, unstated) AS MATERIALIZED (
  SELECT pairing_id, year, CASE WHEN stage IN ('issued', 'stated') THEN 'funding' ELSE stage END,
    SUM(low), SUM(high), COUNT(*) - COUNT(high), SUM(value), COUNT(*) - COUNT(value)
  FROM funding
  WHERE part_of_id IS NULL AND restates_id IS NULL AND currency = 'CNY' AND fund_source IN ('government',
    'social', 'assistance', 'unstated')
  GROUP BY pairing_id, year, stage
  UNION ALL
  SELECT pairing_id, year, 'jobs',
    SUM(low), SUM(high), COUNT(*) - COUNT(high), SUM(value), COUNT(*) - COUNT(value)
  FROM jobs
  WHERE part_of_id IS NULL AND restates_id IS NULL AND kind = 'employed' AND scenario = 'actual'
  GROUP BY pairing_id, year
),
-- Ordinary parts of another group than their whole's: they count in their own, and are taken from the whole.
-- Up from the whole, as long as its group holds it, is what they are taken from; a view on the way ends it.
money_crossing AS MATERIALIZED (
  SELECT part.id, part.part_of_id AS whole, part_pairing.recipient_id AS county, part.year AS year,
    whole_pairing.recipient_id AS whole_county, whole.year AS whole_year,
    CASE WHEN part.stage IN ('issued', 'stated') THEN 'funding' ELSE part.stage END AS measure, part.low,
      part.high, part.value
  FROM funding AS part
  JOIN funding AS whole ON whole.id = part.part_of_id
  JOIN pairing AS part_pairing ON part_pairing.id = part.pairing_id
  JOIN pairing AS whole_pairing ON whole_pairing.id = whole.pairing_id
  WHERE part.part_of_id IS NOT NULL AND NOT (part.overlaps)
    AND (part_pairing.recipient_id IS DISTINCT FROM whole_pairing.recipient_id OR part.year IS DISTINCT FROM whole.year)
    AND part.currency = 'CNY' AND part.fund_source IN ('government', 'social', 'assistance', 'unstated')
),
money_climb (id, whole_county, whole_year, reached, holder, held, view) AS (
  SELECT id, whole_county, whole_year, whole, whole, TRUE, FALSE FROM money_crossing
  UNION ALL
  SELECT climb.id, climb.whole_county, climb.whole_year, up.id,
    CASE WHEN climb.held AND up_pairing.recipient_id IS NOT DISTINCT FROM climb.whole_county
      AND up.year IS NOT DISTINCT FROM climb.whole_year THEN up.id ELSE climb.holder END,
    climb.held AND up_pairing.recipient_id IS NOT DISTINCT FROM climb.whole_county
      AND up.year IS NOT DISTINCT FROM climb.whole_year,
    climb.view OR (here.overlaps)
  FROM money_climb AS climb
  JOIN funding AS here ON here.id = climb.reached
  JOIN funding AS up ON up.id = here.part_of_id
  JOIN pairing AS up_pairing ON up_pairing.id = up.pairing_id
),
money_counted AS MATERIALIZED (
  SELECT crossing.*, climb.holder
  FROM money_crossing AS crossing
  JOIN money_climb AS climb ON climb.id = crossing.id
  JOIN funding AS top ON top.id = climb.reached AND top.part_of_id IS NULL
  WHERE NOT climb.view
),
money_taken AS (
  SELECT holder, measure, whole_county, whole_year, SUM(low) AS low, SUM(high) AS high,
    COUNT(*) - COUNT(high) AS open,
    SUM(value) AS value, COUNT(*) - COUNT(value) AS unstated
  FROM money_counted
  GROUP BY holder, measure, whole_county, whole_year
),
money_rest AS (
  SELECT taken.measure, whole_county, whole_year, whole.low, whole.high, whole.value,
    CASE WHEN taken.open > 0 OR taken.high > whole.low THEN 0 ELSE whole.low - taken.high END AS new_low,
    whole.high - taken.low AS new_high,
    CASE WHEN taken.unstated = 0 THEN whole.value - taken.value END AS new_value
  FROM money_taken AS taken
  JOIN funding AS whole ON whole.id = taken.holder
),
hands_crossing AS MATERIALIZED (
  SELECT part.id, part.part_of_id AS whole, part_pairing.recipient_id AS county, part.year AS year,
    whole_pairing.recipient_id AS whole_county, whole.year AS whole_year,
    'jobs' AS measure, part.low, part.high, part.value
  FROM jobs AS part
  JOIN jobs AS whole ON whole.id = part.part_of_id
  JOIN pairing AS part_pairing ON part_pairing.id = part.pairing_id
  JOIN pairing AS whole_pairing ON whole_pairing.id = whole.pairing_id
  WHERE part.part_of_id IS NOT NULL AND NOT (part.overlaps OR (part.pairing_id = whole.pairing_id
    AND part."group" NOT IN ('all', whole."group")))
    AND (part_pairing.recipient_id IS DISTINCT FROM whole_pairing.recipient_id OR part.year IS DISTINCT FROM whole.year)
    AND part.kind = 'employed' AND part.scenario = 'actual'
),
hands_climb (id, whole_county, whole_year, reached, holder, held, view) AS (
  SELECT id, whole_county, whole_year, whole, whole, TRUE, FALSE FROM hands_crossing
  UNION ALL
  SELECT climb.id, climb.whole_county, climb.whole_year, up.id,
    CASE WHEN climb.held AND up_pairing.recipient_id IS NOT DISTINCT FROM climb.whole_county
      AND up.year IS NOT DISTINCT FROM climb.whole_year THEN up.id ELSE climb.holder END,
    climb.held AND up_pairing.recipient_id IS NOT DISTINCT FROM climb.whole_county
      AND up.year IS NOT DISTINCT FROM climb.whole_year,
    climb.view OR (here.overlaps OR (here.pairing_id = up.pairing_id AND here."group" NOT IN ('all', up."group")))
  FROM hands_climb AS climb
  JOIN jobs AS here ON here.id = climb.reached
  JOIN jobs AS up ON up.id = here.part_of_id
  JOIN pairing AS up_pairing ON up_pairing.id = up.pairing_id
),
hands_counted AS MATERIALIZED (
  SELECT crossing.*, climb.holder
  FROM hands_crossing AS crossing
  JOIN hands_climb AS climb ON climb.id = crossing.id
  JOIN jobs AS top ON top.id = climb.reached AND top.part_of_id IS NULL
  WHERE NOT climb.view
),
hands_taken AS (
  SELECT holder, measure, whole_county, whole_year, SUM(low) AS low, SUM(high) AS high,
    COUNT(*) - COUNT(high) AS open,
    SUM(value) AS value, COUNT(*) - COUNT(value) AS unstated
  FROM hands_counted
  GROUP BY holder, measure, whole_county, whole_year
),
hands_rest AS (
  SELECT taken.measure, whole_county, whole_year, whole.low, whole.high, whole.value,
    CASE WHEN taken.open > 0 OR taken.high > whole.low THEN 0 ELSE whole.low - taken.high END AS new_low,
    whole.high - taken.low AS new_high,
    CASE WHEN taken.unstated = 0 THEN whole.value - taken.value END AS new_value
  FROM hands_taken AS taken
  JOIN jobs AS whole ON whole.id = taken.holder
),
pieces (county, year, measure, low, high, open, value, unstated, remainder) AS (
  SELECT pairing.recipient_id, year, measure, low, high, open, value, unstated, 0
  FROM plain JOIN pairing ON pairing.id = plain.pairing_id
  UNION ALL
  SELECT county, year, measure, low, high, CASE WHEN high IS NULL THEN 1 ELSE 0 END, value,
    CASE WHEN value IS NULL THEN 1 ELSE 0 END, 0
  FROM money_counted
  UNION ALL
  SELECT whole_county, whole_year, measure, new_low - low, CASE WHEN new_low > new_high
    THEN new_low ELSE new_high END - high, 0,
    COALESCE(new_value, 0) - COALESCE(value, 0), CASE WHEN new_value IS NULL AND value IS NOT NULL
      THEN 1 ELSE 0 END, 1
  FROM money_rest
  UNION ALL
  SELECT county, year, measure, low, high, CASE WHEN high IS NULL THEN 1 ELSE 0 END, value,
    CASE WHEN value IS NULL THEN 1 ELSE 0 END, 0
  FROM hands_counted
  UNION ALL
  SELECT whole_county, whole_year, measure, new_low - low, CASE WHEN new_low > new_high
    THEN new_low ELSE new_high END - high, 0,
    COALESCE(new_value, 0) - COALESCE(value, 0), CASE WHEN new_value IS NULL AND value IS NOT NULL
      THEN 1 ELSE 0 END, 1
  FROM hands_rest
),
amounts AS MATERIALIZED (
  SELECT county, year, FALSE AS is_total, measure, SUM(low) AS low, CASE WHEN SUM(open) = 0
    THEN SUM(high) END AS high,
    CASE WHEN SUM(unstated) = 0 THEN SUM(value) END AS value, MAX(remainder) AS remainder
  FROM pieces
  GROUP BY county, year, measure
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
-- A project is in each year in which it has a figure; of a family, the topmost of a county and year counts.
relative AS MATERIALIZED (
  SELECT id FROM above UNION SELECT reached FROM above
),
relative_year AS MATERIALIZED (
  SELECT relative.id, funding.year FROM relative JOIN funding ON funding.project_id = relative.id
  UNION
  SELECT relative.id, jobs.year FROM relative JOIN jobs ON jobs.project_id = relative.id
  UNION
  SELECT relative.id, NULL FROM relative
  WHERE NOT EXISTS (SELECT 1 FROM funding WHERE funding.project_id = relative.id)
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.project_id = relative.id)
),
kin AS MATERIALIZED (
  SELECT above.id, above.reached, above.depth, own_pairing.recipient_id AS county, own_year.year
  FROM above
  JOIN project AS own ON own.id = above.id
  JOIN project AS their ON their.id = above.reached
  JOIN pairing AS own_pairing ON own_pairing.id = own.pairing_id
  JOIN pairing AS their_pairing ON their_pairing.id = their.pairing_id
  JOIN relative_year AS own_year ON own_year.id = above.id
  JOIN relative_year AS their_year ON their_year.id = above.reached
    AND their_year.year IS NOT DISTINCT FROM own_year.year
  WHERE own_pairing.recipient_id = their_pairing.recipient_id
),
stead AS MATERIALIZED (
  SELECT kin.id, kin.county, kin.year, FALSE AS is_total, kin.reached AS top
  FROM kin
  JOIN (SELECT id, year, MAX(depth) AS depth FROM kin GROUP BY id, year) AS topmost
    ON topmost.id = kin.id AND topmost.year IS NOT DISTINCT FROM kin.year AND topmost.depth = kin.depth
  UNION ALL
  SELECT above.id, NULL, NULL, TRUE, above.reached
  FROM above
  JOIN project AS their ON their.id = above.reached AND their.parent_id IS NULL
),
-- Of which projects a figure is known in which year, and how often one of a family in another's stead.
paid_by_group AS MATERIALIZED (
  SELECT project.pairing_id, year, COUNT(*) FILTER (WHERE funding > 0) AS funding,
    COUNT(*) FILTER (WHERE planned > 0) AS planned, COUNT(*) FILTER (WHERE received > 0) AS received,
    COUNT(*) FILTER (WHERE spent > 0) AS spent
  FROM (
    SELECT project_id, year, COUNT(*) FILTER (WHERE stage IN ('issued', 'stated')) AS funding,
      COUNT(*) FILTER (WHERE stage = 'planned') AS planned,
      COUNT(*) FILTER (WHERE stage = 'received') AS received,
      COUNT(*) FILTER (WHERE stage = 'spent') AS spent
    FROM funding
    WHERE project_id IS NOT NULL AND currency = 'CNY' AND fund_source IN ('government', 'social', 'assistance',
      'unstated')
    GROUP BY project_id, year
  ) AS paid
  CROSS JOIN project
  WHERE project.id = paid.project_id
  GROUP BY project.pairing_id, year
),
employed_by_group AS MATERIALIZED (
  SELECT project.pairing_id, employed.year, COUNT(*) AS jobs
  FROM (
    SELECT project_id, year FROM jobs WHERE project_id IS NOT NULL AND kind = 'employed'
      AND scenario = 'actual' GROUP BY project_id, year
  ) AS employed
  CROSS JOIN project
  WHERE project.id = employed.project_id
  GROUP BY project.pairing_id, employed.year
),
paid_ever (funding, planned, received, spent) AS MATERIALIZED (
  SELECT COUNT(*) FILTER (WHERE funding > 0), COUNT(*) FILTER (WHERE planned > 0),
    COUNT(*) FILTER (WHERE received > 0), COUNT(*) FILTER (WHERE spent > 0)
  FROM (
    SELECT COUNT(*) FILTER (WHERE stage IN ('issued', 'stated')) AS funding,
      COUNT(*) FILTER (WHERE stage = 'planned') AS planned,
      COUNT(*) FILTER (WHERE stage = 'received') AS received,
      COUNT(*) FILTER (WHERE stage = 'spent') AS spent
    FROM funding
    WHERE project_id IS NOT NULL AND currency = 'CNY' AND fund_source IN ('government', 'social', 'assistance',
      'unstated')
    GROUP BY project_id
  ) AS paid
),
family AS (
  SELECT id, county, year, is_total, top FROM stead
  UNION
  SELECT top, county, year, is_total, top FROM stead
),
twice (n, county, year, is_total, measure) AS (
  SELECT COUNT(*) - COUNT(DISTINCT top), county, year, is_total, measure FROM (
    SELECT DISTINCT family.id, county, family.year, is_total, top,
      CASE WHEN funding.stage IN ('issued', 'stated') THEN 'funding' ELSE funding.stage END AS measure
    FROM family JOIN funding ON funding.project_id = family.id
      AND (is_total OR funding.year IS NOT DISTINCT FROM family.year)
    WHERE currency = 'CNY' AND fund_source IN ('government', 'social', 'assistance', 'unstated')
    UNION ALL
    SELECT DISTINCT family.id, county, family.year, is_total, top, 'jobs'
    FROM family JOIN jobs ON jobs.project_id = family.id
      AND (is_total OR jobs.year IS NOT DISTINCT FROM family.year)
    WHERE kind = 'employed' AND scenario = 'actual'
  ) AS figure
  GROUP BY county, year, is_total, measure
),
heads (county, year, is_total, n) AS (
  SELECT pairing.recipient_id, year, FALSE, COUNT(*)
  FROM (
    SELECT project_id, year FROM funding WHERE project_id IS NOT NULL
    UNION
    SELECT project_id, year FROM jobs WHERE project_id IS NOT NULL
  ) AS figure
  CROSS JOIN project
  JOIN pairing ON pairing.id = project.pairing_id
  WHERE project.id = figure.project_id
  GROUP BY project.pairing_id, pairing.recipient_id, year
  UNION ALL
  SELECT pairing.recipient_id, NULL, FALSE, COUNT(*)
  FROM project JOIN pairing ON pairing.id = project.pairing_id
  WHERE NOT EXISTS (SELECT 1 FROM funding WHERE funding.project_id = project.id)
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.project_id = project.id)
  GROUP BY pairing.recipient_id
  UNION ALL
  SELECT county, year, is_total, -COUNT(*) FROM stead GROUP BY county, year, is_total
  UNION ALL
  SELECT NULL, NULL, TRUE, COUNT(*) FROM project
),
groups (county, year, is_total, n) AS MATERIALIZED (
  SELECT county, year, is_total, SUM(n) FROM (
    SELECT county, year, is_total, n FROM heads UNION ALL SELECT DISTINCT county, year, is_total, 0 FROM amounts
  ) AS counted
  GROUP BY county, year, is_total
),
known (county, year, is_total, measure, n) AS MATERIALIZED (
  SELECT county, year, is_total, measure, SUM(n) FROM (
    SELECT recipient_id AS county, year, FALSE AS is_total, 'funding' AS measure,
      funding AS n FROM paid_by_group JOIN pairing ON pairing.id = paid_by_group.pairing_id
    UNION ALL
    SELECT recipient_id AS county, year, FALSE AS is_total, 'planned' AS measure,
      planned AS n FROM paid_by_group JOIN pairing ON pairing.id = paid_by_group.pairing_id
    UNION ALL
    SELECT recipient_id AS county, year, FALSE AS is_total, 'received' AS measure,
      received AS n FROM paid_by_group JOIN pairing ON pairing.id = paid_by_group.pairing_id
    UNION ALL
    SELECT recipient_id AS county, year, FALSE AS is_total, 'spent' AS measure,
      spent AS n FROM paid_by_group JOIN pairing ON pairing.id = paid_by_group.pairing_id
    UNION ALL
    SELECT recipient_id AS county, year, FALSE AS is_total, 'jobs' AS measure,
      jobs AS n FROM employed_by_group JOIN pairing ON pairing.id = employed_by_group.pairing_id
    UNION ALL
    SELECT NULL, NULL, TRUE, 'funding', funding FROM paid_ever
    UNION ALL
    SELECT NULL, NULL, TRUE, 'planned', planned FROM paid_ever
    UNION ALL
    SELECT NULL, NULL, TRUE, 'received', received FROM paid_ever
    UNION ALL
    SELECT NULL, NULL, TRUE, 'spent', spent FROM paid_ever
    UNION ALL
    SELECT NULL, NULL, TRUE, 'jobs', COUNT(DISTINCT project_id) FROM jobs WHERE kind = 'employed'
      AND scenario = 'actual'
    UNION ALL
    SELECT county, year, is_total, measure, -n FROM twice
  ) AS counted
  GROUP BY county, year, is_total, measure
)
SELECT division.code AS county_code, division.name AS county, heads.year, heads.is_total, amounts.measure,
  amounts.value, amounts.low, amounts.high,
  COALESCE(known.n, 0) AS known, COALESCE(heads.n, 0) AS projects, COALESCE(amounts.remainder, 0) AS remainder
FROM groups AS heads
LEFT JOIN amounts ON amounts.county IS NOT DISTINCT FROM heads.county
  AND amounts.year IS NOT DISTINCT FROM heads.year AND amounts.is_total = heads.is_total
LEFT JOIN known ON known.county IS NOT DISTINCT FROM heads.county
  AND known.year IS NOT DISTINCT FROM heads.year AND known.is_total = heads.is_total
  AND known.measure = amounts.measure
LEFT JOIN division ON division.id = heads.county
ORDER BY heads.is_total, division.code, heads.year, amounts.measure;
