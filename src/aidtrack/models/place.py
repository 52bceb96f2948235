"""Places and pairings: donor districts, recipient counties, and who helps whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, relationship

from aidtrack import tables
from aidtrack.folding import fold, latin_key
from aidtrack.models.base import Base, locked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Mapper


class Division(Base):
    """A place, or a named group of places; a donor or a recipient by its pairings."""

    __table__ = tables.division
    __mapper_args__ = locked(__table__)

    parent: Mapped[Division | None] = relationship(
        remote_side=lambda: tables.division.c.id,
        lazy="raise",
        foreign_keys=lambda: tables.division.c.parent_id,
    )


@event.listens_for(Division, "after_insert")
@event.listens_for(Division, "after_update")
def _name(_mapper: Mapper[Any], connection: sa.Connection, place: Any) -> None:  # noqa: ANN401
    """Let a place that people added be found by the names that follow from its columns."""
    if place.change_id is None:  # the names of what ships with the program are shipped as well
        return
    names = tables.division_name
    connection.execute(sa.delete(names).where(names.c.division_id == place.id))
    own = {(kind, key): name for kind, name, key in _own_names(place) if key}
    rows = [
        {"division_id": place.id, "name": name, "kind": kind, "key": key} for (kind, key), name in own.items()
    ]
    connection.execute(sa.insert(names), rows)


def _own_names(place: Any) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401 - a Division
    yield "code", place.code or "", place.code or ""
    yield "name", place.name, fold(place.name)
    if place.short != place.name:
        yield "alias", place.short, fold(place.short)
    pinyin = place.pinyin or ""
    yield "pinyin", pinyin, latin_key(pinyin)
    yield "pinyin", pinyin, latin_key(pinyin.split(" ")[0])


class DivisionName(Base):
    """One name of a place."""

    __table__ = tables.division_name


class Pairing(Base):
    """A donor division helps a recipient division."""

    __table__ = tables.pairing
    __mapper_args__ = locked(__table__)

    donor: Mapped[Division] = relationship(foreign_keys=lambda: tables.pairing.c.donor_id, lazy="raise")
    recipient: Mapped[Division] = relationship(
        foreign_keys=lambda: tables.pairing.c.recipient_id, lazy="raise"
    )


class Organisation(Base):
    """A body that takes part."""

    __table__ = tables.organisation
    __mapper_args__ = locked(__table__)


class Participation(Base):
    """What an organisation does in a project or in a pairing."""

    __table__ = tables.participation
    __mapper_args__ = locked(__table__)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
