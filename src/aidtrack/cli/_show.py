"""The one mouth for answers: data on stdout in the format asked for, talk on stderr."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aidtrack.formats import FORMATS
from aidtrack.headings import HEADINGS, heading
from aidtrack.queries.arrange import Page, arranged, by_name
from aidtrack.registry import unknown
from aidtrack.text import _, ngettext
from aidtrack.wording import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from aidtrack.cli._table import Look
    from aidtrack.queries.explain_result import Explained
    from aidtrack.record import Record
    from aidtrack.result import Column, Result

TABLE = "table"
ALL = "all"

_PEOPLES = frozenset({TABLE, "md"})


def show(
    result: Result,
    *,
    format: str | None = None,
    columns: str | Sequence[str] | None = None,
    sort: str | None = None,
    limit: int | None = None,
) -> None:
    """Print an answer, and on stderr what there is to say about it.

    Without a format it is a table at a terminal, else TSV. `columns` are names, comma-separated or one by
    one, or `all`; `sort` is a name, with `-` before it for downwards, unknown values last either way.
    """
    name = named_format(format)
    answer = arranged(result, Page(sort, limit, for_people=name in _PEOPLES))
    show_arranged(answer, format=name, columns=columns)


def show_arranged(result: Result, *, format: str, columns: str | Sequence[str] | None = None) -> None:
    """Print an answer of which the rows are those wanted already."""
    _write(chosen(result, columns), format)
    for remark in remarks(result):
        notice(remark)


def page(format: str, columns: str | None, sort: str | None, limit: int | None) -> Page:
    """Say what of an answer a format needs."""
    return Page(sort, limit, for_people=format in _PEOPLES, named=bool(columns))


def say(text: str) -> None:
    """Print one line that is the answer itself."""
    print(safe(text))


def say_path(path: Path) -> None:
    """Print where a file was put; where the answer finds no room, on stderr: nobody could find it else."""
    try:
        say(str(path))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError:
        print(safe(str(path)), file=sys.stderr)
        raise


def notice(text: str) -> None:
    """Say something about the answer, on stderr."""
    sys.stdout.flush()  # so that at a terminal it stands below what it speaks of
    with suppress(OSError):  # where nobody listens there is still the answer
        print(safe(text), file=sys.stderr, flush=True)


def named_format(name: str | None) -> str:
    """Name the format to write in: that asked for, else a table at a terminal, else TSV."""
    if name is None:
        return TABLE if sys.stdout.isatty() else "tsv"
    if name != TABLE and name not in FORMATS:
        raise unknown(FORMATS.kind, name, (TABLE, *FORMATS))
    return name


def _write(result: Result, name: str) -> None:
    if name in _PEOPLES:
        result = for_people(result)
    if name != TABLE:
        FORMATS[name].write(result, sys.stdout)
    elif result.rows or result.total is not None:
        from aidtrack.cli._table import table_text

        text, omitted = table_text(result, look())
        sys.stdout.write(text)
        _tell_omitted(omitted)


def for_people(result: Result) -> Result:
    """Where nothing is divided, let the total be the one row."""
    return replace(result, rows=result.records, total=None) if result.by == [] else result


def _tell_omitted(omitted: Iterable[Column]) -> None:
    headings = _(", ").join(column.heading or column.name for column in omitted)
    if headings:
        sentence = _("No room here for: {headings}. --columns or --format json shows them.")
        notice(sentence.format(headings=headings))


def remarks(result: Result) -> Iterable[str]:
    """Tell what there is to say of an answer besides it."""
    if result.left_out:
        yield ngettext(
            "{count} more row was left out by --limit.",
            "{count} more rows were left out by --limit.",
            result.left_out,
        ).format(count=result.left_out)
    yield from result.remarks
    if not result.rows and not result.left_out and result.total is None:
        yield _("Nothing found.")


def chosen(result: Result, names: str | Sequence[str] | None) -> Result:
    """Keep only these columns; one that was asked for never gives way to the width (rank 0)."""
    asked = names.split(",") if isinstance(names, str) else names
    if not asked:
        return result
    machine, people = by_name((*result.shown, *result.columns)), by_name((*result.columns, *result.shown))
    wanted = list(dict.fromkeys(name.strip() for name in asked))
    if wanted == [ALL]:
        wanted = [column.name for column in result.columns]
    for name in wanted:
        if name not in people:
            raise unknown("column", name, machine)
    shown = [_headed(replace(people[name], rank=0)) for name in wanted]
    return replace(result, columns=[machine[name] for name in wanted], shown=shown)


def _headed(column: Column) -> Column:
    """Head a column for people that is meant for machines."""
    known = column.heading or column.name not in HEADINGS
    return column if known else replace(column, heading=heading(column.name))


def show_record(record: Record, *, format: str | None = None) -> None:
    """Print one record with what hangs on it; a format of one flat table gets its fields alone."""
    name = named_format(format)
    if name == TABLE:
        from aidtrack.cli._table import record_text

        text, omitted = record_text(record, look())
        sys.stdout.write(text)
        _tell_omitted_parts(omitted)
        return
    FORMATS[name].write_record(record, sys.stdout)
    left_out = [part.heading for part in record.parts if part.result.rows]
    if left_out and not FORMATS[name].holds_parts:
        headings = _(", ").join(left_out)
        notice(_("Not in this format: {headings}. --format json has everything.").format(headings=headings))


def show_explained(result: Result, why: Explained, *, format: str | None = None, **more: Any) -> None:
    """Print totals with what they are made of: below the table, inside the JSON, or flat in other formats.

    `more` are the columns, the order and the limit of the totals, or of the flat rows.
    """
    name = named_format(format)
    if name not in {TABLE, "json", "md"}:
        show(why.flat, format=name, **more)
        return
    show(replace(result, details={**result.details, **why.details}), format=name, **more)
    if name == "md":
        for part in why.parts:
            sys.stdout.write("\n")
            FORMATS[name].write(replace(part.result, title=part.heading), sys.stdout)
        sys.stdout.write("".join(f"\n{note}\n" for note in why.notes))
    if name == TABLE:
        from aidtrack.cli._table import notes_text, parts_text

        text, omitted = parts_text(why.parts, look())
        sys.stdout.write(text + notes_text(why.notes, look()))
        _tell_omitted_parts(omitted)


def _tell_omitted_parts(omitted: Iterable[Column]) -> None:
    headings = dict.fromkeys(column.heading or column.name for column in omitted)
    if headings:
        sentence = _("No room here for: {headings}. --format json has everything.")
        notice(sentence.format(headings=_(", ").join(headings)))


def look() -> Look:
    """See what the terminal is like."""
    from aidtrack.cli._table import Look

    terminal = sys.stdout.isatty() and os.environ.get("TERM") not in {"dumb", "unknown"}
    return Look(
        width=_width(),
        styled=terminal and not os.environ.get("NO_COLOR"),
        ascii=os.environ.get("AIDTRACK_ASCII", "") not in {"", "0"},
    )


def _width() -> int:
    """Take COLUMNS, else the terminal's own width, on whichever stream there is one, else 80."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        try:
            return os.get_terminal_size(stream.fileno() if stream else -1).columns or 80
        except (OSError, ValueError):
            continue
    return 80
