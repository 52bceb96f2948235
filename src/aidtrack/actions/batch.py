"""Many records at once: JSON lines or CSV, all of them or none, every bad line reported."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from aidtrack import document
from aidtrack.actions.enter import Added, SameMoney, Writer
from aidtrack.errors import N_, AidtrackError, Refused, Unreadable
from aidtrack.formats.separated_rows import LARGEST, cells_up_to, cut
from aidtrack.registry import unknown
from aidtrack.rules import broken_by
from aidtrack.text import _, say
from aidtrack.wording import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aidtrack.actions.forms import Form
    from aidtrack.actions.record import Recorder
    from aidtrack.actions.sheet import Given
    from aidtrack.rules import Violation

_HEADED = re.compile(r"(?P<name>[^((]+?)\s*[((](?P<unit>[^))]+)[))]")
_LISTS = re.compile("[;;]")


@dataclass(frozen=True, slots=True)
class Line:
    """One record as it came: the number of its line, what was given, and the unit that its column names."""

    number: int
    given: Given
    unit: str | None = None
    error: AidtrackError | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be added."""

    line: int
    field: str | None
    reason: str
    exit_code: int

    def __str__(self) -> str:
        if self.field is None:
            return _("line {line}: {reason}").format(line=self.line, reason=self.reason)
        return _("line {line}, {field}: {reason}").format(
            line=self.line, field=self.field, reason=self.reason
        )


class BadLines(AidtrackError):
    """Lines that cannot be added, each with its reason; the exit code is that of the first one's class."""

    def __init__(self, problems: Sequence[Problem], total: int) -> None:
        super().__init__(
            N_("{count} of {total} lines cannot be added; nothing was written."),
            count=len(dict.fromkeys(problem.line for problem in problems)),
            total=total,
            hints=tuple(map(str, problems)),
        )
        self.exit_code = problems[0].exit_code


def decoded(data: bytes) -> str:
    """Read what was typed or piped in, in whatever encoding it is."""
    text = document.decoded(data)
    if text is None:
        raise Unreadable(N_("The standard input is no text in UTF-8 or GB 18030, or it is cut off."))
    return text


def read_lines(form: Form, text: str) -> list[Line]:
    """Cut the input into records: JSON lines if it begins with a brace, else CSV (or tabs) with a header."""
    start = text.lstrip()[:1]
    if start == "[":
        raise Unreadable(N_("Write one JSON object a line, without the brackets around them all."))
    lines = list(_json_lines(form, text) if start == "{" else _csv_lines(form, text))
    if not lines:
        raise Unreadable(N_("The standard input holds no record; give JSON lines, or CSV with a header."))
    return lines


def _json_lines(form: Form, text: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                given = {
                    _name(form, key): _typed(value) for key, value in _object(line).items() if _said(value)
                }
            except AidtrackError as error:
                yield Line(number, {}, error=error)
            else:
                yield Line(number, given)


def _object(line: str) -> dict[str, Any]:
    try:
        # Numbers stay as they are written: 0.10 has two decimals.
        found = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        sentence = N_("This is no JSON object; character {column} is not what should stand there.")
        raise Unreadable(sentence, column=getattr(error, "colno", 1)) from error
    if not isinstance(found, dict):
        raise Unreadable(N_("This is no JSON object; write the fields in braces."))
    return found


def _said(value: object) -> bool:
    return value not in (None, [], {}) and not (isinstance(value, str) and not value.strip())


def _typed(value: object) -> str | list[str]:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    if not isinstance(value, str):
        raise Unreadable(
            N_("A value is a text, a number, yes or no, or a list of texts; not '{value}'."), value=value
        )
    return value


def _csv_lines(form: Form, text: str) -> Iterator[Line]:
    first = text.lstrip().partition("\n")[0]
    rows = csv.reader(
        StringIO(text, newline=""),
        delimiter="\t" if first.count("\t") > first.count(",") else ",",
        strict=True,
    )
    names: list[str] | None = None
    unit = None
    with cells_up_to(LARGEST):
        for number, row in cut(rows, _("standard input")):
            if names is None:
                names, unit = _header(form, row)
            else:
                yield _csv_line(form, names, row, number, unit)


def _header(form: Form, row: Sequence[str]) -> tuple[list[str], str | None]:
    """Read the names of the columns; one may say the unit of its amounts: amount(万元)."""
    names, unit = [], None
    for cell in row:
        headed = _HEADED.fullmatch(cell.strip())
        names.append(_name(form, headed["name"] if headed else cell.strip()))
        if headed and form.is_figure and names[-1] == form.quantity:
            unit = headed["unit"]
    if twice := {name for name in names if names.count(name) > 1}:
        raise Unreadable(N_("Two columns are called {names}."), names=", ".join(sorted(twice)))
    return names, unit


def _csv_line(form: Form, names: Sequence[str], row: Sequence[str], number: int, unit: str | None) -> Line:
    if any(cell.strip() for cell in row[len(names) :]):
        extra = Unreadable(
            N_("There are {cells} cells, but {columns} columns."), cells=len(row), columns=len(names)
        )
        return Line(number, {}, error=extra)
    cells = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
    return Line(number, {name: _cell(form, name, cell) for name, cell in cells.items()}, unit)


def _cell(form: Form, name: str, cell: str) -> str | list[str]:
    if form[name].reads not in ("words", "places"):
        return cell
    return [part.strip() for part in _LISTS.split(cell) if part.strip()]


def _name(form: Form, text: str) -> str:
    name = text.strip().replace("-", "_")
    by_alias = {field.alias.lstrip("-"): field.name for field in form.fields if field.alias}
    name = by_alias.get(name, name)
    if name not in form:
        raise unknown("field", text, [field.name for field in form.fields])
    return name


def add_lines(
    recorder: Recorder, form: Form, lines: Sequence[Line], *, also: Given, unit: str | None, pair: bool
) -> list[Added]:
    """Add a record for each line; `also` is said of all of them. Raises BadLines with everything wrong."""
    writer = Writer(recorder, pair=pair, many=True)
    added: dict[int, Added] = {}
    problems: list[Problem] = []
    for line in lines:
        try:
            if line.error is not None:
                raise line.error
            added[line.number] = writer.add(form, {**also, **line.given}, unit=line.unit or unit)
        except SameMoney as error:
            problems.append(_problem(line.number, _same_as_a_line(error, added)))
        except AidtrackError as error:
            problems.append(_problem(line.number, error))
    if added and not problems:
        problems += _against_rules(recorder, {one.number: line for line, one in added.items()})
    if problems:
        raise BadLines(problems, len(lines))
    return list(added.values())


def _same_as_a_line(error: SameMoney, added: Mapping[int, Added]) -> AidtrackError:
    """Name the line, if it is one, that may say the same: its record has no number that would last."""
    line = next((line for line, one in added.items() if one.number == error.ids[0]), None)
    if line is None:
        return error
    return Refused(
        N_("It may say the same as line {line}; call it separate, or add it by itself after that one."),
        line=line,
    )


def _problem(line: int, error: AidtrackError) -> Problem:
    field = error.fields.get("field")
    reason = " ".join([say(error), *map(safe, error.hints)])
    return Problem(line, str(field) if field else None, reason, error.exit_code)


def _against_rules(recorder: Recorder, lines: Mapping[int, int]) -> Iterator[Problem]:
    """Find the rules that the new rows break, and on which line each stands."""
    for violation in broken_by(recorder.session.connection(), recorder.near):
        line = _line_of(violation, lines)
        if line is not None:
            yield Problem(line, None, str(violation), 5)


def _line_of(violation: Violation, lines: Mapping[int, int]) -> int | None:
    named = [violation.fields.get("id"), violation.fields.get("target")]
    parts = [int(part) for part in str(violation.fields.get("parts", "")).split(", ") if part]
    return next((lines[number] for number in (*named, *reversed(parts)) if number and number in lines), None)
