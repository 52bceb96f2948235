"""What stands beside the facts: sources, vocabularies that users extend, history."""

from __future__ import annotations

from aidtrack import tables
from aidtrack.models.base import Base, locked


class Source(Base):
    """A document in which facts are said."""

    __table__ = tables.source
    __mapper_args__ = locked(__table__)


class Sector(Base):
    """A field of work."""

    __table__ = tables.sector
    __mapper_args__ = locked(__table__)


class Indicator(Base):
    """What a result measures."""

    __table__ = tables.indicator
    __mapper_args__ = locked(__table__)


class Change(Base):
    """One command's writes."""

    __table__ = tables.change


class ChangeItem(Base):
    """A row as it was before a change."""

    __table__ = tables.change_item
