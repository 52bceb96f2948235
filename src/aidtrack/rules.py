"""The ledger's rules, one registry: held on entry, and looked for by `check`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_, Refused
from aidtrack.quantity import place
from aidtrack.registry import Registry
from aidtrack.same_money import pairs
from aidtrack.tables import FIGURES, SCALES, TABLES, pairing, project, source
from aidtrack.tables.derive import DERIVED
from aidtrack.text import _
from aidtrack.vocab import is_narrower
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Find = Callable[[sa.Connection], Iterator["Violation"]]


@dataclass(frozen=True, slots=True)
class Violation:
    """A record of `table` that breaks a rule: a sentence to translate, and what fills it."""

    table: str
    sentence: str
    fields: dict[str, Any]

    def __str__(self) -> str:
        return _(self.sentence).format(**self.fields)


def broken(table: str, number: int, sentence: str, **fields: object) -> Violation:
    """Say that a record breaks a rule; the sentence may name its table."""
    return Violation(table, sentence, {"table": label("record", table), "id": number, **fields})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what must hold, in English, and the query that finds what breaks it.

    A rule that is not held on entry follows from how rows are written, and only damage breaks it; or it is
    asked about there, and what was loaded without a question is found later.
    """

    name: str
    holds: str
    find: Find
    on_entry: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """A figure that is part of another, or restates it, with the one it points at."""

    table: str
    row: Any
    target: Any

    def broken(self, sentence: str, **fields: object) -> Violation:
        """Say that this link breaks a rule."""
        return broken(self.table, self.row.id, sentence, target=self.target.id, **fields)


def _links(connection: sa.Connection, column: str) -> Iterator[Link]:
    for name, table in FIGURES.items():
        query = sa.select(table).where(table.c[column].is_not(None))
        rows = connection.execute(query).all()
        wanted = {getattr(row, column) for row in rows}
        targets = {row.id: row for row in connection.execute(sa.select(table).where(table.c.id.in_(wanted)))}
        for row in rows:
            yield Link(name, row, targets[getattr(row, column)])


def _both(connection: sa.Connection) -> Iterator[Link]:
    yield from _links(connection, "part_of_id")
    yield from _links(connection, "restates_id")


def _target_restates_nothing(connection: sa.Connection) -> Iterator[Violation]:
    for link in _both(connection):
        if link.target.restates_id is not None:
            yield link.broken(
                N_("{table} {id} points at {target}, which restates {further}; point at that one."),
                further=link.target.restates_id,
            )


_SAME = {
    "funding": {"currency": N_("currency")},
    "jobs": {"kind": N_("kind")},
    "result": {"indicator_id": N_("indicator")},
}
"""By table, the columns that make the measure, and what people call them."""


def _same_measure(connection: sa.Connection) -> Iterator[Violation]:
    for link in _both(connection):
        for column, name in _SAME[link.table].items():
            if getattr(link.row, column) != getattr(link.target, column):
                yield link.broken(
                    N_("{table} {id} and {target} are not the same measure ({name} differs)."), name=_(name)
                )


def _same_stage(connection: sa.Connection) -> Iterator[Violation]:
    for link in _both(connection):
        if link.table != "funding" or link.row.stage == link.target.stage:
            continue
        if link.row.restates_id is None or link.row.stage != "stated":
            yield link.broken(N_("{table} {id} and {target} are of different stages."))


def _same_scenario(connection: sa.Connection) -> Iterator[Violation]:
    for link in _links(connection, "part_of_id"):
        if link.table != "funding" and link.row.scenario != link.target.scenario:
            yield link.broken(N_("{table} {id} is part of {target}, which is of another scenario."))


def _period_within(connection: sa.Connection) -> Iterator[Violation]:
    for link in _links(connection, "part_of_id"):
        part, whole = link.row, link.target
        starts = in_order(whole.period_start, part.period_start)
        if not starts or not in_order(part.period_end, whole.period_end):
            yield link.broken(N_("The period of {table} {id} is not within that of {target}, its whole."))


def in_order(first: str | None, second: str | None) -> bool:
    """Tell whether two partial dates can be in this order; what is not known cannot be out of it."""
    if first is None or second is None:
        return True
    shared = min(len(first), len(second))
    return first[:shared] <= second[:shared]


def _parts_fit(connection: sa.Connection) -> Iterator[Violation]:
    wholes: dict[tuple[str, int], list[Link]] = {}
    for link in _links(connection, "part_of_id"):
        if _is_view(link):
            if _too_much(link.table, link.target, [link.row]):
                yield link.broken(N_("{table} {id} is more than {target}, whose part it is."))
        else:
            wholes.setdefault((link.table, link.target.id), []).append(link)
    for (table, number), links in wholes.items():
        if _too_much(table, links[0].target, [link.row for link in links]):
            parts = ", ".join(str(link.row.id) for link in links)
            yield broken(
                table, number, N_("The parts of {table} {id} ({parts}) are more than it is."), parts=parts
            )


def _is_view(link: Link) -> bool:
    if link.row.overlaps:
        return True
    same = link.row.pairing_id == link.target.pairing_id
    return link.table != "funding" and same and is_narrower(link.row.group, link.target.group)


def _too_much(table: str, whole: Any, parts: list[Any]) -> bool:  # noqa: ANN401 - rows of any figure
    """Tell whether parts cannot fit into a whole, for all that either was rounded when it was printed."""
    if whole.high is None:
        return False
    slack = sum((_half_place(row.text) for row in (whole, *parts)), Decimal(0)) * SCALES[table]
    return bool(sum(row.low for row in parts) > whole.high + slack)


def _half_place(text: str | None) -> Decimal:
    """Half a unit of the last printed place; a whole number of people is not rounded."""
    if text is None:
        return Decimal(0)
    unit = place(text)
    return unit / 2 if unit != 1 else Decimal(0)


def _no_circles(connection: sa.Connection) -> Iterator[Violation]:
    trees = [(name, table, "part_of_id") for name, table in FIGURES.items()]
    trees += [("project", project, "parent_id"), ("division", TABLES["division"], "parent_id")]
    trees.append(("source", source, "copy_of_id"))
    for name, table, column in trees:
        query = sa.select(table.c.id, table.c[column]).where(table.c[column].is_not(None))
        above = {row[0]: row[1] for row in connection.execute(query)}
        for number in _on_circles(above):
            yield broken(name, number, N_("{table} {id} is part of itself."))


def _on_circles(above: dict[int, int]) -> Iterator[int]:
    safe: set[int] = set()
    for start in above:
        path: list[int] = []
        here: int | None = start
        while here is not None and here not in safe and here not in path:
            path.append(here)
            here = above.get(here)
        if here is not None and here == start:
            yield start
        elif here is None or here in safe:
            safe.update(path)


_ORDERED = (
    (project, "planned_start", "planned_end"),
    (project, "actual_start", "actual_end"),
    (pairing, "since", "until"),
    *((table, "period_start", "period_end") for table in FIGURES.values()),
)


def _dates_in_order(connection: sa.Connection) -> Iterator[Violation]:
    for table, first, second in _ORDERED:
        query = sa.select(table.c.id, table.c[first], table.c[second]).where(
            sa.func.substr(table.c[first], 1, 4) >= sa.func.substr(table.c[second], 1, 4)
        )
        for number, start, end in connection.execute(query):
            if not in_order(start, end):
                sentence = N_("{table} {id} ends ({end}) before it starts ({start}).")
                yield broken(table.name, number, sentence, start=start, end=end)


def _place_in_source(connection: sa.Connection) -> Iterator[Violation]:
    for name, table in FIGURES.items():
        query = (
            sa.select(table.c.id)
            .join(source, table.c.source_id == source.c.id)
            .where(table.c.locator.is_(None), source.c.kind != "ledger")
        )
        for number in connection.execute(query).scalars():
            yield broken(
                name, number, N_("{table} {id} does not say where in its source it stands; give --locator.")
            )


def _pairings_once(connection: sa.Connection) -> Iterator[Violation]:
    columns = pairing.c
    seen: dict[tuple[Any, ...], list[Any]] = {}
    for row in connection.execute(sa.select(pairing).order_by(columns.id)):
        before = seen.setdefault((row.donor_id, row.recipient_id, row.programme), [])
        for first in before:
            if in_order(first.since, row.until) and in_order(row.since, first.until):
                yield broken(
                    "pairing", row.id, N_("Pairing {id} says the same as pairing {target}."), target=first.id
                )
        before.append(row)


def _overlaps_answered(connection: sa.Connection) -> Iterator[Violation]:
    for name in FIGURES:
        for one, other in pairs(connection, name):
            yield broken(
                name,
                one.id,
                N_(
                    "{table} {id} ({first}) and {target} ({second}) may be the same; say what they are with: "
                    "aidtrack edit {record} {target} --part-of {id} (or --restates {id}, or --separate)"
                ),
                record=name,
                target=other.id,
                first=one.printed,
                second=other.printed,
            )


_DERIVED = {"year": N_("the year"), "search_key": N_("what a search looks through")}


def _derived_columns(connection: sa.Connection) -> Iterator[Violation]:
    for name, derive in DERIVED.items():
        for row in connection.execute(sa.select(TABLES[name])):
            values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
            for column, value in derive(values).items():
                if values[column] != value:
                    sentence = N_("{table} {id}: {column} does not follow from the rest of the row.")
                    yield broken(name, row.id, sentence, column=_(_DERIVED[column]))


RULES = Registry(
    "rule",
    (
        Rule("no_circles", N_("Nothing is part of itself."), _no_circles),
        Rule(
            "target_restates_nothing",
            N_("A part and a restatement point at a figure that itself restates nothing."),
            _target_restates_nothing,
        ),
        Rule("same_measure", N_("Linked figures are of the same measure and currency."), _same_measure),
        Rule(
            "same_stage", N_("Linked figures are of the same stage; `stated` may restate any."), _same_stage
        ),
        Rule("same_scenario", N_("A part has its whole's scenario."), _same_scenario),
        Rule("period_within", N_("A part's period lies within its whole's."), _period_within),
        Rule("parts_fit", N_("The parts of a whole are not more than it is."), _parts_fit),
        Rule("dates_in_order", N_("Nothing ends before it starts."), _dates_in_order),
        Rule("place_in_source", N_("A figure says where in its source it stands."), _place_in_source),
        Rule("pairings_once", N_("No pairing is recorded twice."), _pairings_once),
        Rule(
            "overlaps_answered",
            N_("Figures that may be the same money say whether they are."),
            _overlaps_answered,
            on_entry=False,  # `add` asks before it writes
        ),
        Rule(
            "derived_columns",
            N_("Columns that follow from others do so."),
            _derived_columns,
            on_entry=False,
        ),
    ),
)


def check(connection: sa.Connection) -> Iterator[Violation]:
    """Find everything that breaks a rule."""
    for rule in RULES.values():
        yield from rule.find(connection)


def require(connection: sa.Connection) -> None:
    """Refuse what has been written in this transaction if it breaks a rule."""
    found = [violation for rule in RULES.values() if rule.on_entry for violation in rule.find(connection)]
    if found:
        raise Refused(found[0].sentence, hints=tuple(map(str, found[1:])), **found[0].fields)
