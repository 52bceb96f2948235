-- totals --by donor: everything counted once, of projects, money and jobs. A row for each group and measure, and
-- one (is_total) for each measure's total. What may be counted, and when: docs/numbers.md.
WITH RECURSIVE
-- Figures that hang on nothing.
plain (pairing_id, measure, low, high, open, value, unstated) AS MATERIALIZED (
  SELECT pairing_id, CASE WHEN stage IN ('issued', 'stated') THEN 'funding' ELSE stage END,
    SUM(low), SUM(high), COUNT(*) - COUNT(high), SUM(value), COUNT(*) - COUNT(value)
  FROM funding
  WHERE part_of_id IS NULL AND restates_id IS NULL AND currency = 'CNY' AND fund_source IN ('government',
    'social', 'assistance', 'unstated')
  GROUP BY pairing_id, stage
  UNION ALL
  SELECT pairing_id, 'jobs',
    SUM(low), SUM(high), COUNT(*) - COUNT(high), SUM(value), COUNT(*) - COUNT(value)
  FROM jobs
  WHERE part_of_id IS NULL AND restates_id IS NULL AND kind = 'employed' AND scenario = 'actual'
  GROUP BY pairing_id
),
-- Ordinary parts of another group than their whole's: they count in their own, and are taken from the whole.
-- Up from the whole, as long as its group holds it, is what they are taken from; a view on the way ends it.
money_crossing AS MATERIALIZED (
  SELECT part.id, part.part_of_id AS whole, part_pairing.donor_id AS donor, whole_pairing.donor_id AS whole_donor,
    CASE WHEN part.stage IN ('issued', 'stated') THEN 'funding' ELSE part.stage END AS measure, part.low,
      part.high, part.value
  FROM funding AS part
  JOIN funding AS whole ON whole.id = part.part_of_id
  JOIN pairing AS part_pairing ON part_pairing.id = part.pairing_id
  JOIN pairing AS whole_pairing ON whole_pairing.id = whole.pairing_id
  WHERE part.part_of_id IS NOT NULL AND NOT (part.overlaps)
    AND (part_pairing.donor_id IS DISTINCT FROM whole_pairing.donor_id)
    AND part.currency = 'CNY' AND part.fund_source IN ('government', 'social', 'assistance', 'unstated')
),
money_climb (id, whole_donor, reached, holder, held, view) AS (
  SELECT id, whole_donor, whole, whole, TRUE, FALSE FROM money_crossing
  UNION ALL
  SELECT climb.id, climb.whole_donor, up.id,
    CASE WHEN climb.held AND up_pairing.donor_id IS NOT DISTINCT FROM climb.whole_donor
      THEN up.id ELSE climb.holder END,
    climb.held AND up_pairing.donor_id IS NOT DISTINCT FROM climb.whole_donor,
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
  SELECT holder, measure, whole_donor, SUM(low) AS low, SUM(high) AS high, COUNT(*) - COUNT(high) AS open,
    SUM(value) AS value, COUNT(*) - COUNT(value) AS unstated
  FROM money_counted
  GROUP BY holder, measure, whole_donor
),
money_rest AS (
  SELECT taken.measure, whole_donor, whole.low, whole.high, whole.value,
    CASE WHEN taken.open > 0 OR taken.high > whole.low THEN 0 ELSE whole.low - taken.high END AS new_low,
    whole.high - taken.low AS new_high,
    CASE WHEN taken.unstated = 0 THEN whole.value - taken.value END AS new_value
  FROM money_taken AS taken
  JOIN funding AS whole ON whole.id = taken.holder
),
hands_crossing AS MATERIALIZED (
  SELECT part.id, part.part_of_id AS whole, part_pairing.donor_id AS donor, whole_pairing.donor_id AS whole_donor,
    'jobs' AS measure, part.low, part.high, part.value
  FROM jobs AS part
  JOIN jobs AS whole ON whole.id = part.part_of_id
  JOIN pairing AS part_pairing ON part_pairing.id = part.pairing_id
  JOIN pairing AS whole_pairing ON whole_pairing.id = whole.pairing_id
  WHERE part.part_of_id IS NOT NULL AND NOT (part.overlaps OR (part.pairing_id = whole.pairing_id
    AND part."group" NOT IN ('all', whole."group")))
    AND (part_pairing.donor_id IS DISTINCT FROM whole_pairing.donor_id)
    AND part.kind = 'employed' AND part.scenario = 'actual'
),
hands_climb (id, whole_donor, reached, holder, held, view) AS (
  SELECT id, whole_donor, whole, whole, TRUE, FALSE FROM hands_crossing
  UNION ALL
  SELECT climb.id, climb.whole_donor, up.id,
    CASE WHEN climb.held AND up_pairing.donor_id IS NOT DISTINCT FROM climb.whole_donor
      THEN up.id ELSE climb.holder END,
    climb.held AND up_pairing.donor_id IS NOT DISTINCT FROM climb.whole_donor,
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
  SELECT holder, measure, whole_donor, SUM(low) AS low, SUM(high) AS high, COUNT(*) - COUNT(high) AS open,
    SUM(value) AS value, COUNT(*) - COUNT(value) AS unstated
  FROM hands_counted
  GROUP BY holder, measure, whole_donor
),
hands_rest AS (
  SELECT taken.measure, whole_donor, whole.low, whole.high, whole.value,
    CASE WHEN taken.open > 0 OR taken.high > whole.low THEN 0 ELSE whole.low - taken.high END AS new_low,
    whole.high - taken.low AS new_high,
    CASE WHEN taken.unstated = 0 THEN whole.value - taken.value END AS new_value
  FROM hands_taken AS taken
  JOIN jobs AS whole ON whole.id = taken.holder
),
pieces (donor, measure, low, high, open, value, unstated, remainder) AS (
  SELECT pairing.donor_id, measure, low, high, open, value, unstated, 0
  FROM plain JOIN pairing ON pairing.id = plain.pairing_id
  UNION ALL
  SELECT donor, measure, low, high, CASE WHEN high IS NULL THEN 1 ELSE 0 END, value,
    CASE WHEN value IS NULL THEN 1 ELSE 0 END, 0
  FROM money_counted
  UNION ALL
  SELECT whole_donor, measure, new_low - low, CASE WHEN new_low > new_high THEN new_low ELSE new_high END - high, 0,
    COALESCE(new_value, 0) - COALESCE(value, 0), CASE WHEN new_value IS NULL AND value IS NOT NULL
      THEN 1 ELSE 0 END, 1
  FROM money_rest
  UNION ALL
  SELECT donor, measure, low, high, CASE WHEN high IS NULL THEN 1 ELSE 0 END, value,
    CASE WHEN value IS NULL THEN 1 ELSE 0 END, 0
  FROM hands_counted
  UNION ALL
  SELECT whole_donor, measure, new_low - low, CASE WHEN new_low > new_high THEN new_low ELSE new_high END - high, 0,
    COALESCE(new_value, 0) - COALESCE(value, 0), CASE WHEN new_value IS NULL AND value IS NOT NULL
      THEN 1 ELSE 0 END, 1
  FROM hands_rest
),
amounts AS MATERIALIZED (
  SELECT donor, FALSE AS is_total, measure, SUM(low) AS low, CASE WHEN SUM(open) = 0 THEN SUM(high) END AS high,
    CASE WHEN SUM(unstated) = 0 THEN SUM(value) END AS value, MAX(remainder) AS remainder
  FROM pieces
  GROUP BY donor, measure
  UNION ALL
  SELECT NULL, TRUE, measure, SUM(low), CASE WHEN SUM(open) = 0 THEN SUM(high) END,
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
  SELECT above.id, above.reached, above.depth, own_pairing.donor_id AS donor
  FROM above
  JOIN project AS own ON own.id = above.id
  JOIN project AS their ON their.id = above.reached
  JOIN pairing AS own_pairing ON own_pairing.id = own.pairing_id
  JOIN pairing AS their_pairing ON their_pairing.id = their.pairing_id
  WHERE own_pairing.donor_id IS NOT DISTINCT FROM their_pairing.donor_id
),
stead AS MATERIALIZED (
  SELECT kin.id, kin.donor, FALSE AS is_total, kin.reached AS top
  FROM kin
  JOIN (SELECT id, MAX(depth) AS depth FROM kin GROUP BY id) AS topmost
    ON topmost.id = kin.id AND topmost.depth = kin.depth
  UNION ALL
  SELECT above.id, NULL, TRUE, above.reached
  FROM above
  JOIN project AS their ON their.id = above.reached AND their.parent_id IS NULL
),
-- Of which projects a figure is known, and how often a project of a family is known in another's stead.
paid_by_group AS MATERIALIZED (
  SELECT own.pairing_id, COUNT(*) FILTER (WHERE funding > 0) AS funding,
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
  GROUP BY own.pairing_id
),
employed_by_group AS MATERIALIZED (
  SELECT own.pairing_id, COUNT(*) AS jobs
  FROM (
    SELECT project_id FROM jobs WHERE project_id IS NOT NULL AND kind = 'employed'
      AND scenario = 'actual' GROUP BY project_id
  ) AS employed
  CROSS JOIN project AS own
  WHERE own.id = employed.project_id
  GROUP BY own.pairing_id
),
family AS (
  SELECT id, donor, is_total, top FROM stead
  UNION
  SELECT stead.top, donor, is_total, top FROM stead
),
twice (n, donor, is_total, measure) AS (
  SELECT COUNT(*) - COUNT(DISTINCT top), donor, is_total, measure FROM (
    SELECT DISTINCT family.id, donor, is_total, top,
      CASE WHEN funding.stage IN ('issued', 'stated') THEN 'funding' ELSE funding.stage END AS measure
    FROM family JOIN funding ON funding.project_id = family.id
    WHERE currency = 'CNY' AND fund_source IN ('government', 'social', 'assistance', 'unstated')
    UNION ALL
    SELECT DISTINCT family.id, donor, is_total, top, 'jobs'
    FROM family JOIN jobs ON jobs.project_id = family.id
    WHERE kind = 'employed' AND scenario = 'actual'
  ) AS figure
  GROUP BY donor, is_total, measure
),
heads (donor, is_total, n) AS (
  SELECT pairing.donor_id, FALSE, COUNT(*)
  FROM project JOIN pairing ON pairing.id = project.pairing_id
  GROUP BY project.pairing_id, pairing.donor_id
  UNION ALL
  SELECT donor, is_total, -COUNT(*) FROM stead GROUP BY donor, is_total
  UNION ALL
  SELECT NULL, TRUE, COUNT(*) FROM project
),
groups (donor, is_total, n) AS MATERIALIZED (
  SELECT donor, is_total, SUM(n) FROM (
    SELECT donor, is_total, n FROM heads UNION ALL SELECT DISTINCT donor, is_total, 0 FROM amounts
  ) AS counted
  GROUP BY donor, is_total
),
known (donor, is_total, measure, n) AS MATERIALIZED (
  SELECT donor, is_total, measure, SUM(n) FROM (
    SELECT donor_id AS donor, FALSE AS is_total, 'funding' AS measure, funding AS n FROM paid_by_group
      JOIN pairing ON pairing.id = paid_by_group.pairing_id
    UNION ALL
    SELECT NULL, TRUE, 'funding', SUM(funding) FROM paid_by_group
    UNION ALL
    SELECT donor_id AS donor, FALSE AS is_total, 'planned' AS measure, planned AS n FROM paid_by_group
      JOIN pairing ON pairing.id = paid_by_group.pairing_id
    UNION ALL
    SELECT NULL, TRUE, 'planned', SUM(planned) FROM paid_by_group
    UNION ALL
    SELECT donor_id AS donor, FALSE AS is_total, 'received' AS measure, received AS n FROM paid_by_group
      JOIN pairing ON pairing.id = paid_by_group.pairing_id
    UNION ALL
    SELECT NULL, TRUE, 'received', SUM(received) FROM paid_by_group
    UNION ALL
    SELECT donor_id AS donor, FALSE AS is_total, 'spent' AS measure, spent AS n FROM paid_by_group
      JOIN pairing ON pairing.id = paid_by_group.pairing_id
    UNION ALL
    SELECT NULL, TRUE, 'spent', SUM(spent) FROM paid_by_group
    UNION ALL
    SELECT donor_id AS donor, FALSE AS is_total, 'jobs' AS measure, jobs AS n FROM employed_by_group
      JOIN pairing ON pairing.id = employed_by_group.pairing_id
    UNION ALL
    SELECT NULL, TRUE, 'jobs', SUM(jobs) FROM employed_by_group
    UNION ALL
    SELECT donor, is_total, measure, -n FROM twice
  ) AS counted
  GROUP BY donor, is_total, measure
)
SELECT division.code AS donor_code, division.name AS donor, heads.is_total, amounts.measure, amounts.value,
  amounts.low, amounts.high,
  COALESCE(known.n, 0) AS known, COALESCE(heads.n, 0) AS projects, COALESCE(amounts.remainder, 0) AS remainder
FROM groups AS heads
LEFT JOIN amounts ON amounts.donor IS NOT DISTINCT FROM heads.donor AND amounts.is_total = heads.is_total
LEFT JOIN known ON known.donor IS NOT DISTINCT FROM heads.donor AND known.is_total = heads.is_total
  AND known.measure = amounts.measure
LEFT JOIN division ON division.id = heads.donor
ORDER BY heads.is_total, division.code, amounts.measure;
