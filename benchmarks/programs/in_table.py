"""Tell what a table of projects says, as `sql/imported.sql` does of the ledger that took it in: in_table.py FILE.csv."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
said = {
    "projects": len(rows),
    "pairings": len({row["pairing"] for row in rows}),
    "sources": len({row["source"] for row in rows}),
    "codes": len({row["code"] for row in rows}),
    "said": sum(bool(row["status"]) for row in rows),
    "years": sum(int(row["planned_start"]) for row in rows),
}
print(json.dumps([said], separators=(",", ":")))
