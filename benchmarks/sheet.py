"""An office's sheet of so many projects as CSV, with places and amounts in words: what the imports read.

Also the same rows as the ledger keeps them, for peers that only insert.
"""

from __future__ import annotations

import csv
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NULL = r"\N"

HEADINGS = "项目编号 项目名称 支援方 受援县 领域 状态 年度 下达资金".split()

MAPPING = """\
columns:
  项目编号: code
  项目名称: name
  支援方: donor
  受援县: county
  领域: sector
  状态: status
  年度: period
  下达资金: funding.issued
constants:
  source: {title: 项目台账, kind: ledger, date: 2026-01}
"""

_STATUS = dict(
    zip(
        "identified not_started under_way completed accepted in_use suspended cancelled".split(),
        "谋划 未开工 在建 完工待验 已验收 投用 暂停 取消".split(),
        strict=True,
    )
)

_QUERY = """
SELECT project.code, project.name, donor.path, recipient.path, sector.name, project.status,
  substr(project.planned_start, 1, 4),
  (SELECT text FROM funding WHERE funding.project_id = project.id ORDER BY id LIMIT 1)
FROM project
JOIN pairing ON pairing.id = project.pairing_id
JOIN place AS donor ON donor.id = pairing.donor_id
JOIN place AS recipient ON recipient.id = pairing.recipient_id
LEFT JOIN sector ON sector.id = project.sector_id
ORDER BY project.id
"""

_PLACES = """
CREATE TEMP TABLE place AS
WITH RECURSIVE up (id, path, parent) AS (
  SELECT id, name, parent_id FROM division WHERE level = 'county'
  UNION ALL
  SELECT up.id, division.name || up.path, division.parent_id
  FROM up JOIN division ON division.id = up.parent
  WHERE division.level <> 'country'
)
SELECT id, path FROM up WHERE parent = (SELECT id FROM division WHERE level = 'country')
"""


def write_sheet(ledger: Path, out: Path) -> None:
    """Write what an office would have written of the projects of a ledger."""
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(_rows(ledger))
    out.with_suffix(".yaml").write_text(MAPPING, encoding="utf-8")


def _rows(ledger: Path) -> Iterator[tuple[object, ...]]:
    connection = sqlite3.connect(ledger)
    connection.execute(_PLACES)
    connection.execute("CREATE UNIQUE INDEX place_id ON place (id)")
    for *row, status, year, money in connection.execute(_QUERY):
        yield *row, _STATUS.get(status, ""), year, money
    connection.close()


def write_stored(ledger: Path, table: str, out: Path) -> None:
    """Write the rows of a table as they are stored, with a heading; what null is says `NULL`."""
    connection = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    found = connection.execute(f'SELECT * FROM "{table}" ORDER BY id')  # noqa: S608 - our own names
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column[0] for column in found.description])
        writer.writerows([NULL if cell is None else cell for cell in row] for row in found)
    connection.close()
