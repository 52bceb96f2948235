"""What ships with the program: the places of China, sectors and indicators. No change records it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.folding import FOLD_VERSION, fold, latin_key
from aidtrack.store import shipped
from aidtrack.tables import division, division_name, indicator, sector, setting

if TYPE_CHECKING:
    from collections.abc import Iterator


def load_reference(connection: sa.Connection) -> None:
    """Write the shipped rows that the ledger does not hold yet."""
    _load_divisions(connection)
    _load_sectors(connection)
    _load_indicators(connection)
    _remember(connection, "fold_version", str(FOLD_VERSION))


def _rows(name: str) -> list[dict[str, Any]]:
    with (shipped("data") / name).open(encoding="utf-8", newline="") as file:
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]


def _ids(connection: sa.Connection, table: sa.Table) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(sa.select(table.c.uid, table.c.id))}


def _load_divisions(connection: sa.Connection) -> None:
    rows = _rows("divisions.csv")
    known = _ids(connection, division)
    for level in ("country", "province", "prefecture", "county"):
        new = [
            {**row, "uid": row["code"], "parent_id": known.get(row.pop("parent") or "")}
            for row in rows
            if row["level"] == level and row["code"] not in known
        ]
        if new:
            _write(connection, division, new)
            known = _ids(connection, division)
    _load_names(connection, rows, known)


def _load_names(connection: sa.Connection, places: list[dict[str, Any]], ids: dict[str, int]) -> None:
    named = set(connection.execute(sa.select(division_name.c.division_id).distinct()).scalars())
    more = _rows("division_names.csv")
    names = [
        {"division_id": ids[code], **name}
        for code, name in (*_own_names(places), *_more_names(more))
        if ids[code] not in named
    ]
    if names:
        _write(connection, division_name, names)


def _write(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Write rows of plain texts and numbers; the driver takes 16,000 names six times as fast as the Core."""
    insert = sa.insert(table).compile(dialect=connection.dialect, column_keys=list(rows[0]))
    order = insert.positiontup
    values: Any = rows if order is None else [tuple(map(row.__getitem__, order)) for row in rows]
    connection.exec_driver_sql(str(insert), values)


def _name(name: str, kind: str, key: str, **more: str | None) -> dict[str, Any]:
    return {"name": name, "kind": kind, "key": key, "since": None, "until": None, "source": None} | more


def _own_names(places: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for place in places:
        code, pinyin = place["code"], place["pinyin"]
        yield code, _name(code, "code", code)
        yield code, _name(place["name"], "name", fold(place["name"]))
        if place["short"] != place["name"]:
            yield code, _name(place["short"], "alias", fold(place["short"]))
        for form in {latin_key(pinyin), latin_key(pinyin.split(" ")[0])}:
            yield code, _name(pinyin, "pinyin", form)


def _more_names(rows: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in rows:
        name, kind = row["name"], row["kind"]
        key = latin_key(name) if kind == "romanised" else fold(name)
        yield (
            row["code"],
            _name(name, kind, key, since=row["since"], until=row["until"], source=row["source"]),
        )


def _load_sectors(connection: sa.Connection) -> None:
    for top in (True, False):
        known = _ids(connection, sector)
        new = [
            {**row, "uid": row["code"], "parent_id": known.get(row.pop("parent") or "")}
            for row in _rows("sectors.csv")
            if (row["parent"] is None) is top and row["code"] not in known
        ]
        if new:
            connection.execute(sa.insert(sector), new)


def _load_indicators(connection: sa.Connection) -> None:
    known = _ids(connection, indicator)
    new = [
        {**row, "uid": row["code"], "summable": row["summable"] == "true"}
        for row in _rows("indicators.csv")
        if row["code"] not in known
    ]
    if new:
        connection.execute(sa.insert(indicator), new)


def _remember(connection: sa.Connection, name: str, value: str) -> None:
    connection.execute(sa.delete(setting).where(setting.c.name == name))
    connection.execute(sa.insert(setting).values(name=name, value=value))
