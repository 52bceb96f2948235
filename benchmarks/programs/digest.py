"""Which projects a file of an export holds: digest.py FILE.csv|FILE.xml|LEDGER.db prints their number and a hash.

What is hashed is each project's uid, in order; all three say the same of the same projects.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_IDENTIFIER = re.compile(r"<iati-identifier>.*-project-(.*)</iati-identifier>")


def of_csv(path: Path) -> Iterator[str]:
    """Read the uids of a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["uid"]


def of_xml(path: Path) -> Iterator[str]:
    """Read the identifiers of the activities that are projects."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if found := _IDENTIFIER.search(line):
                yield found[1]


def of_ledger(path: Path) -> Iterator[str]:
    """Read the uids of a ledger."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    return (row[0] for row in connection.execute("SELECT uid FROM project"))


READ = {".csv": of_csv, ".xml": of_xml, ".db": of_ledger}

name = Path(sys.argv[1])
uids = sorted(READ[name.suffix](name))
print(len(uids), hashlib.sha256("\n".join(uids).encode()).hexdigest())
