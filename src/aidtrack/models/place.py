"""Places and pairings: donor districts, recipient counties, and who helps whom."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, relationship

from aidtrack import tables
from aidtrack.models.base import Base, locked


class Division(Base):
    """A place, or a named group of places; a donor or a recipient by its pairings."""

    __table__ = tables.division
    __mapper_args__ = locked(__table__)

    parent: Mapped[Division | None] = relationship(
        remote_side=lambda: tables.division.c.id,
        lazy="raise",
        foreign_keys=lambda: tables.division.c.parent_id,
    )


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
