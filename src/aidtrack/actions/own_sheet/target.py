"""What a column of an office's sheet can be: `county`, `funding.issued(2022)`, `jobs.employed`, `ignore`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from aidtrack.actions.fields import FLAGS, LINKS, RECIPIENTS, plain_date, plain_period
from aidtrack.actions.forms import FORMS
from aidtrack.errors import N_, Unreadable
from aidtrack.facts import partial_date
from aidtrack.folding import fold
from aidtrack.formats.grid_heading import unit_word
from aidtrack.queries.filters import NONE
from aidtrack.queries.lookup import read_word
from aidtrack.registry import UnknownName, unknown
from aidtrack.units import currency_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aidtrack.actions.forms import Field

Sort = Literal["ignore", "project", "shared", "figure", "body"]

ENDS = ("donor", *RECIPIENTS, "programme")
"""What says between whom a project is."""

PROJECT = tuple(name for name in (field.name for field in FORMS["project"].fields) if name != "pairing")
_HANGING = {"project", "pairing", *ENDS, "source", "locator", "note", "presumed", "external_id"}
FIGURES = {"funding": "stage", "jobs": "kind", "result": "indicator"}
"""The tables of amounts, and the field that says which amount it is."""

OF_FIGURES = {
    table: tuple(
        each.name for each in FORMS[table].fields if each.name not in {*_HANGING, FORMS[table].quantity, said}
    )
    for table, said in FIGURES.items()
}
"""By table of amounts, what can be said of each amount: fund_source, period, group, separate, part_of …"""

TO_OTHERS = (*LINKS, "overlaps", "separate")
"""What says what an amount is to others; these alone can be said of a row's amounts of one table or kind."""

SHARED = tuple(dict.fromkeys(name for names in OF_FIGURES.values() for name in names))
"""What a column can say of all amounts of its row."""

_TABLES = {
    "funding": "funding",
    "资金": "funding",
    "jobs": "jobs",
    "就业": "jobs",
    "result": "result",
    "results": "result",
    "成效": "result",
    "participation": "participation",
    "参与": "participation",
}
_IGNORED = {"ignore", "忽略"}
_SHAPE = re.compile(r"(?P<head>[^()]+?)\s*(?:\((?P<told>.*)\))?")


@dataclass(frozen=True)
class Target:
    """Where the cells of a column go.

    A figure has its table in `name` and what is said of it in `fixed`; a body that takes part its role there. What is
    shared is said of all amounts of a row, or of those that are `of` a table, and perhaps a stage or a kind.
    """

    sort: Sort
    name: str = ""
    fixed: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    of: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write it as a mapping does."""
        if self.sort not in ("figure", "body"):
            return ".".join((*self.of, self.name)) or "ignore"
        said = "role" if self.sort == "body" else FIGURES[self.name]
        told = [
            value if name == "period" else f"{name}={value}"
            for name, value in self.fixed.items()
            if name != said
        ]
        told += [f"unit={self.unit}"] if self.unit else []
        return f"{self.name}.{self.fixed[said]}" + (f"({', '.join(told)})" if told else "")

    def is_of(self, figure: Target) -> bool:
        """Tell whether what it shares is said of such an amount."""
        return self.of == (figure.name, figure.fixed[FIGURES[figure.name]])[: len(self.of)]


IGNORE = Target("ignore")


def plus(target: Target, **told: str) -> Target:
    """Say more of an amount."""
    return replace(target, fixed={**target.fixed, **told})


def target_names() -> list[str]:
    """Name all that a column can be."""
    stages = [f"funding.{code}" for code in ("planned", "issued", "received", "disbursed", "spent", "stated")]
    return [
        *PROJECT,
        "programme",
        *SHARED,
        *stages,
        "jobs.employed",
        "result.INDICATOR",
        *(f"{table}.{name}" for table in FIGURES for name in TO_OTHERS),
        "participation.ROLE",
        "ignore",
    ]


def read_target(text: str) -> Target:
    """Read what a person writes for a column; Unreadable says what is wrong, with the nearest right word."""
    found = _SHAPE.fullmatch(text.strip().replace("（", "(").replace("）", ")"))
    if found is None:
        raise unknown("target of a column", text, target_names())
    head, told = found["head"], _told(found["told"])
    table, dot, word = head.partition(".")
    if not dot:
        return _plain_target(head, told)
    if fold(table) not in _TABLES:
        raise unknown("table of amounts", table, [*FIGURES, "participation"])
    table, (*which, last) = _TABLES[fold(table)], word.split(".")
    if (link := fold(last).replace("-", "_")) in TO_OTHERS and table in FIGURES:
        return _link(table, which, link, told)
    return _amount(table, word.strip(), told)


def _link(table: str, which: list[str], name: str, told: dict[str, str]) -> Target:
    """Read a column that says what the amounts of its row are to others: funding.restates, funding.issued.part_of."""
    if told:
        raise Unreadable(N_("'{name}' takes nothing in brackets; only amounts do."), name=name)
    return Target("shared", name, of=(table, *(_which(table, word.strip()) for word in which)))


def build_target(field: str, told: Mapping[str, str]) -> Target:
    """Read a target whose particulars stand in a mapping of their own."""
    text = ", ".join(f"{name}={value}" for name, value in told.items())
    return read_target(f"{field}({text})" if told else field)


def _told(text: str | None) -> dict[str, str]:
    """Read what stands in brackets: name=value, and what needs no name: a year, a word of a vocabulary."""
    found: dict[str, str] = {}
    for part in re.split("[,，、;；]", text or ""):
        name, equals, value = part.partition("=")
        if part.strip():
            found |= {name.strip(): value.strip()} if equals else _unnamed(part.strip())
    return found


def _unnamed(word: str) -> dict[str, str]:
    if re.match(r"/?[0-9]{4}", word):
        return {"period": word}
    if unit_word(fold(word)):
        return {"unit": word}
    for vocabulary in ("fund_source", "tier", "form", "basis", "group", "scenario"):
        try:
            return {vocabulary: read_word(vocabulary, word)}
        except UnknownName:
            continue
    raise Unreadable(
        N_(
            "'{word}' is no year and no word of a vocabulary; write funding.issued(2022, fund_source=government)."
        ),
        word=word,
    )


def _plain_target(head: str, told: dict[str, str]) -> Target:
    name = fold(head).replace("-", "_")
    if name in _IGNORED:
        return IGNORE
    if name not in PROJECT and name not in SHARED and name != "programme":
        raise unknown("target of a column", head, target_names())
    if told:
        raise Unreadable(N_("'{name}' takes nothing in brackets; only amounts do."), name=name)
    return Target("shared" if name in SHARED else "project", name)


def _amount(table: str, word: str, told: dict[str, str]) -> Target:
    unit = told.pop("unit", None)
    if unit is not None and not unit_word(fold(unit)):
        raise Unreadable(N_("'{unit}' is no unit; write 万元, 元, 人 or the like."), unit=unit)
    if table == "participation":
        if told or unit:
            raise Unreadable(
                N_("'{name}' takes nothing in brackets; only amounts do."), name=f"{table}.{word}"
            )
        return Target("body", table, {"role": read_word("role", word)})
    for name in told:
        if name not in OF_FIGURES[table]:
            raise unknown("field", name, [*OF_FIGURES[table], "unit"])
    return Target("figure", table, {FIGURES[table]: _which(table, word), **_fixed(table, told)}, unit)


def _which(table: str, word: str) -> str:
    if table == "result":
        if not word:
            raise Unreadable(N_("Say which indicator: result.beneficiaries."))
        return word
    return read_word("stage" if table == "funding" else "jobs_kind", word)


def _fixed(table: str, told: Mapping[str, str]) -> dict[str, str]:
    return {name: read_said(FORMS[table][name], value) for name, value in told.items()}


def read_said(wanted: Field, value: str) -> str:
    """Read a word, a date or a period as it will be stored, so that it is written in one way."""
    if wanted.reads == "word":
        return value if value == NONE else read_word(wanted.of, value)
    if wanted.reads == "period":
        return plain_period(value)
    if wanted.reads == "flag" and fold(value) not in FLAGS:
        raise Unreadable(N_("'{name}' takes yes or no, not '{text}'."), name=wanted.name, text=value)
    if wanted.name == "currency":
        return currency_code(value)
    return partial_date(plain_date(value)) if wanted.reads == "date" else value
