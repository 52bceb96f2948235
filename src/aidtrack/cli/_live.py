"""What the ledger at hand holds, for the shell to complete: asked in a tenth of a second, or not at all.

Bare sqlite3, for SQLAlchemy takes longer to import than a person waits at the tab key. Whatever goes wrong (no
ledger, one on a server, a locked one, one of another program) there is nothing to complete and nothing to say.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aidtrack.cli._options import settings
from aidtrack.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Candidate = tuple[str, str]
"""What can stand on the line, and what it means."""

BUDGET = 0.1
"""Seconds."""

MOST = 200
"""More than this nobody reads at a prompt."""

_STEPS = 1000
_AFTER_ALL = "\U0010ffff"


def ask(sql: str, **values: object) -> Iterator[tuple[Any, ...]]:
    """Give the rows that answer a question to the ledger, as many as come within the budget."""
    with suppress(sqlite3.Error, OSError, ValueError, RuntimeError):
        path = _ledger()
        if path is None:
            return
        uri = f"{path.as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=BUDGET / 2)) as connection:
            end = time.monotonic() + BUDGET
            connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
            yield from connection.execute(sql, values)


def _ledger() -> Path | None:
    """Say where the ledger is, as the store does, which is too heavy to ask; null for one on a server."""
    text = (settings.db or os.environ.get("AIDTRACK_DB") or _default()).removeprefix("sqlite:///")
    return None if "://" in text else Path(text).expanduser().absolute()


def _default() -> str:
    from platformdirs import user_data_path

    return str(user_data_path("aidtrack", appauthor=False) / "aidtrack.db")


# Places

_PAIRED = """
    WITH RECURSIVE near(id) AS (
        SELECT {end}_id FROM pairing
        UNION SELECT parent_id FROM division JOIN near USING (id) WHERE parent_id IS NOT NULL
    )
    SELECT division.id, division.name, code, division_name.name, kind, key
    FROM near JOIN division USING (id) JOIN division_name ON division_id = division.id
    WHERE level <> 'country' AND :level IN ('', level)
    ORDER BY code, kind <> 'name', kind <> 'alias', kind <> 'code', length(key), key
"""
_NAMED = """
    SELECT division.id, division.name, code, division_name.name, kind, key
    FROM division_name JOIN division ON division_id = division.id
    WHERE key >= :key AND key < :after AND :level IN ('', level)
    ORDER BY code, kind <> 'name', kind <> 'alias', kind <> 'code', length(key), key
    LIMIT 2000
"""
_GROUPS = """
    SELECT id, name, code, name, 'name', name FROM division WHERE level = 'group' AND :level IN ('', 'group')
"""


def paired(incomplete: str, *, end: str, level: str = "") -> list[Candidate]:
    """Give the donors or recipients of this ledger and what they lie in."""
    return _places(ask(_PAIRED.format(end=end), level=level), incomplete)


def divisions(incomplete: str, *, level: str = "", end: str = "") -> list[Candidate]:
    """Give any place of China by how its name begins; before that, the places of this ledger."""
    ends = [end] if end else ["donor", "recipient"]
    rows = chain(*(ask(_PAIRED.format(end=end), level=level) for end in ends), ask(_GROUPS, level=level))
    if incomplete:
        key = fold(incomplete)
        rows = chain(rows, ask(_NAMED, key=key, after=key + _AFTER_ALL, level=level))
    return _places(rows, incomplete)


def _places(rows: Iterable[tuple[Any, ...]], incomplete: str) -> list[Candidate]:
    """Name each place once: by the form that goes on from what is typed, else by the name that it stands for."""
    found: dict[int, Candidate] = {}
    loosely: dict[int, Candidate] = {}
    folded = fold(incomplete)
    for number, official, code, name, kind, key in rows:
        # Pinyin is typed in one word, as its key is.
        form = key if kind == "pinyin" else name
        if number not in found and form.startswith(incomplete):
            found[number] = (form, code or "") if form == official else (form, f"{official} {code or ''}")
        elif key.startswith(folded):
            loosely[number] = (official, code or "")
    return list((found or loosely).values())


# Records

_BY_CODE = "SELECT code, name FROM {table} WHERE code >= :from AND code < :to ORDER BY code LIMIT {most}"
_BY_NAME = "SELECT name, code FROM {table} WHERE name >= :from AND name < :to ORDER BY name LIMIT {most}"
_PLAIN = {
    "source": "SELECT title, publisher FROM source WHERE title >= :from AND title < :to",
    "organisation": "SELECT name, name_en FROM organisation WHERE name >= :from AND name < :to",
    "funding": "SELECT id, coalesce(text, low / 100) FROM funding WHERE CAST(id AS TEXT) LIKE :like",
    "jobs": "SELECT id, coalesce(text, low) FROM jobs WHERE CAST(id AS TEXT) LIKE :like",
    "result": "SELECT id, coalesce(text, low / 1000) FROM result WHERE CAST(id AS TEXT) LIKE :like",
    "participation": """
        SELECT participation.id, name FROM participation JOIN organisation ON organisation_id = organisation.id
        WHERE CAST(participation.id AS TEXT) LIKE :like""",
    "pairing": """
        SELECT pairing.id, donor.name || ' → ' || recipient.name FROM pairing
        JOIN division AS donor ON donor.id = donor_id JOIN division AS recipient ON recipient.id = recipient_id
        WHERE CAST(pairing.id AS TEXT) LIKE :like""",
}
CODED = ("project", "sector", "indicator")


def records(incomplete: str, *, table: str) -> list[Candidate]:
    """Give the records of a table by what they are called: code, then name, title or number."""
    if table == "division":
        return divisions(incomplete)
    # Only what is typed decides between code and name; before that the code will do.
    kinds = [_BY_CODE, _BY_NAME] if incomplete else [_BY_CODE]
    if table not in CODED:
        kinds = [_PLAIN[table] + " LIMIT {most}"]
    bounds = {"from": incomplete, "to": incomplete + _AFTER_ALL}
    if ":like" in kinds[0]:
        bounds = {"like": incomplete + "%"}
    rows = chain(*(ask(sql.format(table=table, most=MOST), **bounds) for sql in kinds))
    return [(str(name), str(more or "")) for name, more in rows]


projects = partial(records, table="project")


def summable(incomplete: str) -> list[Candidate]:
    """Give the indicators that are measures of totals."""
    sql = "SELECT code, name FROM indicator WHERE summable AND code >= :from AND code < :to ORDER BY code"
    return list(ask(sql, **{"from": incomplete, "to": incomplete + _AFTER_ALL}))
