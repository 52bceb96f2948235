"""The one mouth: which format, which columns and rows, and what is said beside them."""

from __future__ import annotations

import json
import os
import re
import sys
from decimal import Decimal
from io import StringIO

import pytest

from aidtrack.cli import _show
from aidtrack.cli._show import notice, show, show_record
from aidtrack.cli._table import Look, record_text
from aidtrack.queries.arrange import Page, arranged
from aidtrack.record import Part, Record
from aidtrack.registry import UnknownName
from aidtrack.result import Amount, Column, Result, Row


@pytest.fixture(autouse=True)
def _usual_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("AIDTRACK_ASCII", raising=False)


def money(low: int, high: int | None = None) -> Amount:
    return Amount(Decimal(low), Decimal(low), Decimal(high or low), currency="CNY", known=1, of=1)


def projects() -> Result:
    shown = (
        Column("code", "Code", "code"),
        Column("name", "Name"),
        Column("status", "Status", vocabulary="status", rank=3),
        Column("end", "End", "code", rank=2),
        Column("funding", "Funding (CNY)", "money", parts=()),
    )
    columns = (Column("id", shape="number"), *(Column(column.name) for column in shown[:-1]), shown[-1])
    rows: list[Row] = [
        {
            "id": 3,
            "code": "P003",
            "name": "松木村水厂",
            "status": "in_use",
            "end": "2022-06",
            "funding": money(11_000_000, 12_000_000),
        },
        {"id": 0, "code": "P010", "name": "农业产业园", "end": "2023-08", "funding": money(63_500_000)},
        {"id": 0, "code": "P011", "name": "育苗中心", "funding": money(14_500_000), "_depth": 1},
        {"id": 0, "code": "P012", "name": "冷链物流", "_depth": 1},
    ]
    return Result(columns, rows, shown, "Projects", {"funding": money(74_500_000, 75_500_000)}, ["A note."])


NARROW = """\
Projects
Code   Name        End              Funding (CNY)
─────────────────────────────────────────────────
P003   松木村水厂  2022-06  11,000,000–12,000,000
P010   农业产业园  2023-08             63,500,000
P011     育苗中心  –                 (14,500,000)
P012     冷链物流  –                            –
─────────────────────────────────────────────────
Total                       74,500,000–75,500,000
A note.
"""

WIDE = """\
Projects
Code   Name        Status  End              Funding (CNY)
─────────────────────────────────────────────────────────
P003   松木村水厂  in use  2022-06  11,000,000–12,000,000
P010   农业产业园  –       2023-08             63,500,000
P011     育苗中心  –       –                 (14,500,000)
P012     冷链物流  –       –                            –
─────────────────────────────────────────────────────────
Total                               74,500,000–75,500,000
A note.
"""


def unstyled(text: str) -> str:
    """Take the styles from a text, and the blanks at the ends of lines that stood inside of them."""
    return re.sub(r" +$", "", re.sub(r"\x1b\[[0-9;]*m", "", text), flags=re.MULTILINE)


def test_a_pipe_gets_tsv(capsys: pytest.CaptureFixture[str]) -> None:
    show(projects())
    out, err = capsys.readouterr()
    assert out.split("\n")[0] == "id\tcode\tname\tstatus\tend\tfunding"
    assert out.split("\n")[1].startswith("3\tP003\t松木村水厂\t")
    assert err == ""


def terminal(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    out = StringIO()
    monkeypatch.setattr(out, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", out)
    return out


def test_a_terminal_gets_a_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    out = terminal(monkeypatch)
    show(projects())
    assert unstyled(out.getvalue()) == NARROW
    assert "\x1b[1mCode" in out.getvalue()
    assert capsys.readouterr().err == ("No room here for: Status. --columns or --format json shows them.\n")


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_style_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    out = terminal(monkeypatch)
    show(projects())
    assert out.getvalue() == NARROW


def test_an_ascii_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("AIDTRACK_ASCII", "1")
    show(projects(), format="table")
    assert "─" not in capsys.readouterr().out


def test_a_table_in_a_pipe_has_the_width_of_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    show(projects(), format="table")
    assert capsys.readouterr() == (WIDE, "")


def test_without_columns_the_terminal_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "0")
    monkeypatch.setattr(os, "get_terminal_size", lambda _number: os.terminal_size((97, 30)))
    assert _show.look().width == 97
    monkeypatch.setattr(os, "get_terminal_size", no_terminal)
    assert _show.look().width == 80


def no_terminal(_number: int) -> os.terminal_size:
    raise OSError


@pytest.mark.parametrize(
    ("name", "out"),
    [("table", ""), ("json", "[]\n"), ("jsonl", ""), ("csv", "id,name\n"), ("tsv", "id\tname\n")],
)
def test_an_empty_answer(capsys: pytest.CaptureFixture[str], name: str, out: str) -> None:
    show(Result([Column("id"), Column("name")], []), format=name)
    assert capsys.readouterr() == (out, "Nothing found.\n")


def test_a_remark_says_why_nothing_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    show(Result([Column("id")], [], remarks=["色达县 has no\x1b project."]), format="json")
    assert capsys.readouterr() == ("[]\n", "色达县 has no␛ project.\nNothing found.\n")


def test_a_total_alone_is_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    columns = [Column("n", "N", "number")]
    show(Result(columns, [], total={"n": 3}, by=[]), format="table")
    assert capsys.readouterr() == ("N\n─\n3\n", "")


def codes(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(str(row["code"]) for row in json.loads(capsys.readouterr().out))


@pytest.mark.parametrize(
    ("sort", "flat"),
    [
        ("code", "P003 P010 P011 P012"),
        ("-code", "P012 P011 P010 P003"),
        ("funding", "P003 P011 P010 P012"),
        ("-funding", "P010 P011 P003 P012"),
        ("end", "P003 P010 P011 P012"),
        ("-id", "P003 P010 P011 P012"),
    ],
)
def test_sorting(capsys: pytest.CaptureFixture[str], sort: str, flat: str) -> None:
    show(projects(), format="json", sort=sort)
    assert codes(capsys) == flat


def test_a_sorted_table_leaves_parts_below_their_whole(capsys: pytest.CaptureFixture[str]) -> None:
    show(projects(), format="table", sort="-code")
    lines = capsys.readouterr().out.split("\n")
    assert [line[:4] for line in lines if line.startswith("P0")] == ["P010", "P012", "P011", "P003"]


def test_words_sort() -> None:
    rows: list[Row] = [{"x": ["b"]}, {"x": None}, {"x": ["a", "z"]}]
    ordered = arranged(Result([Column("x", shape="words")], rows), Page("x", for_people=False)).rows
    assert ordered == [rows[2], rows[0], rows[1]]


def test_a_limit_says_what_it_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    show(projects(), format="jsonl", limit=3)
    assert capsys.readouterr().err == "1 more row was left out by --limit.\n"
    show(projects(), format="csv", limit=0)
    assert capsys.readouterr().err == "4 more rows were left out by --limit.\n"
    show(projects(), format="csv", limit=4)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("columns", ["code,name", " code, name,code", ["code", "name"]])
def test_columns_are_chosen(capsys: pytest.CaptureFixture[str], columns: str | list[str]) -> None:
    show(projects(), format="csv", columns=columns, limit=1, sort="-funding")
    assert capsys.readouterr().out == "code,name\nP010,农业产业园\n"


def test_columns_asked_for_never_give_way(capsys: pytest.CaptureFixture[str]) -> None:
    show(projects(), format="table", columns="all")
    out, err = capsys.readouterr()
    assert "Funding (CNY)" in out.split("\n")[1]
    assert err == ""
    show(projects(), format="json", columns="all")
    assert len(json.loads(capsys.readouterr().out)[0]) == 6


def test_what_is_not_there_is_refused_with_the_nearest_word() -> None:
    for options, near in (
        ({"columns": "cod"}, "code"),
        ({"sort": "-nmae"}, "name"),
        ({"format": "tabel"}, "table"),
    ):
        with pytest.raises(UnknownName, match=f"did you mean '{near}'") as refusal:
            show(projects(), **options)  # type: ignore[arg-type]
        assert refusal.value.exit_code == 2
    with pytest.raises(UnknownName, match="table, json, jsonl, csv, tsv, md"):
        show(projects(), format="xyzzyx")


def test_notices_are_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    notice("a\x1b[2J")
    assert capsys.readouterr() == ("", "a␛[2J\n")


# One record


def record() -> Record:
    columns = (
        Column("code", "Code", "code"),
        Column("status", "Status", vocabulary="status"),
        Column("works", "Works"),
        Column("end", "Planned end"),
    )
    row: Row = {"code": "P003", "status": "in_use", "works": "管网和蓄水池 " * 3, "end": None}
    figures = Result(
        [Column("amount", "Amount (CNY)", "money"), Column("note", "Note", rank=2, shape="code")],
        [{"amount": money(11_000_000, 12_000_000), "note": "x" * 30}],
    )
    empty = Result([Column("x")], [])
    return Record(
        "松木村水厂", Result(columns, [row]), [Part("money", "Money", figures), Part("jobs", "Jobs", empty)]
    )


RECORD = """\
松木村水厂
Code:   P003
Status: in use
Works:  管网和蓄水池 管网和蓄
        水池 管网和蓄水池

Money
         Amount (CNY)
─────────────────────
11,000,000–12,000,000
"""


def test_a_record_in_full(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert record_text(record(), Look(30))[0] == RECORD
    monkeypatch.setenv("COLUMNS", "30")
    show_record(record(), format="table")
    assert capsys.readouterr() == (RECORD, "No room here for: Note. --format json has everything.\n")


def test_a_record_that_fits_says_nothing_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    show_record(record(), format="table")
    assert capsys.readouterr().err == ""


def test_a_record_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    show_record(record(), format="json")
    out, err = capsys.readouterr()
    assert list(json.loads(out)) == ["code", "status", "works", "end", "money", "jobs"]
    assert err == ""


def test_a_flat_record_says_what_it_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    show_record(record())
    out, err = capsys.readouterr()
    assert out.split("\n")[0] == "code\tstatus\tworks\tend"
    assert err == "Not in this format: Money. --format json has everything.\n"
