"""Which record or word a text means: by id, code, or a name that is unique."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_, NoRecord, Refused
from aidtrack.folding import fold
from aidtrack.registry import unknown
from aidtrack.tables import indicator, organisation, project, sector, source
from aidtrack.text import language
from aidtrack.vocab import VOCABULARIES
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def read_word(vocabulary: str, text: str) -> str:
    """Read a word of a fixed vocabulary: its code, or its label in either language."""
    key = _plain(text)
    terms = VOCABULARIES[vocabulary].by_code
    for term in terms.values():
        if key in (term.name, _plain(term.zh), _plain(term.en)):
            return term.name
    raise unknown(_kind(vocabulary), text, _labels((t.name, t.zh, t.en) for t in terms.values()))


def _kind(vocabulary: str) -> str:
    words = VOCABULARIES[vocabulary]
    return words.zh if language() == "zh" else words.en


def _labels(words: Iterable[tuple[str, str, str | None]]) -> list[str]:
    said = [(code, zh if language() == "zh" else en or zh) for code, zh, en in words]
    return [code if _plain(word) == code.replace("_", "") else f"{code} {word}" for code, word in said]


def _plain(text: str) -> str:

    return fold(text).replace("-", "_")


def find_sector(connection: sa.Connection, text: str) -> set[int]:
    """Find a sector by code, label or DAC code, with its leaves."""
    columns = sector.c
    rows = connection.execute(
        sa.select(
            columns.id, columns.code, columns.name, columns.name_en, columns.dac, columns.parent_id
        ).order_by(columns.id)
    ).all()
    key = _plain(text)
    found = [row for row in rows if key in (row.code, *_labels_of(row))]
    found = found or [row for row in rows if row.dac == key]
    if not found:
        raise unknown("sector", text, _labels((row.code, row.name, row.name_en) for row in rows))
    if len(found) > 1:
        chinese = language() == "zh"
        raise ambiguous(text, [(row.code, row.name if chinese else row.name_en) for row in found])
    top = found[0].id
    return {top} | {row.id for row in rows if row.parent_id == top}


def _labels_of(row: Any) -> list[str]:  # noqa: ANN401 - a row
    """Give the labels that a sector answers to: 种植/经济作物 to either word as well."""
    return [_plain(word) for word in (row.name, row.name_en, *row.name.split("/"))]


def indicator_id(connection: sa.Connection, text: str) -> int:
    """Find an indicator by code or label."""
    columns = indicator.c
    query = sa.select(columns.id, columns.code, columns.name, columns.name_en).order_by(columns.id)
    rows = connection.execute(query).all()
    key = _plain(text)
    for row in rows:
        if key in (row.code, _plain(row.name), _plain(row.name_en or "")):
            found: int = row.id
            return found
    raise unknown("indicator", text, _labels((row.code, row.name, row.name_en) for row in rows))


def ambiguous(text: str, candidates: Sequence[tuple[object, str]]) -> Refused:
    """Build the refusal of a text that means several records, listing them."""
    return Refused(
        N_("'{text}' can be {count} records; say which."),
        text=text,
        count=len(candidates),
        hints=tuple(f"{code}  {name}" for code, name in candidates),
    )


def pattern(word: str) -> str:
    """Make a LIKE pattern that finds `word` anywhere, its own wildcards taken literally."""
    return "%" + re.sub(r"([%_\\])", r"\\\1", word) + "%"


def find_project(connection: sa.Connection, text: str) -> int:
    """Find a project by id, code, name, alias, or a part of its name that no other has."""
    return _find(connection, project, text, project.c.code)


def find_source(connection: sa.Connection, text: str) -> int:
    """Find a source by id, uid or title."""
    return _find(connection, source, text, source.c.uid)


def find_organisation(connection: sa.Connection, text: str) -> int:
    """Find an organisation by id, uid or name."""
    return _find(connection, organisation, text, organisation.c.uid)


def _find(connection: sa.Connection, table: sa.Table, text: str, code: sa.Column[str]) -> int:
    exact = [code == text, table.c.uid == text]
    if text.isascii() and text.isdecimal() and len(text) <= 18:
        exact.append(table.c.id == int(text))
    found = _rows(connection, table, code, sa.or_(*exact))
    if not found:
        found = _by_name(connection, table, code, text)
    if not found:
        raise NoRecord(
            N_("No {kind} is called '{text}'; see: aidtrack list {plural}"),
            kind=label("record", table.name),
            text=text,
            plural=f"{table.name}s",
        )
    if len(found) > 1:
        raise ambiguous(text, [(row[1], row[2]) for row in found])
    return int(found[0][0])


def _by_name(
    connection: sa.Connection, table: sa.Table, code: sa.Column[str], text: str
) -> list[tuple[int, str, str]]:

    name = table.c.title if "title" in table.c else table.c.name
    key = fold(text)
    searched = table.c.search_key if "search_key" in table.c else name
    found = _rows(
        connection, table, code, searched.like(pattern(key if searched is not name else text), escape="\\")
    )
    return [row for row in found if fold(row[2]) == key] or found


def _rows(
    connection: sa.Connection, table: sa.Table, code: sa.Column[str], where: sa.ColumnElement[bool]
) -> list[tuple[int, str, str]]:
    name = table.c.title if "title" in table.c else table.c.name
    query = sa.select(table.c.id, code, name).where(where).order_by(table.c.id).limit(50)
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]
