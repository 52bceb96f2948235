-- list projects --county 色达: what a person sees of each project; its money is that of itself and all below it,
-- counted once (on a ledger where a part's whole belongs to its project or to one above, as here).
WITH RECURSIVE
tree (top, id) AS (
  SELECT project.id, project.id
  FROM project
  JOIN pairing ON pairing.id = project.pairing_id
  JOIN division ON division.id = pairing.recipient_id
  WHERE division.code = '513333'
  UNION ALL
  SELECT tree.top, project.id FROM tree JOIN project ON project.parent_id = tree.id
),
money AS (
  SELECT tree.top, SUM(funding.low) AS low, CASE WHEN COUNT(*) = COUNT(high) THEN SUM(high) END AS high,
    CASE WHEN COUNT(*) = COUNT(value) THEN SUM(value) END AS value
  FROM tree
  JOIN funding ON funding.project_id = tree.id
  WHERE funding.stage IN ('issued', 'stated') AND funding.currency = 'CNY'
    AND funding.fund_source IN ('government', 'social', 'assistance', 'unstated')
    AND funding.restates_id IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM funding AS whole JOIN tree AS around ON around.id = whole.project_id
      WHERE whole.id = funding.part_of_id AND around.top = tree.top
    )
  GROUP BY tree.top
)
SELECT project.code, project.name, sector.code AS sector, project.status,
  COALESCE(project.actual_end, project.planned_end) AS end, money.low / 100 AS low, money.high / 100 AS high
FROM project
JOIN pairing ON pairing.id = project.pairing_id
JOIN division AS recipient ON recipient.id = pairing.recipient_id
LEFT JOIN sector ON sector.id = project.sector_id
LEFT JOIN money ON money.top = project.id
WHERE recipient.code = '513333'
ORDER BY project.code;
