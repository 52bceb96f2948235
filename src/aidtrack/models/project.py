"""Projects and their figures: money, jobs, other results."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, relationship

from aidtrack import tables
from aidtrack.models.base import Base, locked
from aidtrack.models.place import Pairing


class Project(Base):
    """A unit of work of one pairing, perhaps part of a larger project."""

    __table__ = tables.project
    __mapper_args__ = locked(__table__)

    pairing: Mapped[Pairing] = relationship(lazy="raise")
    parent: Mapped[Project | None] = relationship(
        remote_side=lambda: tables.project.c.id, lazy="raise", back_populates="subprojects"
    )
    subprojects: Mapped[list[Project]] = relationship(lazy="raise", back_populates="parent")
    funding: Mapped[list[Funding]] = relationship(lazy="raise", back_populates="project")
    jobs: Mapped[list[Jobs]] = relationship(lazy="raise", back_populates="project")
    results: Mapped[list[ResultFigure]] = relationship(lazy="raise", back_populates="project")


class Funding(Base):
    """One amount of money."""

    __table__ = tables.funding
    __mapper_args__ = locked(__table__)

    project: Mapped[Project | None] = relationship(lazy="raise", back_populates="funding")


class Jobs(Base):
    """One employment figure."""

    __table__ = tables.jobs
    __mapper_args__ = locked(__table__)

    project: Mapped[Project | None] = relationship(lazy="raise", back_populates="jobs")


class ResultFigure(Base):
    """Any other measured result."""

    __table__ = tables.result
    __mapper_args__ = locked(__table__)

    project: Mapped[Project | None] = relationship(lazy="raise", back_populates="results")
