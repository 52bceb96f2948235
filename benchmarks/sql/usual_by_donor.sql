-- What the usual design asks: the money of each donor through its projects. It counts parts and restatements twice.
SELECT division.code AS donor_code, division.name AS donor, COUNT(DISTINCT project.id) AS projects,
  SUM(funding.low) AS low, SUM(funding.high) AS high
FROM funding
JOIN project ON project.id = funding.project_id
JOIN pairing ON pairing.id = project.pairing_id
JOIN division ON division.id = pairing.donor_id
WHERE funding.stage IN ('issued', 'stated') AND funding.currency = 'CNY'
  AND funding.fund_source IN ('government', 'social', 'assistance', 'unstated')
GROUP BY division.code, division.name
ORDER BY division.code;
