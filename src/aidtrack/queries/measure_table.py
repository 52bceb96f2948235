"""The fixed measures, what totals add up: a table that help and completion can read without a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aidtrack.registry import Registry
from aidtrack.vocab import AID_SOURCES, VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa

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

    def conditions(self, table: sa.FromClause) -> list[sa.ColumnElement[bool]]:
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
