"""The places of China as they ship: added, renamed and closed in a ledger, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.actions.shipped_rows import rows, write
from aidtrack.folding import fold, latin_key
from aidtrack.tables import division, division_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

AS_OF = "2026-02"
"""The month to which the shipped list of places stands: what it no longer has was closed by then."""

LEVELS = ("country", "province", "prefecture", "county")
_SHIPPED = ("name", "short", "pinyin", "level", "parent_id", "valid_from", "valid_to")

Name = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Brought:
    """What was done to a ledger; all zero where it had everything as it ships.

    Places were added, renamed, closed or otherwise changed, `names` of them and `words` of the vocabularies added,
    and the `keys` by which names are found made anew.
    """

    added: int = 0
    renamed: int = 0
    closed: int = 0
    changed: int = 0
    names: int = 0
    words: int = 0
    keys: bool = False


def bring_places(connection: sa.Connection) -> Brought:
    """Make the places of a ledger those of the shipped list; places added by hand are left as they are."""
    shipped = rows("divisions.csv")
    stored = _stored(connection)
    by_hand = _by_hand(connection)
    added = _add(connection, [row for row in shipped if row["code"] not in {*stored, *by_hand}])
    ids = _ids(connection)
    renamed, changed = _amend(connection, shipped, stored, ids)
    closed = _close(connection, [stored[code] for code in stored.keys() - {row["code"] for row in shipped}])
    names = _add_names(connection, [row for row in shipped if row["code"] in ids], ids)
    return Brought(added, renamed, closed, changed, names)


def _stored(connection: sa.Connection) -> dict[str, Any]:
    ours = sa.select(division).where(division.c.change_id.is_(None))
    return {row.uid: row for row in connection.execute(ours)}


def _by_hand(connection: sa.Connection) -> set[str]:
    """Give the codes of places that people added: the list has some of them later on, and they stay theirs."""
    codes = sa.select(division.c.code).where(division.c.change_id.is_not(None), division.c.code.is_not(None))
    return set(connection.execute(codes).scalars())


def _ids(connection: sa.Connection) -> dict[str, int]:
    ours = sa.select(division.c.uid, division.c.id).where(division.c.change_id.is_(None))
    return {row.uid: row.id for row in connection.execute(ours)}


def _add(connection: sa.Connection, places: list[dict[str, Any]]) -> int:
    for level in LEVELS:
        ids = _ids(connection)
        new = [
            {name: value for name, value in place.items() if name != "parent"}
            | {"uid": place["code"], "parent_id": ids.get(place["parent"] or "")}
            for place in places
            if place["level"] == level
        ]
        write(connection, division, new)
    return len(places)


def _amend(
    connection: sa.Connection, places: list[dict[str, Any]], stored: dict[str, Any], ids: dict[str, int]
) -> tuple[int, int]:
    """Say of places that are there already what the list says now; a name that is no more is a former one."""
    renamed = changed = 0
    for place in places:
        row = stored.get(place["code"])
        if row is None:
            continue
        now = place | {"parent_id": ids.get(place["parent"] or "")}
        new = {name: now[name] for name in _SHIPPED if now[name] != getattr(row, name)}
        if not new:
            continue
        connection.execute(sa.update(division).where(division.c.id == row.id).values(new))
        changed += 1
        if "name" in new:
            _make_former(connection, row.id)
            renamed += 1
    return renamed, changed


def _make_former(connection: sa.Connection, number: int) -> None:
    names = division_name.c
    own = sa.and_(names.division_id == number, names.kind == "name")
    connection.execute(sa.update(division_name).where(own).values(kind="former_name", until=AS_OF[:4]))


def _close(connection: sa.Connection, gone: Iterable[Any]) -> int:
    open_ones = [row.id for row in gone if row.valid_to is None]
    for number in open_ones:
        connection.execute(sa.update(division).where(division.c.id == number).values(valid_to=AS_OF))
    return len(open_ones)


def _add_names(connection: sa.Connection, places: list[dict[str, Any]], ids: dict[str, int]) -> int:
    columns = division_name.c
    query = sa.select(columns.division_id, columns.kind, columns.name, columns.key)
    known = {tuple(row) for row in connection.execute(query)}
    wanted = (
        {"division_id": ids[code], **name}
        for code, name in (*_own_names(places), *_more_names())
        if code in ids
    )
    new = [name for name in wanted if _known_by(name) not in known]
    write(connection, division_name, new)
    return len(new)


def _known_by(name: Name) -> tuple[Any, ...]:
    return name["division_id"], name["kind"], name["name"], name["key"]


def _name(name: str, kind: str, key: str, **more: str | None) -> Name:
    return {"name": name, "kind": kind, "key": key, "since": None, "until": None, "source": None} | more


def _own_names(places: list[dict[str, Any]]) -> Iterator[tuple[str, Name]]:
    for place in places:
        code, pinyin = place["code"], place["pinyin"]
        yield code, _name(code, "code", code)
        yield code, _name(place["name"], "name", fold(place["name"]))
        if place["short"] != place["name"]:
            yield code, _name(place["short"], "alias", fold(place["short"]))
        for form in sorted({latin_key(pinyin), latin_key(pinyin.split(" ")[0])}):
            yield code, _name(pinyin, "pinyin", form)


def _more_names() -> Iterator[tuple[str, Name]]:
    for row in rows("division_names.csv"):
        name, kind = row["name"], row["kind"]
        since = {field: row[field] for field in ("since", "until", "source")}
        yield row["code"], _name(name, kind, key_of(kind, name), **since)


def key_of(kind: str, name: str) -> str:
    """Make the key by which a name of a kind is looked up."""
    return latin_key(name) if kind == "romanised" else fold(name)
