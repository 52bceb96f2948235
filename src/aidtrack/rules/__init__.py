"""The ledger's rules, one registry: held on entry, and looked for by `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.errors import N_, Refused
from aidtrack.registry import Registry
from aidtrack.rules import circles, dates, history, kept, links, parts, records
from aidtrack.rules.dates import in_order
from aidtrack.rules.looking import look
from aidtrack.rules.near import Near
from aidtrack.rules.violation import Rule, Violation, broken

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

    from aidtrack.rules.violation import Find

__all__ = [
    "RULES",
    "Near",
    "Rule",
    "Violation",
    "broken",
    "broken_by",
    "check",
    "in_order",
    "look",
    "require",
]


def _follows(name: str, holds: str, find: Find) -> Rule:
    """Name a rule that nobody can break by a command."""
    return Rule(name, holds, find, on_entry=False)


def _deep(name: str, holds: str, find: Find) -> Rule:
    return Rule(name, holds, find, on_entry=False, deep=True)


RULES = Registry(
    "rule",
    (
        Rule("no_circles", N_("Nothing is part of itself."), circles.no_circles),
        _follows(
            "target_there",
            N_("A part and a restatement point at a figure that is there."),
            links.target_there,
        ),
        Rule(
            "target_restates_nothing",
            N_("A part and a restatement point at a figure that itself restates nothing."),
            links.target_restates_nothing,
        ),
        Rule("same_measure", N_("Linked figures are of the same measure and currency."), links.same_measure),
        Rule(
            "same_stage",
            N_("Linked figures are of the same stage; `stated` may restate any."),
            links.same_stage,
        ),
        Rule("same_scenario", N_("A part has its whole's scenario."), links.same_scenario),
        Rule("period_within", N_("A part's period lies within its whole's."), links.period_within),
        Rule("parts_fit", N_("The parts of a whole are not more than it is."), parts.parts_fit),
        Rule("dates_in_order", N_("Nothing ends before it starts."), dates.dates_in_order),
        Rule("place_in_source", N_("A figure says where in its source it stands."), records.place_in_source),
        Rule("pairings_once", N_("No pairing is recorded twice."), records.pairings_once),
        _follows(  # `add` asks before it writes
            "overlaps_answered",
            N_("Figures that may be the same money say whether they are."),
            records.overlaps_answered,
        ),
        _follows("derived_columns", N_("Columns that follow from others do so."), records.derived_columns),
        _deep("lists_whole", N_("A column for a list of words holds one."), records.lists_whole),
        _deep(
            "change_there",
            N_("Every record belongs to a change; only what ships with the program may belong to none."),
            history.change_there,
        ),
        _deep(
            "version_counts",
            N_("A record's version is one more than how often it was edited and brought back."),
            history.version_counts,
        ),
        _deep(
            "there_or_gone",
            N_("A record is gone if it was taken out at last, and else it is there."),
            history.there_or_gone,
        ),
        _deep(
            "steps_numbered",
            N_("The steps of a change are numbered from 1, among all the rows that it wrote."),
            history.steps_numbered,
        ),
        _deep("changes_wrote", N_("Every change wrote something."), history.changes_wrote),
        _deep("undoes_earlier", N_("A change takes only an earlier one back."), history.undoes_earlier),
        _deep("tables_known", N_("A change touches only records."), history.tables_known),
        _deep(
            "images_whole",
            N_("A record that was edited or taken out is kept whole, as it was before."),
            kept.images_whole,
        ),
        _deep(
            "versions_follow",
            N_(
                "The states of a record follow one another: no version is left out, none comes or goes twice."
            ),
            kept.versions_follow,
        ),
    ),
)


def check(connection: sa.Connection, *, deep: bool = False) -> Iterator[tuple[Rule, Violation]]:
    """Find everything that breaks a rule, each with its rule; the deep ones too where that is asked for."""
    for rule in RULES.values():
        if deep or not rule.deep:
            for violation in look(rule, connection):
                yield rule, violation


def broken_by(connection: sa.Connection, near: Near) -> Iterator[Violation]:
    """Find what breaks a rule in or beside the rows of a change; the rules held before it."""
    for rule in RULES.values():
        if rule.on_entry:
            yield from look(rule, connection, near)


def require(connection: sa.Connection, near: Near) -> None:
    """Refuse what a change of this transaction has written if it breaks a rule."""
    found = list(broken_by(connection, near))
    if found:
        raise Refused(found[0].sentence, hints=tuple(map(str, found[1:])), **found[0].fields)
