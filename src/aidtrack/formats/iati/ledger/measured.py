"""Jobs and other results: what is measured, over which time, of whom."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from aidtrack.formats._flat import plain
from aidtrack.formats.iati.ledger.days import ends, first_day, last_day, nearest, start_before
from aidtrack.formats.iati.ledger.extension import add_row
from aidtrack.formats.iati.ledger.markup import add, add_text, clean
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aidtrack.formats.exchange import Row
    from aidtrack.formats.iati.ledger.known import Known
    from aidtrack.formats.iati.ledger.markup import Node
    from aidtrack.formats.iati.ledger.money import Home

_OUTPUT, _OUTCOME = "1", "2"
_UNIT, _PERCENTAGE = "1", "2"
_DIMENSIONS = ("group", "scenario", "place", "channel", "basis")


@dataclass(frozen=True, slots=True)
class _Measure:
    """What is measured: the type of the result, its names, how it is counted, and whether it may be added up."""

    type: str
    zh: str
    en: str | None
    counted: str = _UNIT
    summable: bool = True


def add_results(activity: Node, home: Home, table: str, rows: Iterable[Row]) -> None:
    """Add results, those of one kind or indicator together."""
    of = "kind" if table == "jobs" else "indicator"
    for code, group in groupby(rows, key=lambda row: row[of]):
        measure = _jobs(code) if table == "jobs" else _indicator(home.known, code)
        _add_result(activity, home, table, measure, list(group))


def _jobs(kind: str) -> _Measure:
    term = VOCABULARIES["jobs_kind"].by_code[kind]
    return _Measure(_OUTCOME if kind == "employed" else _OUTPUT, f"{term.zh}(人)", f"{term.en} (people)")


def _indicator(known: Known, code: str) -> _Measure:
    row = known.indicators.get(code, {"name": code, "unit": ""})
    unit, name_en = clean(row["unit"]), clean(row.get("name_en"))
    term = VOCABULARIES["unit"].by_code.get(unit)
    return _Measure(
        _OUTPUT,
        f"{clean(row['name']) or clean(code)}({unit})",
        f"{name_en} ({term.en if term else unit})" if name_en else None,
        _PERCENTAGE if unit == "%" else _UNIT,
        row.get("summable", True),
    )


def _add_result(activity: Node, home: Home, table: str, measure: _Measure, rows: list[Row]) -> None:
    """Add one; it may be added up with others only where none of its figures is part of another."""
    addable = measure.summable and not any("part_of" in row for row in rows)
    said = {"type": measure.type, "aggregation-status": "true" if addable else "false"}
    result = add(activity, "result", said)
    add_text(result, "title", measure.zh, measure.en)
    indicator = add(
        result, "indicator", {"measure": measure.counted, "aggregation-status": said["aggregation-status"]}
    )
    add_text(indicator, "title", measure.zh, measure.en)
    for _, group in groupby(rows, key=lambda row: (row.get("period"), _start(home, row), _end(home, row))):
        _add_period(indicator, home, table, list(group))


def _start(home: Home, row: Row) -> str:
    start, end = ends(row.get("period"))
    near = (*home.begins(), row.get("as_of"), home.known.said_on(row))
    return first_day(start) if start else start_before(near, [last_day(end)] if end else [])


def _end(home: Home, row: Row) -> str:
    """Give the last day of what a result covers, or the day when it was said, if that is no earlier than its start."""
    end = ends(row.get("period"))[1]
    if end:
        return last_day(end)
    start = _start(home, row)
    day = nearest([row.get("as_of"), home.known.said_on(row)], home.known.today)
    return max(day, start)


def _add_period(indicator: Node, home: Home, table: str, rows: list[Row]) -> None:
    period = add(indicator, "period")
    said = ends(rows[0].get("period"))
    for name, day, known in zip(
        ("period-start", "period-end"), (_start(home, rows[0]), _end(home, rows[0])), said, strict=True
    ):
        add(period, name, {"iso-date": day}, assumed="" if known else "iso-date")
    for name, actual in (("target", False), ("actual", True)):
        for row in rows:
            if (row.get("scenario", "actual") == "actual") is actual:
                _add_figure(period, name, table, row)


def _add_figure(period: Node, name: str, table: str, row: Row) -> None:
    count = row["count"]
    figure = add(period, name, {"value": plain(count.get("value", count["low"]))})
    for dimension in _DIMENSIONS:
        if dimension in row:
            add(figure, "dimension", {"name": dimension, "value": row[dimension]})
    if text := clean(count.get("text")):
        add_text(figure, "comment", text)
    add_row(figure, table, row)
