"""Answers as files: every format in full, and every text there and back."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.formats import FORMATS
from aidtrack.record import Part, Record
from aidtrack.registry import UnknownName
from aidtrack.result import SUM, Amount, Column, Result
from aidtrack.wording import safe

LISTED = (
    Column("id", shape="number"),
    Column("name", "Name"),
    Column("status", "Status", vocabulary="status"),
    Column("amount", "Funding (CNY)", "money", parts=("low", "high", "kind", "text")),
    Column("overlaps", "Overlaps", "flag"),
    Column("presumed", "Presumed", "words"),
)
SAID = Amount(
    Decimal(11000000), Decimal(11000000), Decimal(12000000), currency="CNY", kind="over", text="1100余万元"
)
OPEN = Amount(None, Decimal("0.10"), None, currency="CNY", kind="vague")
ROWS = [
    {"id": 1, "name": "松木村|水厂", "status": "in_use", "amount": SAID, "overlaps": True, "presumed": []},
    {"id": 2, "name": "a,\t\\b", "status": None, "amount": OPEN, "overlaps": False, "presumed": ("a", "b")},
    {"id": 3, "name": "", "_depth": 1},
]
LIST = Result(LISTED, ROWS, LISTED, "一览", {"amount": SAID}, ["note"])

GROUPED = (Column("donor", "Donor"), Column("jobs", "Jobs", "count", parts=SUM))
REST = Amount(Decimal(5), Decimal(5), Decimal(5), known=1, of=2, remainder=True)
TOTALS = Result(
    GROUPED,
    [{"donor": "椒江区", "jobs": REST}],
    total={"jobs": REST},
    by=["donor"],
    details={"rows_read": [1, 2]},
)

JSON = """\
[
{"id": 1, "name": "松木村|水厂", "status": "in_use", "amount": {"value": 11000000, "low": 11000000, \
"high": 12000000, "exact": false, "currency": "CNY", "kind": "over", "text": "1100余万元"}, \
"overlaps": true, "presumed": []},
{"id": 2, "name": "a,\\t\\\\b", "status": null, "amount": {"value": null, "low": 0.1, \
"high": null, "exact": false, "currency": "CNY", "kind": "vague", "text": null}, \
"overlaps": false, "presumed": ["a", "b"]},
{"id": 3, "name": "", "status": null, "amount": null, "overlaps": null, "presumed": null}
]
"""
TOTALS_JSON = """\
{"by": ["donor"], "rows": [
{"donor": "椒江区", "jobs": {"value": 5, "low": 5, "high": 5, "exact": true, "known": 1, "of": 2, \
"remainder": true}}
], "total": {"jobs": {"value": 5, "low": 5, "high": 5, "exact": true, "known": 1, "of": 2, \
"remainder": true}}, "rows_read": [1, 2]}
"""
CSV = """\
id,name,status,amount,amount_low,amount_high,amount_kind,amount_text,overlaps,presumed
1,松木村|水厂,in_use,11000000,11000000,12000000,over,1100余万元,true,
2,"a,\t\\b",,,0.1,,vague,,false,a; b
3,,,,,,,,,
"""
TSV = CSV.replace(",", "\t").replace('"a\t\t\\b"', "a,\\t\\\\b")
MD = """\
**一览**

| id | Name | Status | Funding (CNY) | Overlaps | Presumed |
| ---: | :--- | :--- | ---: | :--- | :--- |
| 1 | 松木村\\|水厂 | in use | 11,000,000–12,000,000 | yes | – |
| 2 | a,␉\\\\b | – | 0.1 or more | no | a, b |
| 3 | &emsp; | – | – | – | – |
| **Total** |  |  | **11,000,000–12,000,000** |  |  |

note
"""


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def written(name: str, result: Result, out: StringIO | None = None) -> str:
    out = out or StringIO()
    FORMATS[name].write(result, out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("json", JSON),
        ("jsonl", JSON[2:-3].replace(",\n", "\n") + "\n"),
        ("csv", CSV),
        ("tsv", TSV),
        ("md", MD),
    ],
)
def test_a_list_in_full(name: str, text: str) -> None:
    assert written(name, LIST) == text


def test_json_is_read_as_it_was_meant() -> None:
    rows = json.loads(written("json", LIST))
    assert [row["name"] for row in rows] == ["松木村|水厂", "a,\t\\b", ""]
    assert rows[0]["amount"]["high"] == 12_000_000


def test_grouped_json_has_its_total_and_details() -> None:
    assert written("json", TOTALS) == TOTALS_JSON
    assert json.loads(TOTALS_JSON)["rows"][0]["jobs"]["remainder"] is True


def test_grouped_json_without_rows_or_total() -> None:
    assert written("json", Result(GROUPED, [], by=[])) == '{"by": [], "rows": [], "total": null}\n'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("json", "[]\n"),
        ("jsonl", ""),
        ("csv", "donor,jobs,jobs_low,jobs_high,jobs_known,jobs_of\n"),
        ("tsv", "donor\tjobs\tjobs_low\tjobs_high\tjobs_known\tjobs_of\n"),
        ("md", "| Donor | Jobs |\n| :--- | ---: |\n"),
    ],
)
def test_an_empty_answer(name: str, text: str) -> None:
    assert written(name, Result(GROUPED, [])) == text


def test_total_and_details_are_no_rows() -> None:
    for name in ("jsonl", "csv", "tsv"):
        assert len(written(name, TOTALS).splitlines()) == (1 if name == "jsonl" else 2)


RECORD = Record(
    "松木村水厂",
    Result((Column("id", shape="number"), Column("name", "Name")), [{"id": 1, "name": "松木村水厂"}]),
    [
        Part("results", "Results", Result(GROUPED, [])),
        Part("figures", "Figures", Result(GROUPED, [{"donor": "椒江区", "jobs": REST}])),
    ],
)
JOBS = '{"value": 5, "low": 5, "high": 5, "exact": true, "known": 1, "of": 2, "remainder": true}'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "json",
            f"""{{
"id": 1,
"name": "松木村水厂",
"results": [],
"figures": [
{{"donor": "椒江区", "jobs": {JOBS}}}
]
}}
""",
        ),
        (
            "jsonl",
            f"""{{"id": 1, "name": "松木村水厂", "results": [], \
"figures": [{{"donor": "椒江区", "jobs": {JOBS}}}]}}
""",
        ),
        ("csv", "id,name\n1,松木村水厂\n"),
        ("tsv", "id\tname\n1\t松木村水厂\n"),
        (
            "md",
            """\
# 松木村水厂

- id: 1
- Name: 松木村水厂

## Figures

| Donor | Jobs |
| :--- | ---: |
| 椒江区 | 5 |
""",
        ),
    ],
)
def test_a_record_in_full(name: str, text: str) -> None:
    out = StringIO()
    FORMATS[name].write_record(RECORD, out)
    assert out.getvalue() == text


def test_a_record_has_each_key_once() -> None:
    with pytest.raises(ValueError, match="id"):
        Record("", RECORD.fields, [Part("id", "", LIST)])
    with pytest.raises(ValueError, match="id"):
        Record("", LIST)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("99999999999999999", "99999999999999999"),
        ("999999999999999.99", "999999999999999.99"),
        ("0.10", "0.1"),
        ("1E+3", "1000"),
        ("0.00", "0"),
        ("1E-2", "0.01"),
        ("100", "100"),
    ],
)
def test_numbers_are_exact(number: str, text: str) -> None:
    result = Result((Column("x", shape="number"),), [{"x": Decimal(number)}])
    assert written("json", result) == f'[\n{{"x": {text}}}\n]\n'
    assert written("csv", result) == f"x\n{text}\n"


def test_other_values_have_their_json() -> None:
    values = {"a": date(2022, 9, 30), "b": 0.5, "c": {"d": [SAID.kind, None, True]}, "e": ()}
    assert written("jsonl", one(values)) == (
        '{"x": {"a": "2022-09-30", "b": 0.5, "c": {"d": ["over", null, true]}, "e": []}}\n'
    )


def one(value: Any) -> Result:
    return Result((Column("x"),), [{"x": value}])


HOSTILE = "\x1b[31m\x07\x7f\x9b2J\u202e\u200f\ufeff\u2028|*<b>`"
HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


@pytest.mark.parametrize("name", list(FORMATS))
def test_nothing_acts_on_a_terminal(name: str) -> None:
    assert not HARMFUL.search(written(name, one(HOSTILE), Terminal()).replace("\t", ""))


def test_markdown_takes_no_marks_from_a_text() -> None:
    assert "| ␛\\[31m" in written("md", one(HOSTILE))
    assert "\\|\\*\\<b\\>\\` |" in written("md", one(HOSTILE))


@pytest.mark.parametrize("name", list(FORMATS))
def test_half_a_character_can_be_written(name: str) -> None:
    written(name, one("a\udc80")).encode()


TEXTS = st.text(st.characters(codec="utf-8"))
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@given(ANY_TEXT)
def test_json_round_trips(text: str) -> None:
    for name in ("json", "jsonl"):
        for out in (StringIO(), Terminal()):
            value = json.loads(written(name, one(text), out))
            # Two halves of a character side by side are one character when read again.
            whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
            assert (value if name == "jsonl" else value[0])["x"] == whole
            assert not isinstance(out, Terminal) or not HARMFUL.search(out.getvalue())


@given(TEXTS, TEXTS)
def test_csv_reads_back(text: str, other: str) -> None:
    result = Result((Column("x"), Column("y")), [{"x": text, "y": other}])
    rows = list(csv.reader(StringIO(written("csv", result), newline="")))
    assert rows == [["x", "y"], [text, other]]


@given(ANY_TEXT, ANY_TEXT)
def test_tsv_reads_back(text: str, other: str) -> None:
    result = Result((Column("x"), Column("y")), [{"x": text, "y": other}])
    _header, line, end = [*written("tsv", result).splitlines(), ""]
    assert not end
    assert [unescaped(cell) for cell in line.split("\t")] == [text, other]
    assert not HARMFUL.search(line.replace("\t", ""))


SHORT = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


def unescaped(cell: str) -> str:
    found = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))")
    return found.sub(lambda match: SHORT.get(match[3] or "") or chr(int(match[1] or match[2], 16)), cell)


@given(ANY_TEXT)
def test_markdown_is_one_line_a_row(text: str) -> None:
    lines = written("md", one(text)).split("\n")
    assert len(lines) == 4
    assert not HARMFUL.search(lines[2])
    assert re.sub(r"\\(.)", r"\1", lines[2]) == f"| {safe(text)} |"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean 'json'"):
        FORMATS["jsn"]


@pytest.mark.parametrize("name", list(FORMATS))
def test_formats_load_little(name: str) -> None:
    program = (
        "import sys; from aidtrack.formats import FORMATS; before = set(sys.modules);"
        "assert not [m for m in before if m.startswith('aidtrack.formats.')], before;"
        f"FORMATS[{name!r}].holds_parts;"
        "print([m for m in ('sqlalchemy', 'typer', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
