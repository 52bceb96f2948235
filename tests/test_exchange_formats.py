"""The formats of exchange: every value there and back, and everything hostile refused in one sentence."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aidtrack.actions.exchange_tables import EXCHANGED, find_table
from aidtrack.errors import AidtrackError, Unreadable
from aidtrack.formats.columns import columns
from aidtrack.formats.encodings import LONGEST
from aidtrack.formats.exchange import EXCHANGE, Options, RawRow, Where, by_ending
from aidtrack.formats.guard import guarded, unguarded
from aidtrack.formats.headers import MOST, read_header
from aidtrack.formats.lists import joined, split
from aidtrack.formats.separated_rows import LARGEST

TEXT_FORMATS = ("bundle", "csv", "tsv", "jsonl")
TRIGGERS = tuple("=+-@\t\r\n＝＋－＠")
NASTY = (
    "2023", "2023-08-15", "2021-06/", "1e3", "0x1F", "012", "1:30", "1_000", ".5", "yes", "No", "null", "~", "-",
    "- x", "? x", ": x", "a: b", "a:", "a #b", "#a", "'", "''", "'=1", '"', "`a", "@a", "%a", "!a", "&a", "*a", "|",
    ">", "[a", "{a", "a, b", "a]", " a", "a ", "\ta", "a\tb", "a\nb", "a\r\nb", "\r", "a\x85b", "\x80", "\x1b[31m",
    "\u2028", "\u202e", "\ufeff", "\ufeffa", "\ufffe", "👨‍👩‍👧", "𠮷", "藏ི", "=1+1", "＝1", "''=1", "...", "---", "<<",
    "a;b", "a\uff1bb", "\\", "a\\;b", "；", ";", "uid", "table", "\u3000", "\xa0a", "a" * 3000,
)  # fmt: skip
"""Texts that some reader takes for something else."""


def written(name: str, table: str, rows: list[dict[str, Any]], **options: Any) -> bytes:
    out = BytesIO()
    EXCHANGE[name].write(out, [(EXCHANGED[table], rows)], Options(**options))
    return out.getvalue()


def read(name: str, data: bytes | str, **options: Any) -> list[RawRow]:
    source = BytesIO(data.encode() if isinstance(data, str) else data)
    return list(EXCHANGE[name].read(source, EXCHANGED, Options(**options)))


def refusal(name: str, data: bytes | str, **options: Any) -> str:
    """Read what cannot be read, and give the one sentence that says why: of the file, or of its one row."""
    try:
        rows = read(name, data, **options)
    except AidtrackError as error:
        sentence = str(error)
    else:
        problems = [row.problem for row in rows if row.problem is not None]
        assert problems, rows
        assert not any(row.values for row in rows if row.problem)
        sentence = str(problems[0])
    assert "\n" not in sentence
    assert len(sentence) < 300
    return sentence


# Every value there and back

said = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
texts = st.one_of(said, st.sampled_from(NASTY)).filter(str.strip)
numbers = st.decimals(min_value=0, max_value=10**15, places=2)


def quantities(*, exact: bool) -> st.SearchStrategy[Any]:
    full = st.fixed_dictionaries(
        {"low": numbers, "kind": st.sampled_from(["exact", "over", "range"])},
        optional={"value": numbers, "high": numbers, "text": texts},
    )
    return st.one_of(full, texts, numbers) if exact else full


def rows_of(table: str, *, exact: bool) -> st.SearchStrategy[dict[str, Any]]:
    kinds = {
        "quantity": quantities(exact=exact),
        "flag": st.booleans(),
        "words": st.lists(texts, min_size=1, max_size=3),
        "places": st.lists(texts, min_size=1, max_size=3),
    }
    fields = {field.name: kinds.get(field.kind, texts) for field in EXCHANGED[table].fields}
    return st.fixed_dictionaries(
        {"uid": texts}, optional={name: values for name, values in fields.items() if name != "uid"}
    )


def plain(table: str, values: dict[str, Any]) -> dict[str, Any]:
    """Word what was read as what was written: cells hold no numbers, and YAML no yes or no, but texts."""
    kinds = {field.name: field.kind for field in EXCHANGED[table].fields}
    flags = {"yes": True, "true": True, "no": False, "false": False}
    made: dict[str, Any] = {}
    for name, value in values.items():
        if kinds[name] == "flag":
            made[name] = flags.get(value, value)
        elif isinstance(value, dict):
            made[name] = {
                part: Decimal(one) if part in ("value", "low", "high") else one for part, one in value.items()
            }
        else:
            made[name] = value
    return made


@pytest.mark.parametrize("name", TEXT_FORMATS)
@pytest.mark.parametrize("table", EXCHANGED)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_rows_of_every_table_come_back_as_they_went(name: str, table: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(rows_of(table, exact=EXCHANGE[name].exact), min_size=1, max_size=3))
    found = read(name, written(name, table, rows), table=table)
    assert [row.problem for row in found] == [None] * len(rows)
    assert [row.table for row in found] == [table] * len(rows)
    assert [plain(table, row.values) for row in found] == rows


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_texts_that_are_taken_for_something_else_come_back(name: str) -> None:
    rows = [{"uid": text, "name": text, "aliases": [text, "x", text]} for text in NASTY if text.strip()]
    found = read(name, written(name, "organisations", rows), table="organisations")
    assert [row.values for row in found] == rows


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
@settings(max_examples=300, deadline=None)
@given(text=texts)
def test_any_reader_of_yaml_reads_the_same_texts(loader: Any, text: str) -> None:
    row = {"uid": text, "name": text, "aliases": [text, text]}
    data = written("bundle", "organisations", [row])
    assert yaml.load(data.decode(), Loader=loader) == {"organisations": [row]}
    assert data.count(b"\n") == 6  # one field a line, and those that say where it ends


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "UTF-8-SIG"])
@settings(max_examples=30, deadline=None)
@given(text=texts)
def test_a_table_in_another_encoding_comes_back(encoding: str, text: str) -> None:
    row = {"uid": text, "name": text}
    data = written("csv", "organisations", [row], encoding=encoding)
    assert read("csv", data, table="organisations", encoding=encoding)[0].values == row


def test_a_character_that_an_encoding_does_not_have_is_refused() -> None:
    with pytest.raises(Unreadable, match="'藏' cannot be written in iso8859-1"):
        written("csv", "organisations", [{"uid": "x", "name": "藏"}], encoding="latin-1")


@given(said)
@example("'''=1")
def test_the_guard_takes_its_own_apostrophe_away_and_no_other(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(TRIGGERS)


@given(st.lists(said.filter(str.strip), min_size=1))
def test_a_list_in_one_cell_comes_back(items: list[str]) -> None:
    assert split(joined(items)) == items


@pytest.mark.parametrize("cell", ["甲;乙", "甲; 乙", "甲\uff1b乙", " 甲 ; \uff1b乙;"])
def test_a_list_is_parted_as_people_part_it(cell: str) -> None:
    assert split(cell) == ["甲", "乙"]


@pytest.mark.parametrize("name", ["csv", "tsv"])
@settings(max_examples=50, deadline=None)
@given(row=rows_of("funding", exact=False))
def test_no_cell_is_a_formula(name: str, row: dict[str, Any]) -> None:
    data = written(name, "funding", [row]).decode()
    for cells in csv.reader(StringIO(data, newline=""), delimiter="\t" if name == "tsv" else ","):
        assert not [cell for cell in cells if cell.startswith(TRIGGERS)]


# What it looks like


def test_a_bundle_has_one_field_a_line_in_the_order_of_the_table_and_breaks_none() -> None:
    row = {
        "note": "说明" * 200,
        "uid": "a",
        "amount": {"value": Decimal("1.50"), "low": Decimal(1), "kind": "over"},
        "separate": True,
        "presumed": ["period", "a,b"],
        "period": "2023",
    }
    assert written("bundle", "funding", [row, {"uid": "b", "amount": "8500萬元"}]).decode() == (
        "# A bundle of aidtrack; the last line of this file is: # end\n"
        "funding:\n"
        "- uid: a\n"
        "  amount:\n    value: 1.5\n    low: 1\n    kind: over\n"
        "  period: '2023'\n"
        "  presumed: [period, 'a,b']\n"
        f"  note: {'说明' * 200}\n"
        "  separate: true\n"
        "- uid: b\n"
        "  amount: 8500萬元\n"
        "# end\n"
    )


def test_a_bundle_that_is_cut_off_is_said_to_be_wherever_that_is() -> None:
    whole = written("bundle", "organisations", [{"uid": "a", "name": "椒江区协作办"}])
    assert len(read("bundle", whole)) == 1
    for end in range(30, len(whole) - 2):
        assert "cut off" in refusal("bundle", whole[:end])
    assert len(read("bundle", "organisations:\n- uid: a\n  name: 椒江区协作")) == 1  # by hand


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_a_file_cut_off_within_a_character_is_no_gb_18030(name: str) -> None:
    whole = written(name, "organisations", [{"uid": "a", "name": "协作办"}])
    end = whole.index("办".encode()) + 2
    assert "ends in the middle of a character of UTF-8" in refusal(name, whole[:end], table="organisations")


def test_json_lines_name_their_table_and_keep_numbers_exact() -> None:
    amount = {"value": Decimal("0.10"), "low": Decimal("123456789012345.01"), "kind": "over"}
    data = written("jsonl", "funding", [{"uid": "a", "amount": amount}]).decode()
    assert data == (
        '{"table": "funding", "uid": "a", "amount": {"value": 0.1, "low": 123456789012345.01, "kind": "over"}}\n'
    )
    assert read("jsonl", data)[0].values["amount"]["low"] == Decimal("123456789012345.01")


@pytest.mark.parametrize("language", [None, "zh", "en"])
@pytest.mark.parametrize("table", EXCHANGED)
def test_headings_in_each_language_are_understood(table: str, language: str | None) -> None:
    headings = [column.heading(language) for column in columns(EXCHANGED[table])]
    assert len(set(headings)) == len(headings)
    assert read_header(EXCHANGED[table], headings, Where("x")).columns == columns(EXCHANGED[table])


@pytest.mark.parametrize(
    "heading", ["planned_end", "Planned end", "PLANNED-END", "计划完工", " 計劃完工 *", "Planned_End"]
)
def test_headings_are_understood_in_all_spellings(heading: str) -> None:
    (column,) = read_header(EXCHANGED["projects"], [heading], Where("x")).columns
    assert column is not None
    assert column.field.name == "planned_end"


def test_a_heading_gives_the_unit_of_the_numbers_below_it() -> None:
    for heading in ("金额(万元)", "金額(万元)", "amount ( 万元 )", "Amount (万元)"):
        row = read("csv", f"{heading}\n8500\n", table="funding")[0]
        assert (row.unit, row.values) == ("万元", {"amount": {"value": "8500"}})
    assert "several units" in refusal("csv", "amount(元),amount_low(万元)\n1,2\n", table="funding")


def test_headings_that_are_not_understood_are_refused_together_with_the_nearest() -> None:
    with pytest.raises(Unreadable, match="ammount, 舞台, Planned end") as caught:
        read("csv", "uid,ammount,舞台,Planned end\n", table="funding")
    assert "'ammount': did you mean 'Amount'?" in caught.value.hints
    assert "two columns are called amount_text" in refusal("csv", "amount_text,金额原文\n", table="funding")


# What a cell says


def test_a_blank_cell_says_nothing_and_a_lone_hyphen_takes_away() -> None:
    row = read("csv", "uid,name,note,aliases\na, ,-,-\n", table="organisations")[0]
    assert row.values == {"uid": "a", "note": None, "aliases": None}


def test_null_takes_away_and_a_blank_says_nothing() -> None:
    for name, data in (
        ("jsonl", '{"table": "projects", "uid": "a", "note": null, "site": " ", "aliases": []}'),
        ("bundle", "projects:\n- uid: a\n  note: ~\n  site: ' '\n  aliases: []\n"),
    ):
        assert read(name, data)[0].values == {"uid": "a", "note": None, "aliases": None}


def test_yaml_values_are_what_their_field_says() -> None:
    data = "funding:\n- uid: 0012\n  period: 2022\n  amount: 0.10\n  note: yes\n  as_of: 2023-08-15\n"
    values = read("bundle", data)[0].values
    assert values == {
        "uid": "0012",
        "period": "2022",
        "amount": Decimal("0.10"),
        "note": "yes",
        "as_of": "2023-08-15",
    }
    assert read("bundle", "funding:\n- amount: '12'\n")[0].values == {"amount": "12"}


def test_the_number_of_a_record_is_understood_and_never_written() -> None:
    assert read("csv", "id,name\n7,甲\n", table="organisations")[0].values == {"id": "7", "name": "甲"}
    assert "id" not in [field.name for field in EXCHANGED["organisations"].fields]


def test_columns_may_be_parted_by_tabs_or_semicolons() -> None:
    for delimiter in ",\t;|":
        data = f"\n\nuid{delimiter}name\n\na{delimiter}b\n"
        assert [(row.values, row.where.line) for row in read("csv", data, table="organisations")] == [
            ({"uid": "a", "name": "b"}, 5)
        ]


def test_lines_are_counted_through_cells_of_several_lines() -> None:
    rows = read("csv", 'uid,name\na,"1\n2\r\n3"\nb,4\n', table="organisations")
    assert [row.where.line for row in rows] == [2, 5]
    rows = read("bundle", "projects:\n- uid: a\n  note: |\n    1\n    2\n# x\n- uid: b\n")
    assert [row.where.line for row in rows] == [2, 7]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "gb18030"])
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("csv", "名称\n色达县\n"),
        ("jsonl", '{"table": "organisations", "name": "色达县"}\n'),
        ("bundle", "organisations:\n- name: 色达县\n"),
    ],
)
def test_an_encoding_is_found_and_told_where_it_is_a_guess(encoding: str, name: str, data: str) -> None:
    told: list[str] = []
    rows = read(name, data.encode(encoding), table="organisations", tell=told.append)
    assert [row.values for row in rows] == [{"name": "色达县"}]
    assert told == (
        ["standard input is read as GB 18030; --encoding says otherwise."] * (encoding == "gb18030")
    )


# What is refused


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "is empty; its first line names the columns"),
        ("uid,name\na,b\0\n", "line 2 holds a NUL"),
        ("uid,name\na,b,c\n", "There are 3 cells, but 2 columns"),
        ("uid,name\na\n", "There are 1 cells, but 2 columns"),
        ("uid,\na,b\n", "'b' stands in a column without a heading"),
        ("a," * MOST + "a", f"there are {MOST + 1} columns; {MOST} are the most"),
        ("a," * 1_000_000, "there are 1000001 columns"),
        (f"uid,name\na,{'x' * (LARGEST + 1)}\n", f"line 2: a cell has more than {LARGEST} characters"),
        ('uid,name\na,"' + "x\n" * LARGEST, "line 2: a cell has more than"),
        ('uid,name\na,"b\n', "line 2: the quotation marks do not match"),
        ('uid,name\na,"b"c\n', "line 2: the quotation marks do not match"),
        (f"uid\n{'x' * LONGEST}\n", "line 2 has no end"),
        (b"name\n\xff\xff\xff\n", "line 1 or a line after it is no text in gb18030"),
        ("名称\n色达县\n".encode() + "色达县\n".encode("gb18030"), "line 3 is not in the encoding of the lines above"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(data: str | bytes, words: str) -> None:
    assert words in refusal("csv", data, table="organisations")


def test_a_table_that_says_not_whose_records_it_holds_is_refused() -> None:
    assert "give --kind, or name it funding.tsv" in refusal("tsv", "uid\na\n")


def test_a_bad_line_does_not_hide_the_next() -> None:
    rows = read("csv", "uid,name\na,b,c\nd,e\n", table="organisations")
    assert [bool(row.problem) for row in rows] == [True, False]
    rows = read("jsonl", '{"uid"\n{"uid": "d"}\n', table="organisations")
    assert [bool(row.problem) for row in rows] == [True, False]
    rows = read("bundle", "projects:\n- {uid: a, uid: b, x: {y: 1}}\n- {uid: d}\n")
    assert [bool(row.problem) for row in rows] == [True, False]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("{}", "does not say of which kind"),
        ('{"table": "fundig"}', "did you mean 'funding'"),
        ('{"table": "funding", "amuont": 1}', "did you mean 'amount'"),
        ('{"table": "funding", "uid": "a", "uid": "b"}', "'uid' stands here twice"),
        ('{"table": "funding"', "character 20 is not what should stand there"),
        ("[1]", "write one record a line, in braces"),
        ("[" * 200_000, "nested deeper than any record"),
        ('{"table": "funding", "amount": ' + "[" * 50 + "]" * 50 + "}", "Only one value"),
        ('{"table": "funding", "amount": ' + "9" * 5000 + "}", "is no number that a ledger holds"),
        ('{"table": "funding", "amount": 1e999999999}', "'1e999999999' is no number that a ledger holds"),
        ('{"table": "funding", "amount": NaN}', "'NaN' is no number that a ledger holds"),
        ('{"table": "funding", "amount": {"valeu": 1}}', "did you mean 'value'"),
        ('{"table": "funding", "note": {"a": 1}}', "not a mapping"),
        ('{"table": "funding", "note": ["a"]}', "not a list"),
        ('{"table": "funding", "presumed": [["a"]]}', "A list holds texts"),
        ('{"table": "funding", "note": "\0"}', "holds a NUL"),
    ],
)
def test_what_is_no_line_of_json_is_refused(data: str, words: str) -> None:
    assert words in refusal("jsonl", data)


BOMB = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (BOMB, "No kind is called 'a'"),
        ("funding: &a []\n", "line 1: anchors (&), aliases (*) and tags (!) are not read"),
        ("funding:\n- note: *a\n", "line 2: anchors"),
        ("funding:\n- note: !!python/object/apply:os.system [x]\n", "line 2: anchors"),
        ("funding:\n- note: !!binary aGk=\n", "line 2: anchors"),
        ("funding:\n- <<: {uid: a}\n", "No field is called '<<'"),
        ("funding:\n- uid: " + "[" * 100_000, "line 2 cannot be read as YAML"),
        ("funding:\n- uid: " + "{a: " * 1_000, "line 2: this is no bundle"),
        ("funding: []\nfunding: []\n", "line 2: 'funding' stands here twice"),
        ("funding:\n- uid: a\n  uid: b\n", "'uid' stands here twice"),
        ("funding:\n- amount: {low: 1, low: 2}\n", "'low' stands here twice"),
        ("fundign:\n- uid: a\n", "did you mean 'funding'"),
        ("- uid: a\n", "line 1: this is no bundle"),
        ("hello\n", "line 1: this is no bundle"),
        ("funding: 7\n", "line 1: this is no bundle"),
        ("funding:\n- a\n", "line 2: this is no bundle"),
        ("funding:\n- uid: 'a\n", "cannot be read as YAML"),
        ("funding:\n- uid: a\n\t- x\n", "line 3 cannot be read as YAML"),
        ("funding:\n- note: \x01\n", "cannot be read as YAML"),
        ("funding:\n- note: \0\n", "cannot be read as YAML"),
        ("funding:\n- ? [a, b]\n  : c\n", "line 2: this is no bundle"),
        ("funding:\n- amount: " + "9" * 60 + "\n", "is no number that a ledger holds"),
        (
            b"funding:\n- note: \xe8\x89\xb2\n- note: \xff\xff\n",
            "line 3 is not in the encoding of the lines above",
        ),
    ],
)
def test_what_is_no_bundle_is_refused(data: str | bytes, words: str) -> None:
    assert words in refusal("bundle", data)


def test_a_file_cut_off_anywhere_is_read_to_there_or_refused_in_a_sentence(tmp_path: Path) -> None:
    row = {"uid": "a", "name": '色达县 "第二"\n中学', "aliases": ["甲", "乙"]}
    for name in TEXT_FORMATS:
        data = written(name, "organisations", [row] * 3)
        for end in range(len(data)):
            source = tmp_path / "organisations.x"
            source.write_bytes(data[:end])
            assert sound(name, source)


def sound(name: str, source: Path) -> bool:
    try:
        rows = list(EXCHANGE[name].read(source, EXCHANGED, Options(table="organisations")))
    except AidtrackError as error:
        return "\n" not in str(error)
    return all(row.problem or row.values for row in rows)


def test_an_encoding_that_is_none_is_refused() -> None:
    for name in ("nonsense", "rot13", "hex", "base64"):
        assert f"'{name}' is no encoding" in refusal("csv", "uid\n", table="funding", encoding=name)


# The registry


def test_a_format_is_found_by_the_ending_of_a_name_in_any_case() -> None:
    for name, known in EXCHANGE.items():
        for ending in known.endings:
            found = by_ending(Path(f"x{ending.upper()}"))
            assert found is not None
            assert found.name == name
    assert by_ending(Path("x.doc")) is None


def test_a_table_is_found_in_the_singular_and_the_plural() -> None:
    for word, name in (
        ("project", "projects"),
        ("Projects", "projects"),
        ("job", "jobs"),
        ("result", "results"),
    ):
        assert find_table(word).name == name
    with pytest.raises(Unreadable, match="did you mean 'funding'"):
        find_table("fundign")


def test_what_is_written_is_read_by_the_json_of_everybody() -> None:
    data = written("jsonl", "organisations", [{"uid": text, "name": text} for text in NASTY])
    assert [json.loads(line)["uid"] for line in data.decode().split("\n")[:-1]] == list(NASTY)
