"""Places and named groups that people add: what follows from their names, and what may not be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, Refused, Unreadable
from aidtrack.folding import fold, syllables
from aidtrack.queries.places import RANKS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aidtrack.actions.fields import FieldReader

_TYPES = "省市县区旗州盟"


def complete(
    values: dict[str, Any], members: Sequence[int] | None, row: Mapping[str, Any], reader: FieldReader
) -> None:
    """Refuse a place that cannot be, and add the short name and the pinyin, which follow from the name."""
    if row and row["change_id"] is None:
        raise Refused(
            N_("{place} ships with aidtrack; only places that were added by hand can be edited."),
            place=row["name"],
        )
    now = {**row, **values}
    _require_place(now, members, reader)
    _require_new(now, row, reader)
    if "name" in values or "level" in values:
        values |= derived(now["name"], now["level"])


def _require_place(now: Mapping[str, Any], members: Sequence[int] | None, reader: FieldReader) -> None:
    parent = now.get("parent_id")
    if now["level"] == "group":
        if now.get("code"):
            raise Unreadable(N_("A named group has no code; say its --level if it is a place."))
        return
    if members:
        raise Unreadable(N_("Only a named group has members; leave --level out."))
    if parent is None:
        raise Unreadable(N_("A place lies in another one; give its --parent."))
    if RANKS[reader.places[parent].level] >= RANKS[now["level"]]:
        raise Unreadable(
            N_("{place} is of too low a level to be the parent."), place=reader.places[parent].name
        )


def _require_new(now: Mapping[str, Any], row: Mapping[str, Any], reader: FieldReader) -> None:
    """Refuse a name that a place of the same level and parent has, and to a group that of any place."""
    key = fold(now["name"])
    for place in reader.places.by_id.values():
        if place.id == row.get("id"):
            continue
        beside = (place.level, place.parent_id) == (now["level"], now.get("parent_id"))
        names = (place.name, place.short) if now["level"] == "group" else (place.name,)
        if (beside or now["level"] == "group") and key in map(fold, names):
            raise Refused(N_("There is a {place} already (division {id})."), place=place.name, id=place.id)


def derived(name: str, level: str) -> dict[str, Any]:
    """Make the short name and the pinyin: 新县 for 新县, 色达 and `seda xian` for 色达县."""
    plain = name.strip()
    typed = level != "group" and len(plain) > 2 and plain[-1] in _TYPES
    short = plain[:-1] if typed else plain
    pinyin = f"{syllables(short)} {syllables(plain[-1])}" if typed else syllables(plain)
    return {"short": short, "pinyin": pinyin}
