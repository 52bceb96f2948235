"""The one mouth for answers: data on stdout in the format asked for, talk on stderr."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aidtrack.formats import FORMATS
from aidtrack.headings import HEADINGS, heading
from aidtrack.registry import unknown
from aidtrack.result import Amount, Column
from aidtrack.text import _, ngettext
from aidtrack.wording import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from aidtrack.cli._table import Look
    from aidtrack.queries.explain_result import Explained
    from aidtrack.record import Record
    from aidtrack.result import Result, Row

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
    name = _format(format)
    answer, left_out = arranged(result, columns=columns, sort=sort, limit=limit, nested=name in _PEOPLES)
    _write(answer, name)
    for remark in remarks(result, left_out):
        notice(remark)


def arranged(
    result: Result, *, columns: str | Sequence[str] | None, sort: str | None, limit: int | None, nested: bool
) -> tuple[Result, int]:
    """Choose columns, order and number of rows; also tell how many rows were left out."""
    answer = replace(result, rows=_sorted(result, sort, nested=nested))
    return _limited(_chosen(answer, columns), limit)


def say(text: str) -> None:
    """Print one line that is the answer itself."""
    print(safe(text))


def notice(text: str) -> None:
    """Say something about the answer, on stderr."""
    sys.stdout.flush()  # so that at a terminal it stands below what it speaks of
    print(safe(text), file=sys.stderr)


def _format(name: str | None) -> str:
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


def remarks(result: Result, left_out: int) -> Iterable[str]:
    """Tell what there is to say of an answer besides it."""
    if left_out:
        yield ngettext(
            "{count} more row was left out by --limit.",
            "{count} more rows were left out by --limit.",
            left_out,
        ).format(count=left_out)
    yield from result.remarks
    if not result.rows and result.total is None:
        yield _("Nothing found.")


def _chosen(result: Result, names: str | Sequence[str] | None) -> Result:
    """Keep only these columns; one that was asked for never gives way to the width (rank 0)."""
    asked = names.split(",") if isinstance(names, str) else names
    if not asked:
        return result
    machine, people = _by_name((*result.shown, *result.columns)), _by_name((*result.columns, *result.shown))
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


def _by_name(columns: Iterable[Column]) -> dict[str, Column]:
    """Know columns by name; where two have the same, the later counts."""
    return {column.name: column for column in columns}


def _sorted(result: Result, sort: str | None, *, nested: bool) -> Sequence[Row]:
    if not sort:
        return result.rows
    name = sort.removeprefix("-")
    known = _by_name((*result.columns, *result.shown))
    if name not in known:
        raise unknown("column", name, known)
    descending = sort.startswith("-")
    if nested:
        return _sorted_nested(result.rows, name, descending=descending)
    return _in_order(result.rows, lambda row: row.get(name), descending=descending)


def _in_order(items: Iterable[Any], value: Callable[[Any], Any], *, descending: bool) -> list[Any]:
    items = list(items)
    known = [item for item in items if value(item) is not None]
    known.sort(key=lambda item: _key(value(item)), reverse=descending)
    return known + [item for item in items if value(item) is None]


def _key(value: Any) -> Any:
    if isinstance(value, Amount):
        return value.low
    return tuple(value) if isinstance(value, (list, tuple)) else value


def _sorted_nested(rows: Sequence[Row], name: str, *, descending: bool) -> list[Row]:
    """Sort, but leave below each row what is part of it."""
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and row.get("_depth", 0) > blocks[-1][0].get("_depth", 0):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    ordered = _in_order(blocks, lambda block: block[0].get(name), descending=descending)
    return [
        row
        for head, *below in ordered
        for row in (head, *(_sorted_nested(below, name, descending=descending) if below else ()))
    ]


def _limited(result: Result, limit: int | None) -> tuple[Result, int]:
    if limit is None or limit >= len(result.rows):
        return result, 0
    return replace(result, rows=result.rows[:limit]), len(result.rows) - limit


def show_record(record: Record, *, format: str | None = None) -> None:
    """Print one record with what hangs on it; a format of one flat table gets its fields alone."""
    name = _format(format)
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
    name = _format(format)
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
