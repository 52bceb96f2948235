"""`-o FILE`: an answer as a file to hand out, a sheet for who reads no terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from aidtrack.cli._options import OUTPUT
from aidtrack.cli._show import chosen, for_people, notice, remarks
from aidtrack.errors import N_, Refused, Unreadable
from aidtrack.headings import HEADINGS, heading
from aidtrack.queries.arrange import Page, arranged
from aidtrack.text import _, ngettext
from aidtrack.wording import label, money_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aidtrack.formats.handout import HandoutFormat
    from aidtrack.queries.explain_result import Explained
    from aidtrack.result import Result

Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=N_("Write a sheet to hand out: FILE.xlsx, .csv or .md."),
        rich_help_panel=OUTPUT,
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help=N_("Replace a file that is there."), rich_help_panel=OUTPUT)
]

_WORDS = {"text": N_("Words"), "fund-source": "fund_source"}
"""What heads the value of a filter where that is not the heading of its own name."""


class Sheet(NamedTuple):
    """Where an answer goes, and what is said of it there: the filters it was asked with, the day it tells of."""

    path: Path
    force: bool
    asked: Mapping[str, str]
    as_of: str | None
    currency: str = "CNY"

    def write(
        self,
        result: Result,
        why: Explained | None = None,
        *,
        columns: str | None = None,
        sort: str | None = None,
        limit: int | None = None,
    ) -> None:
        """Write the file; all that is said is said on stderr."""
        answer = arranged(result, Page(sort, limit))
        self.write_arranged(chosen(answer, columns), why)

    def write_arranged(self, answer: Result, why: Explained | None = None) -> None:
        """Write the file of an answer of which the rows and columns are those wanted already."""
        said = [*remarks(answer)]
        self._write(for_people(replace(answer, notes=[*answer.notes, *said])), why)
        for remark in said:
            notice(remark)
        rows = ngettext("Wrote {count} row to {path}.", "Wrote {count} rows to {path}.", len(answer.rows))
        notice(rows.format(count=len(answer.rows), path=self.path))

    def _write(self, result: Result, why: Explained | None) -> None:
        from aidtrack.formats.files import new_file
        from aidtrack.formats.handout import Handout
        from aidtrack.record import Part

        parts = [Part("answer", "", result), *(why.parts if why else ())]
        handout = Handout(result.title, [*self._lines(result)], parts, why.notes if why else ())
        with new_file(self.path, force=self.force) as path:
            format_of(self.path).write(path, handout)

    def _lines(self, result: Result) -> Iterator[str]:
        said = [f"{_heading(name)}: {_worded(name, value)}" for name, value in self.asked.items()]
        if said:
            yield " · ".join(said)
        dates = [_("as of {date}").format(date=self.as_of)] if self.as_of else []
        dates.append(_("made on {date}").format(date=datetime.now(UTC).astimezone().date()))
        if any(column.shape == "money" for column in result.shown or result.columns):
            dates.append(money_heading(_("Money"), self.currency))
        yield " · ".join(dates)


def check_output(path: Path | None, format: str | None, *, force: bool) -> None:
    """Refuse what cannot be written before anything is asked of the ledger."""
    if path is None:
        return
    format_of(path)
    if format is not None:
        raise Unreadable(N_("-o says by the ending of its file how to write it; leave --format out."))
    if path.exists() and not force:
        raise Refused(N_("'{path}' is there already; --force replaces it."), path=path)


def _heading(name: str) -> str:
    word = _WORDS.get(name, name)
    return heading(word) if word in HEADINGS else _(word)


def _worded(name: str, value: str) -> str:
    """Say the value of a filter as people read it, be it typed as a code."""
    from aidtrack.queries.filter_table import FILTERS
    from aidtrack.queries.filters import NONE
    from aidtrack.queries.lookup import read_word

    vocabulary = FILTERS[name].vocabulary if name in FILTERS else ""
    return label(vocabulary, read_word(vocabulary, value)) if vocabulary and value != NONE else value


def format_of(path: Path) -> HandoutFormat:
    """Find the format by the ending of a file's name."""
    from aidtrack.formats.handout import HANDOUTS

    name = path.suffix.lower().removeprefix(".")
    if name not in HANDOUTS:
        raise Unreadable(
            N_("'{path}' says by its ending how to write it: {names}."),
            path=path,
            names=", ".join(f".{known}" for known in HANDOUTS),
        )
    return HANDOUTS[name]
