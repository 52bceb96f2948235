"""The measures: what is added up, and which rows of which table it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_, Unreadable
from aidtrack.registry import Registry, unknown
from aidtrack.tables import indicator
from aidtrack.vocab import AID_SOURCES, VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOT_AID = tuple(code for code in VOCABULARIES["fund_source"].codes if code not in AID_SOURCES)


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that totals add up: the rows of `table` whose columns hold one of the values of `where`.

    A measure that names no scenario is of actual figures, unless the question asks for another scenario.
    """

    name: str
    zh: str
    en: str
    table: str
    where: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    unit: str = ""

    @property
    def key(self) -> str:
        """Its name in JSON and CSV."""
        return self.name.replace("-", "_")

    def takes(self, row: Mapping[str, Any]) -> bool:
        """Tell whether it takes a row with these values."""
        return all(row[column] in values for column, values in self.where.items())

    def conditions(self, table: sa.Table) -> list[sa.ColumnElement[bool]]:
        """Say the same in SQL."""
        return [table.c[column].in_(values) for column, values in self.where.items()]


PROJECTS = Measure("projects", "项目", "Projects", "project")

_JOBS_KINDS = VOCABULARIES["jobs_kind"].by_code
_STAGES = VOCABULARIES["stage"].by_code


def _stage(code: str) -> Measure:
    term = _STAGES[code]
    where = {"stage": (code,), "fund_source": AID_SOURCES}
    return Measure(code, f"{term.zh}资金", term.en.capitalize(), "funding", where)


def _jobs(name: str, zh: str, en: str, kind: str, *scenario: str) -> Measure:
    where = {"kind": (kind,)} | ({"scenario": scenario} if scenario else {})
    return Measure(name, zh, en, "jobs", where)


MEASURES = Registry(
    "measure",
    (
        PROJECTS,
        Measure(
            "funding",
            "资金",
            "Funding",
            "funding",
            {"stage": ("issued", "stated"), "fund_source": AID_SOURCES},
        ),
        Measure(
            "investment",
            "投资",
            "Investment",
            "funding",
            {"stage": ("issued", "stated"), "fund_source": _NOT_AID},
        ),
        _jobs("jobs", "就业(人)", "Jobs", "employed", "actual"),
        *(
            _jobs(code, f"{_JOBS_KINDS[code].zh}", _JOBS_KINDS[code].en.capitalize(), code)
            for code in _JOBS_KINDS
            if code != "employed"
        ),
        _jobs("jobs-expected", "预计就业(人)", "Jobs expected", "employed", "expected"),
        _jobs("jobs-target", "目标就业(人)", "Jobs target", "employed", "target"),
        *(_stage(code) for code in _STAGES),
    ),
)
"""The fixed measures; each indicator that may be summed is one more, by its code."""

DEFAULT = ("projects", "funding", "jobs")
OTHER_STAGES = tuple(code for code in _STAGES if code not in ("issued", "stated"))
"""The stages that are no part of `funding`; those that have a row are shown beside it."""


def find_measures(connection: sa.Connection, names: tuple[str, ...]) -> list[Measure]:
    """Find measures by name, the codes of indicators among them."""
    return [MEASURES[name] if name in MEASURES else _of_indicator(connection, name) for name in names]


def _of_indicator(connection: sa.Connection, code: str) -> Measure:
    columns = indicator.c
    rows = connection.execute(
        sa.select(columns.id, columns.code, columns.name, columns.name_en, columns.unit, columns.summable)
    ).all()
    for row in rows:
        if row.code == code.replace("-", "_"):
            break
    else:
        raise unknown("measure", code, (*MEASURES, *(row.code for row in rows if row.summable)))
    if not row.summable:
        raise Unreadable(
            N_("Figures of {code} ({unit}) cannot be added up; see them with: aidtrack list results"),
            code=code,
            unit=row.unit,
        )
    heading = f"{row.name}({row.unit})"
    return Measure(
        row.code, heading, row.name_en or row.name, "result", {"indicator_id": (row.id,)}, row.unit
    )
