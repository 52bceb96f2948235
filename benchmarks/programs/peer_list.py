"""A county's projects as aidtrack writes them in JSON, by nothing but sqlite3: peer_list.py LEDGER.db FILE.sql."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any


def yuan(number: int | None) -> float | int | None:
    """Write 分 as yuan."""
    return None if number is None else number // 100 if number % 100 == 0 else number / 100


def record(row: sqlite3.Row) -> dict[str, Any]:
    """Shape one row."""
    found = dict(row)
    low, high, value = (found.pop(name) for name in ("low", "high", "value"))
    found["presumed"] = json.loads(found["presumed"] or "[]")
    found["funding"] = None
    if low is not None:
        amounts = {"value": yuan(value), "low": yuan(low), "high": yuan(high)}
        found["funding"] = {**amounts, "exact": low == high, "currency": "CNY"}
    return found


connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
connection.row_factory = sqlite3.Row
rows = connection.execute(Path(sys.argv[2]).read_text(encoding="utf-8"))
sys.stdout.write("[\n")
sys.stdout.write(",\n".join(json.dumps(record(row), ensure_ascii=False) for row in rows))
sys.stdout.write("\n]\n")
