"""Bringing records in: found, compared, written as one change, or refused with everything that is wrong."""

from __future__ import annotations

import csv
import json
import random
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import office
from aidtrack import store
from aidtrack.actions.exchange_tables import EXCHANGED
from aidtrack.actions.intake import BadRows, Wishes, take_in
from aidtrack.actions.record import recording
from aidtrack.cli import main
from aidtrack.errors import NoRecord, Refused
from aidtrack.facts import FundingFact
from aidtrack.formats.exchange import EXCHANGE, Options, RawRow, Where
from aidtrack.formats.iati.codelists import codelist
from aidtrack.tables import TABLES
from aidtrack.units import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aidtrack.actions.intake import Outcome
    from conftest import RunLine
    from ledgers import Ledger

SEED = Path(__file__).parents[1] / "seed"
PAIRING = "331002 椒江区 → 513333 色达县"


@pytest.fixture(autouse=True)
def _no_default_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIDTRACK_SOURCE", raising=False)


def seed_rows() -> list[RawRow]:
    return list(EXCHANGE["bundle"].read(SEED, EXCHANGED, Options()))


def raw(table: str, line: int = 1, unit: str | None = None, /, **values: Any) -> RawRow:
    return RawRow(table, values, Where("rows", line), unit)


def money(line: int = 1, /, **values: Any) -> RawRow:
    said = {"project": "513333-03", "amount": "1万元", "stage": "planned", "source": "1", "locator": "L1"}
    said["period"] = "2019"  # before all that the article says
    return raw("funding", line, **(said | values))


def taken(ledger: Ledger | Path, rows: Sequence[RawRow], **wishes: Any) -> Outcome:
    with recording(str(ledger), "test") as recorder:
        return take_in(recorder, lambda: rows, Wishes(**wishes))


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.added, outcome.changed, outcome.unchanged, outcome.refused


def said(ledger: Ledger | Path, rows: Sequence[RawRow], **wishes: Any) -> list[str]:
    """Take rows in that are all wrong, and give why."""
    with pytest.raises(BadRows) as refusal:
        taken(ledger, rows, **wishes)
    return list(refusal.value.hints)


def contents(ledger: Ledger | Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Give all records by uid, with uids for numbers."""
    with store.reading(str(ledger)) as connection:
        found = {
            name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for name, table in TABLES.items()
            if "version" in table.c
        }
    uids = {name: {row["id"]: row["uid"] for row in rows} for name, rows in found.items()}
    targets = {
        (name, column.name): next(iter(column.foreign_keys)).column.table.name
        for name in found
        for column in TABLES[name].c
        if column.foreign_keys and column.name != "change_id"
    }
    return {
        name: {
            row["uid"]: {
                column: uids[targets[name, column]].get(value) if (name, column) in targets else value
                for column, value in row.items()
                if column not in ("id", "change_id")
            }
            for row in rows
        }
        for name, rows in found.items()
    }


class TestAsTyped:
    def test_added_changed_unchanged_and_nothing_the_second_time(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path
    ) -> None:
        file = tmp_path / "projects.csv"
        file.write_text(
            "code,name,pairing,site\n513333-03,,,甲\n513333-04,,,\nX-1,新楼,331002 → 色达,乙\n", "utf-8"
        )
        answer = run_line(f"aidtrack import {file}")
        assert (answer.code, answer.out) == (0, "")
        assert answer.err == "added 1, changed 1, unchanged 1, refused 0\nundo with: aidtrack undo 2\n"
        assert [row["site"] for row in ledger.rows("project") if row["code"] in ("513333-03", "X-1")] == [
            "甲",
            "乙",
        ]
        before = ledger.state()
        answer = run_line(f"aidtrack import {file}")
        assert answer.err == "added 0, changed 0, unchanged 3, refused 0\nThere was nothing to change.\n"
        assert ledger.state() == before

    def test_one_change_that_undo_takes_back(self, run_line: RunLine, ledger: Ledger, tmp_path: Path) -> None:
        before = contents(ledger)
        file = tmp_path / "projects.jsonl"
        lines = [{"table": "projects", "code": "513333-03", "name": "改名", "note": None}]
        lines += [
            {"table": "projects", "code": f"X-{number}", "name": "楼", "parent": "513333-03"}
            for number in (1, 2)
        ]
        file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
        line = f"aidtrack import {file}"
        assert run_line(line).code == 0
        assert line in run_line("aidtrack history 2").out
        assert run_line("aidtrack undo").code == 0
        after = contents(ledger)
        assert (
            after["project"].pop(
                next(uid for uid, row in after["project"].items() if row["code"] == "513333-03")
            )["name"]
            == "色达县第二中学"
        )
        assert {table: len(rows) for table, rows in after.items()} == {
            table: len(rows) - (table == "project") for table, rows in before.items()
        }
        assert run_line("aidtrack check --deep").code == 0

    def test_a_blank_says_nothing_and_a_dash_takes_away(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path
    ) -> None:
        file = tmp_path / "projects.csv"
        file.write_text("code,planned_end,note,name_en\n513333-03,,-, \n", "utf-8")
        assert run_line(f"aidtrack import {file}").code == 0
        row = next(row for row in ledger.rows("project") if row["code"] == "513333-03")
        assert (row["planned_end"], row["note"], row["name_en"]) == (
            "2023-08",
            None,
            "Seda Second Middle School",
        )

    def test_every_bad_row_is_named_and_nothing_written(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path
    ) -> None:
        before = ledger.state()
        file, errors = tmp_path / "funding.csv", tmp_path / "errors.csv"
        file.write_text(
            "project,amount,stage,source,locator,period\n"
            "513333-03,100万元,planned,1,L1,2019\n"
            "513333-99,若干元,planned,1,L1,2019\n"
            "513333-03 色达县医院,100万元,plant,1,L2,2019\n"
            "513333-03,8500,planned,1,=L3,2019\n",
            "utf-8",
        )
        answer = run_line(f"aidtrack import {file} --errors {errors}")
        assert (answer.code, answer.out) == (4, "")
        first, *problems = answer.err.splitlines()
        assert first == "error: 3 of 4 rows cannot be imported; nothing was written."
        assert [problem.removeprefix(f"{file}, ").split(": ")[0] for problem in problems] == [
            "line 3, project",
            "line 3, amount",
            "line 4, project",
            "line 4, stage",
            "line 5, amount",
        ]
        assert "513333-03 is the code of 色达县第二中学, not of 色达县医院" in problems[2]
        assert "8,500元 or 8,500万元?" in problems[4]
        assert ledger.state() == before
        with errors.open(encoding="utf-8-sig", newline="") as stream:
            found = list(csv.DictReader(stream))
        assert [(row["line"], row["project"], row["amount"]) for row in found] == [
            ("3", "513333-99", "若干元"),
            ("4", "513333-03 色达县医院", "100万元"),
            ("5", "513333-03", "8500"),
        ]
        assert ["amount: " in row["reason"] for row in found] == [True, False, True]
        assert "stage: No stage is called 'plant'" in found[1]["reason"]
        assert found[2]["locator"] == "'=L3"

    def test_refused_rows_are_imported_once_they_are_put_right(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path
    ) -> None:
        file, errors = tmp_path / "funding.csv", tmp_path / "errors.csv"
        file.write_text(
            "project,amount(万元),stage,source,locator,period,note\n"
            '513333-03,100,planned,1,L1,2019,-\n513333-03,"1,2",planned,1,L2,2018,"a; \'=b"\n',
            "utf-8",
        )
        assert "added 1" in run_line(f"aidtrack import {file} --errors {errors} --skip-bad").err
        text = errors.read_text("utf-8-sig")
        assert text.startswith("project,amount(万元),stage,period,source,locator,note,file,sheet,line,reason")
        again = run_line(f"aidtrack import {file} --errors {errors} --skip-bad")
        assert (again.code, "--force replaces it" in again.err) == (5, True)
        errors.write_text(text.replace('"1,2"', '"1,200"'), "utf-8-sig")
        assert "added 1, changed 0" in run_line(f"aidtrack import {errors} --kind funding").err
        row = ledger.rows("funding")[-1]
        assert (row["low"], row["locator"], row["note"]) == (12_000_000_00, "L2", "a; '=b")

    def test_the_good_rows_can_be_kept(self, run_line: RunLine, ledger: Ledger, tmp_path: Path) -> None:
        file = tmp_path / "projects.csv"
        file.write_text("code,name,pairing\nX-1,甲,331002 → 513333\nX-2,乙,没有 → 513333\n", "utf-8")
        answer = run_line(f"aidtrack import {file} --skip-bad")
        assert answer.code == 0
        assert "line 3, pairing: No place is called '没有'" in answer.err
        assert "added 1, changed 0, unchanged 0, refused 1\nundo with: aidtrack undo 2\n" in answer.err
        assert [row["code"] for row in ledger.rows("project")][26:] == ["X-1"]

    def test_a_dry_run_prints_what_would_differ(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path
    ) -> None:
        before = ledger.state()
        file = tmp_path / "projects.csv"
        file.write_text("code,name,pairing,site\n513333-03,,,甲\nX-1,新楼,331002 → 513333,\n", "utf-8")
        answer = run_line(f"aidtrack import {file} --dry-run")
        assert answer.out == (
            "New: 1\n  project 27 (X-1 新楼)\nChanged: 1\n  project 3 (513333-03 色达县第二中学)\n    site: – → 甲\n"
        )
        assert answer.err.endswith("refused 0\nNothing was written: this was a dry run.\n")
        assert ledger.state() == before

    def test_a_dry_run_names_the_first_twenty(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path
    ) -> None:
        assert ledger.count("project")
        file = tmp_path / "projects.csv"
        lines = [f"X-{number},楼{number},331002 → 513333" for number in range(25)]
        file.write_text("\n".join(["code,name,pairing", *lines]), "utf-8")
        shown = run_line(f"aidtrack import {file} --dry-run").out.splitlines()
        assert (shown[0], len(shown), shown[-1]) == ("New: 25", 22, "  … and 5 more")

    def test_the_standard_input(self, run_line: RunLine, ledger: Ledger) -> None:
        text = "title,date\n新报,2024\n"
        assert run_line("aidtrack import - --format csv --kind sources", stdin=text).code == 0
        assert ledger.rows("source")[-1]["title"] == "新报"

    @pytest.mark.parametrize(
        ("line", "code", "words"),
        [
            ("aidtrack import nothing.csv", 2, "There is no file 'nothing.csv'."),
            ("aidtrack import -", 2, "Say with --format what the standard input is"),
            ("aidtrack import {folder}", 2, "does not tell its format"),
            ("aidtrack import {folder} --format abacus", 2, "No format is called 'abacus'"),
            ("aidtrack import - --format csv --kind hobbies", 2, "No kind is called 'hobbies'"),
        ],
    )
    def test_what_cannot_be_read(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path, line: str, code: int, words: str
    ) -> None:
        (tmp_path / "folder").mkdir()
        before = ledger.state()
        answer = run_line(line.format(folder=tmp_path / "folder"))
        assert (answer.code, answer.out) == (code, "")
        assert words in answer.err
        assert ledger.state() == before

    def test_the_errors_never_replace_another_file(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path
    ) -> None:
        assert ledger.count("project")
        file, mine = tmp_path / "sources.csv", tmp_path / "mine.csv"
        file.write_text("title\n甲\n", "utf-8")
        mine.write_text("mine", "utf-8")
        for errors in (mine, file):
            answer = run_line(f"aidtrack import {file} --errors {errors}")
            assert (answer.code, "is there already" in answer.err or "file that is read" in answer.err) == (
                5,
                True,
            )
        assert run_line(f"aidtrack import {file} --errors {file} --force").code == 5
        assert mine.read_text("utf-8") == "mine"
        assert run_line(f"aidtrack import {file} --errors {mine} --force").code == 0
        assert mine.read_text("utf-8-sig").splitlines() == ["file,sheet,line,reason"]

    def test_a_unit_and_a_guessed_encoding(self, run_line: RunLine, ledger: Ledger, tmp_path: Path) -> None:
        file = tmp_path / "funding.csv"
        text = "项目,金额,资金阶段,来源,出处,时段\n513333-03,250,计划,1,L1,2019\n"
        file.write_bytes(text.encode("gb18030"))
        answer = run_line(f"aidtrack import {file} --unit 万元")
        assert (answer.code, "is read as GB 18030" in answer.err) == (0, True)
        assert ledger.rows("funding")[-1]["low"] == 2_500_000_00

    def test_places_are_paired_along_the_way_if_that_is_said(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path
    ) -> None:
        file = tmp_path / "projects.csv"
        file.write_text("name,pairing\n甲,330109 萧山区 -> 510821 旺苍县\n乙,萧山 → 旺苍\n", "utf-8")
        refused = run_line(f"aidtrack import {file}")
        assert (refused.code, "are not paired in this ledger" in refused.err) == (5, True)
        assert run_line(f"aidtrack import {file} --yes").code == 0
        assert len(ledger.rows("pairing")) == 11
        assert [row["code"] for row in ledger.rows("project")][26:] == ["510821-01", "510821-02"]


class TestWhatIsSaid:
    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    @pytest.mark.parametrize(
        ("table", "heading", "cell"),
        [
            ("funding", "amount(元)", "1,2"),
            ("funding", "amount(元)", "1e7"),
            ("funding", "amount(万元)", "12,34"),
            ("funding", "amount_low(元)", "1,2"),
            ("funding", "amount_high(元)", "1,2000"),
            ("jobs", "count", "17,8"),
            ("jobs", "count_low", "1e2"),
        ],
    )
    def test_a_comma_is_of_thousands_or_the_number_is_refused(
        self,
        run_line: RunLine,
        ledger: Ledger,
        tmp_path: Path,
        table: str,
        heading: str,
        cell: str,
        ending: str,
    ) -> None:
        kind = ["stage", "planned"] if table == "funding" else ["kind", "posts"]
        rows = [["project", "period", "source", "locator", kind[0], heading]]
        rows.append(["513333-03", "2019", "1", "L1", kind[1], cell])
        file = tmp_path / f"{table}.{ending}"
        if ending == "csv":
            file.write_text("\n".join(",".join(f'"{text}"' for text in row) for row in rows), "utf-8")
        else:
            office.write_sheets(file, {table: rows})
        before = ledger.state()
        answer = run_line(f"aidtrack import {file}")
        assert (answer.code, ledger.state() == before) == (2, True)

    def test_thousands_are_read(self, run_line: RunLine, ledger: Ledger, tmp_path: Path) -> None:
        file = tmp_path / "funding.csv"
        file.write_text(
            'project,amount(元),stage,source,locator,period\n513333-03,"1,234,567.5",planned,1,L1,2019\n',
            "utf-8",
        )
        assert run_line(f"aidtrack import {file}").code == 0
        assert ledger.rows("funding")[-1]["low"] == 123456750

    def test_what_will_be_stored_is_shown(self, run_line: RunLine, ledger: Ledger, tmp_path: Path) -> None:
        uid = ledger.rows("funding")[0]["uid"]
        file = tmp_path / "funding.csv"
        file.write_text(f"uid,amount_low(元),amount_high(元)\n{uid},11000000,13000000\n", "utf-8")
        answer = run_line(f"aidtrack import {file} --dry-run")
        assert "amount: 1100餘萬元 (11,000,000–12,000,000) → 11,000,000–13,000,000\n" in answer.out

    def test_a_new_figure_is_shown_with_what_it_is_of(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path
    ) -> None:
        assert ledger.count("project")
        file = tmp_path / "funding.csv"
        file.write_text(
            "project,amount,stage,source,locator,period\n513333-03,1100余万元,planned,1,L1,2019\n", "utf-8"
        )
        shown = run_line(f"aidtrack import {file} --dry-run").out
        assert (
            "funding 14 (1100余万元 (11,000,000–12,000,000), 513333-03 色达县第二中学, planned, 2019)"
            in shown
        )

    def test_a_part_that_is_none_any_more_is_asked_about(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path
    ) -> None:
        rows, before = ledger.rows("funding"), ledger.state()
        part = next(row for row in rows if row["id"] == 9)
        file = tmp_path / "funding.csv"
        file.write_text(f"uid,part_of\n{part['uid']},-\n", "utf-8")
        answer = run_line(f"aidtrack import {file}")
        assert (answer.code, "It may be the same as the figure below" in answer.err) == (5, True)
        assert ledger.state() == before
        file.write_text(f"uid,part_of,separate\n{part['uid']},-,yes\n", "utf-8")
        assert "changed 1" in run_line(f"aidtrack import {file}").err

    @pytest.mark.parametrize(
        ("table", "text", "words"),
        [
            ("projects", "code,name\n513333-03,-\n", "name: name cannot be empty; give another value."),
            (
                "funding",
                "uid,separate\n{uid},perhaps\n",
                "separate: separate takes yes or no, not 'perhaps'.",
            ),
            ("projects", "name\n甲\n", "line 2: Still to be said: pairing."),
        ],
    )
    def test_columns_are_named_as_columns(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path, table: str, text: str, words: str
    ) -> None:
        file = tmp_path / f"{table}.csv"
        file.write_text(text.format(uid=ledger.rows("funding")[0]["uid"]), "utf-8")
        answer = run_line(f"aidtrack import {file}")
        assert "--" not in answer.err
        assert words in answer.err

    @pytest.mark.parametrize(
        ("code", "near"), [("CYN", "CNY"), ("RMB", "CNY"), ("HDK", "HKD"), ("ZZZ", "USD")]
    )
    def test_a_currency_that_there_is_not_is_refused(
        self, run_line: RunLine, ledger: Ledger, tmp_path: Path, code: str, near: str
    ) -> None:
        before = ledger.state()
        file, given = tmp_path / "funding.csv", f"--currency {code} --amount 5元"
        line = "project,amount,stage,source,locator,period,currency"
        file.write_text(f"{line}\n513333-03,5,planned,1,L1,2019,{code}\n", "utf-8")
        for said in (
            f"import {file} --unit 元",
            f"add funding --project 513333-03 --stage planned --period 2019 --source 1 --at L1 {given}",
            f"edit funding 3 --currency {code}",
        ):
            answer = run_line(f"aidtrack {said}")
            assert (answer.code, ledger.state() == before) == (2, True)
            assert f"'{code}' is no ISO code of a currency; " in answer.err
            assert near in answer.err


def test_currencies_are_those_of_the_standard() -> None:
    assert set(codelist("Currency").codes) - CURRENCIES == {"USS", "XBT"}  # which are none of ISO 4217
    assert set(codelist("Currency").codes) >= CURRENCIES


def test_a_bundle_has_no_other_currency() -> None:
    fact = {"uid": "a", "project": "p", "amount": 1, "stage": "planned", "currency": "CYN"}
    with pytest.raises(ValidationError, match="did you mean CNY"):
        FundingFact.model_validate(fact)
    assert FundingFact.model_validate(fact | {"currency": "usd"}).currency == "USD"


class TestTheSeed:
    def test_adds_nothing_to_the_ledger_made_from_it(self, ledger: Ledger) -> None:
        before = ledger.state()
        assert counts(taken(ledger, seed_rows(), bare=True)) == (0, 0, 135, 0)
        assert ledger.state() == before

    @settings(max_examples=5, deadline=None)
    @given(st.integers(0, 10**6).map(random.Random))
    def test_gives_the_same_ledger_in_any_order(
        self, seeded: Path, unseeded: Path, tmp_path_factory: pytest.TempPathFactory, order: random.Random
    ) -> None:
        rows = seed_rows()
        order.shuffle(rows)
        ledger = tmp_path_factory.mktemp("shuffled") / "ledger.db"
        ledger.write_bytes(unseeded.read_bytes())
        assert counts(taken(ledger, rows, bare=True)) == (135, 0, 0, 0)
        assert contents(ledger) == contents(seeded)
        assert counts(taken(ledger, rows, bare=True)) == (0, 0, 135, 0)

    @settings(max_examples=10, deadline=None)
    @given(st.integers(0, 10**6).map(random.Random))
    def test_blanks_never_erase(self, seeded: Path, chance: random.Random) -> None:
        rows = seed_rows()
        for row in rows:
            fields = [field.name for field in EXCHANGED[row.table].fields if field.name != "uid"]
            row.values |= {name: chance.choice(["", "  ", []]) for name in chance.sample(fields, 4)}
        before = seeded.read_bytes()
        assert counts(taken(seeded, rows, bare=True)) == (0, 0, 135, 0)
        assert seeded.read_bytes() == before


TEXTS = (
    "-",
    "=1+1",
    "甲;乙",
    "'x",
    "1100",
    "none",
    "是",
    " 空白 ",
    "甲\n乙",
    "null",
    "2023",
    "色達縣",
    '"',
    "L1, L2",
)
AMOUNTS = ("1100余万元", "3.5万元", "约5000元", "1500—5000元", "12000000元", "近8万元", "1亿多元")


def with_other_words(chance: random.Random) -> Iterator[RawRow]:
    """Give the rows of the seed, some with other texts, dates, lists and amounts."""
    for row in seed_rows():
        for field in EXCHANGED[row.table].fields:
            if chance.random() > 0.1:
                continue
            if field.kind == "text" and field.name != "unit":
                row.values[field.name] = chance.choice(TEXTS)
            elif field.name == "aliases":
                row.values["aliases"] = chance.sample(TEXTS, 2)
            elif field.name == "amount" and not {"part_of", "restates"} & row.values.keys():
                row.values["amount"] = chance.choice(AMOUNTS)
            elif field.name.startswith("planned_"):
                row.values[field.name] = "2021-0" + str(chance.randint(1, 9))
        yield row


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6).map(random.Random), st.sampled_from(list(EXCHANGE)))
def test_what_goes_out_comes_in_as_it_was(
    seeded: Path, unseeded: Path, tmp_path_factory: pytest.TempPathFactory, chance: random.Random, form: str
) -> None:
    folder = tmp_path_factory.mktemp("there_and_back")
    here, there = folder / "here.db", folder / "there.db"
    here.write_bytes(seeded.read_bytes())
    there.write_bytes(unseeded.read_bytes())
    taken(here, list(with_other_words(chance)), bare=True, skip_bad=True)
    out = folder / ("out.jsonl" if form == "jsonl" else "out.xlsx" if form == "xlsx" else "out")
    assert main(["--db", str(here), "export", str(out), "--format", form]) == 0
    before = here.read_bytes()
    assert main(["--db", str(here), "import", str(out), "--format", form]) == 0
    assert here.read_bytes() == before
    assert main(["--db", str(there), "import", str(out), "--format", form]) == 0
    assert without_versions(contents(there)) == without_versions(contents(here))


def without_versions(found: dict[str, dict[str, dict[str, Any]]]) -> Any:
    return {table: {uid: {**row, "version": 1} for uid, row in rows.items()} for table, rows in found.items()}


class TestWhichRecord:
    def test_by_uid_or_a_new_one_of_that_uid(self, ledger: Ledger) -> None:
        uid = ledger.rows("project")[2]["uid"]
        rows = [
            raw("projects", 1, uid=uid, site="甲"),
            raw("projects", 2, uid="own", name="乙", pairing=PAIRING),
        ]
        assert counts(taken(ledger, rows)) == (1, 1, 0, 0)
        assert ledger.rows("project")[-1]["uid"] == "own"

    def test_by_the_key_of_another_system(self, ledger: Ledger) -> None:
        row = raw("projects", 1, external_id="oa:7", name="楼", pairing=PAIRING)
        assert counts(taken(ledger, [row])) == (1, 0, 0, 0)
        row.values |= {"name": "大楼", "site": "甲"}
        assert counts(taken(ledger, [row])) == (0, 1, 0, 0)
        assert counts(taken(ledger, [row])) == (0, 0, 1, 0)
        assert ledger.rows("project")[-1]["name"] == "大楼"

    def test_a_record_with_a_code_gets_the_key(self, ledger: Ledger) -> None:
        row = raw("projects", 1, external_id="oa:7", code="513333-03")
        assert counts(taken(ledger, [row])) == (0, 1, 0, 0)
        assert counts(taken(ledger, [raw("projects", 1, external_id="oa:7", site="甲")])) == (0, 1, 0, 0)
        assert (
            "is that of"
            in said(
                ledger, [raw("projects", 1, external_id="oa:8", code="513333-03", name="x", pairing=PAIRING)]
            )[0]
        )

    def test_by_id_which_must_be_there(self, ledger: Ledger) -> None:
        assert counts(taken(ledger, [raw("projects", 1, id=3, site="甲")])) == (0, 1, 0, 0)
        assert said(ledger, [raw("projects", 1, id=999)]) == ["rows, line 1, id: No project has the id 999."]

    def test_a_project_by_its_name_in_any_script(self, ledger: Ledger) -> None:
        rows = [raw("projects", 1, name="色達縣第二中學", pairing=PAIRING, site="甲")]
        assert counts(taken(ledger, rows)) == (0, 1, 0, 0)
        row = ledger.rows("project")[2]
        assert (row["name"], row["site"]) == ("色達縣第二中學", "甲")

    def test_others_by_what_they_are(self, ledger: Ledger) -> None:
        rows = [
            raw("organisations", 1, name="希樂公司"),
            raw("sources", 2, title="共饮一江水,同是一家人", note="甲"),
            raw("pairings", 3, donor="331002", recipient="色达", note="乙"),
            raw("indicators", 4, code="visits", name="访问", unit="人次"),
            raw("divisions", 5, name="东部", members=["北京", "天津"]),
            raw("sectors", 6, code="moon", name="月球", name_en="Moon"),
        ]
        title = ledger.rows("source")[0]["title"]
        rows[1].values["title"] = title
        assert counts(taken(ledger, rows)) == (3, 3, 0, 0)
        assert counts(taken(ledger, rows)) == (0, 0, 6, 0)

    def test_a_figure_by_all_but_its_amount(self, ledger: Ledger) -> None:
        assert counts(taken(ledger, [money()])) == (1, 0, 0, 0)
        assert counts(taken(ledger, [money(amount="2万元")])) == (0, 1, 0, 0)
        assert ledger.rows("funding")[-1]["low"] == 20_000_00
        assert counts(taken(ledger, [money(locator="L2", separate=True)])) == (1, 0, 0, 0)

    def test_the_second_row_of_the_same_is_refused(self, ledger: Ledger) -> None:
        rows = [money(1), money(2, amount="3万元")]
        assert "rows, line 1 is of the same figure" in said(ledger, rows)[0]
        rows = [
            raw("projects", 1, code="Y", name="甲", pairing=PAIRING),
            raw("projects", 2, code="Y", site="乙"),
        ]
        assert "rows, line 1 is of the same record" in said(ledger, rows)[0]
        rows = [raw("projects", 1, id=3, site="甲"), raw("projects", 2, code="513333-03", site="乙")]
        assert "rows, line 1 is of the same record" in said(ledger, rows)[0]

    def test_separate_figures_of_equal_content_count_as_often_as_they_stand_there(
        self, ledger: Ledger
    ) -> None:
        rows = [money(number, separate=True) for number in (1, 2)]
        assert counts(taken(ledger, rows)) == (2, 0, 0, 0)
        assert counts(taken(ledger, rows)) == (0, 0, 2, 0)
        assert counts(taken(ledger, [*rows, money(3, separate=True)])) == (1, 0, 2, 0)

    def test_several_that_it_can_be_are_refused(self, ledger: Ledger) -> None:
        taken(ledger, [money(1, separate=True), money(2, separate=True, amount="2万元")])
        assert counts(taken(ledger, [money(1, amount="2万元")])) == (0, 0, 1, 0)
        assert "It can be 2 records" in said(ledger, [money(1, amount="3万元")])[0]


class TestAmounts:
    @pytest.mark.parametrize(
        ("amount", "unit", "stored"),
        [
            ("1100余万元", None, ("1100余万元", 1100, 1200, 1100, "over")),
            ({"value": "1100余万元"}, None, ("1100余万元", 1100, 1200, 1100, "over")),
            ({"value": "850"}, "万元", (None, 850, 850, 850, "exact")),
            ({"value": 850}, "万元", (None, 850, 850, 850, "exact")),
            ({"text": "850"}, "万元", ("850万元", 850, 850, 850, "exact")),
            (
                {"value": Decimal(8_500_000), "low": Decimal(8_500_000), "kind": "over"},
                None,
                (None, 850, None, 850, "over"),
            ),
            (
                {"value": "11000000", "text": "1100余万元", "low": "11000000"},
                "元",
                ("1100余万元", 1100, 1200, 1100, "over"),
            ),
            ({"value": "11000000", "text": "1100"}, "元", ("1100", 1100, 1100, 1100, "exact")),
            (
                {
                    "low": Decimal(10_000_000),
                    "high": Decimal(12_000_000),
                    "kind": "range",
                    "text": "千余万元",
                },
                None,
                ("千余万元", 1000, 1200, None, "range"),
            ),
        ],
    )
    def test_of_a_new_figure(
        self,
        ledger: Ledger,
        amount: Any,
        unit: str | None,
        stored: tuple[str | None, int, int | None, int | None, str],
    ) -> None:
        row = money(amount=amount)
        row.unit = unit
        assert counts(taken(ledger, [row])) == (1, 0, 0, 0)
        found = ledger.rows("funding")[-1]
        text, *numbers, kind = stored
        assert [found[name] for name in ("low", "high", "value")] == [
            None if number is None else number * 1_000_000 for number in numbers
        ]
        assert (found["text"], found["quantity_kind"]) == (text, kind)

    @pytest.mark.parametrize(
        ("amount", "words"),
        [
            ({"value": "8500"}, "has no unit"),
            ({"value": 8500}, "has no unit"),
            (8500, "has no unit"),
            ({"value": "900", "text": "1100余万元"}, "do not agree"),
            ({"low": "900", "high": "800"}, "has no unit"),
            ({"low": 900, "high": 800, "kind": "range"}, "the lower bound below the upper"),
            ({"value": "x.y"}, "x.y"),
            ({"wert": 3}, "No field is called 'wert'"),
            (None, "cannot be empty"),
            ({"value": "5", "low": "-1"}, "below 0"),
        ],
    )
    def test_that_cannot_be(self, ledger: Ledger, amount: Any, words: str) -> None:
        row = money(amount=amount)
        if (
            isinstance(amount, dict)
            and "low" in amount
            and isinstance(amount["low"], str)
            and "value" in amount
        ):
            row.unit = "元"
        if isinstance(amount, dict) and "text" in amount:
            row.unit = "元"
        assert words in said(ledger, [row])[0]

    @pytest.mark.parametrize(
        ("amount", "stored"),
        [
            (
                {
                    "value": "11000000",
                    "low": "11000000",
                    "high": "12000000",
                    "kind": "over",
                    "text": "1100余万元",
                },
                None,
            ),
            ({"text": "1100余万元"}, None),
            (
                {
                    "value": "11500000",
                    "low": "11000000",
                    "high": "12000000",
                    "kind": "over",
                    "text": "1100余万元",
                },
                (None, 1150, 1150, "exact"),
            ),
            (
                {
                    "value": "11000000",
                    "low": "11000000",
                    "high": "12000000",
                    "kind": "over",
                    "text": "1300万元",
                },
                ("1300万元", 1300, 1300, "exact"),
            ),
            ({"value": "13000000", "text": "1300万元"}, ("1300万元", 1300, 1300, "exact")),
            ({"low": "10000000", "text": "1100余万元"}, (None, 1000, 1200, "range")),
            ({"high": None}, (None, 1100, None, "at_least")),
        ],
    )
    def test_of_a_figure_that_is_there(self, ledger: Ledger, amount: Any, stored: Any) -> None:
        taken(ledger, [money(amount="1100余万元", external_id="a:1")])
        outcome = taken(ledger, [raw("funding", 1, "元", external_id="a:1", amount=amount)])
        assert counts(outcome) == ((0, 0, 1, 0) if stored is None else (0, 1, 0, 0))
        found = ledger.rows("funding")[-1]
        text, low, high, kind = stored or ("1100余万元", 1100, 1200, "over")
        assert (found["text"], found["quantity_kind"]) == (text, kind)
        assert found["low"] == low * 1_000_000
        assert found["high"] == (None if high is None else high * 1_000_000)

    def test_both_edited_and_contradicting(self, ledger: Ledger) -> None:
        taken(ledger, [money(amount="1100余万元", external_id="a:1")])
        row = raw("funding", 1, "元", external_id="a:1", amount={"value": "9", "text": "1300万元"})
        assert "do not agree" in said(ledger, [row])[0]

    @given(st.integers(1, 10**9), st.sampled_from(["万元", "亿元", "元"]), st.integers(0, 3))
    def test_plain_texts_are_read_as_the_grammar_reads_them(
        self, number: int, unit: str, places: int
    ) -> None:
        from aidtrack.actions.figure import stored, typed
        from aidtrack.actions.intake.amounts import Amounts, Measure
        from aidtrack.errors import AidtrackError

        text = f"{Decimal(number).scaleb(-places):f}{unit}"
        try:
            wanted: Any = stored(typed(text, ("元",), money=True), 100)
        except AidtrackError as error:
            wanted = type(error)
        try:
            found: Any = Amounts().printed(text, Measure("funding", ("元",)))
        except AidtrackError as error:
            found = type(error)
        assert found == wanted


class TestOrder:
    def test_rows_may_refer_to_rows_further_down(self, empty_ledger: Ledger) -> None:
        rows = [
            raw(
                "funding",
                1,
                uid="part",
                project="A.1",
                amount="1万元",
                stage="issued",
                source="报",
                locator="L1",
                part_of="whole",
            ),
            raw(
                "funding",
                2,
                uid="whole",
                project="A",
                amount="3万元",
                stage="issued",
                source="报",
                locator="L1",
            ),
            raw("projects", 3, code="A.1", name="子", parent="A 园"),
            raw("projects", 4, code="A", name="园", pairing=PAIRING),
            raw("pairings", 5, donor="椒江", recipient="色达", programme="none"),
            raw("sources", 6, title="报"),
        ]
        assert counts(taken(empty_ledger, rows)) == (6, 0, 0, 0)
        assert counts(taken(empty_ledger, rows)) == (0, 0, 6, 0)

    def test_what_never_comes_is_refused_with_its_own_reason(self, ledger: Ledger) -> None:
        rows = [
            money(1, project="nowhere"),
            money(2, part_of="nobody", locator="L2"),
            money(3, locator="L3", separate=True),
        ]
        found = said(ledger, rows)
        assert [line.split(": ")[0] for line in found] == ["rows, line 1, project", "rows, line 2, part of"]
        with pytest.raises(BadRows) as refusal:
            taken(ledger, rows)
        assert refusal.value.exit_code == NoRecord.exit_code

    def test_the_clearer_statement_counts(self, ledger: Ledger) -> None:
        taken(ledger, [money(stage="stated", uid="vague", locator="L9")])
        row = money(stage="planned", uid="clear", restates="vague")
        assert counts(taken(ledger, [row])) == (1, 0, 0, 0)
        by_uid = {row["uid"]: row for row in ledger.rows("funding")}
        assert (by_uid["clear"]["restates_id"], by_uid["vague"]["restates_id"]) == (
            None,
            by_uid["clear"]["id"],
        )
        assert counts(taken(ledger, [row])) == (0, 0, 1, 0)


class TestHeldInTheEnd:
    def test_the_same_money_as_in_the_ledger(self, ledger: Ledger) -> None:
        row = money(stage="stated", locator="L70", period="2022")
        assert "It may be the same as the figure below" in said(ledger, [row])[0]
        assert "funding 5" in said(ledger, [row])[0]
        for answer in ({"separate": True}, {"restates": "5"}):
            row.values |= {"locator": f"L7 {answer}"}
            assert counts(taken(ledger, [money(1, **row.values, **answer)])) == (1, 0, 0, 0)

    def test_the_same_money_in_one_file(self, ledger: Ledger) -> None:
        rows = [money(1, locator="L1"), money(2, locator="L2"), money(3, locator="L3", period="2019/2020")]
        found = said(ledger, rows)
        assert [line.split(": ")[0] for line in found] == ["rows, line 2", "rows, line 3"]
        assert "rows, line 1" in found[0].split(": ", 1)[1]
        rows[1].values["separate"] = rows[2].values["separate"] = True
        assert counts(taken(ledger, rows)) == (3, 0, 0, 0)

    def test_a_rule_names_the_row(self, ledger: Ledger) -> None:
        before = ledger.state()
        rows = [raw("projects", 1, code="513333-03", actual_start="2022", actual_end="2021", site="甲")]
        assert said(ledger, rows)[0].startswith("rows, line 1: project 3 ends (2021) before it starts (2022)")
        assert ledger.state() == before

    def test_rows_that_break_a_rule_are_taken_out_and_what_hangs_on_them(self, ledger: Ledger) -> None:
        rows = [
            raw(
                "projects", 1, code="Y-1", name="甲", pairing=PAIRING, actual_start="2022", actual_end="2021"
            ),
            raw("projects", 2, code="Y-2", name="乙", parent="Y-1"),
            raw("projects", 3, code="Y-3", name="丙", pairing=PAIRING),
            raw("projects", 4, code="513333-03", site="丁"),
        ]
        outcome = taken(ledger, rows, skip_bad=True)
        assert counts(outcome) == (1, 1, 0, 2)
        assert [problem.row for problem in outcome.problems.first] == [1, 2]
        assert [row["code"] for row in ledger.rows("project")][26:] == ["Y-3"]

    def test_what_is_on_no_row_refuses_all(self, ledger: Ledger) -> None:
        ledger.write("UPDATE source SET kind = 'ledger'", "UPDATE funding SET locator = NULL WHERE id = 3")
        with pytest.raises(Refused, match="funding 3 does not say where in its source it stands"):
            taken(ledger, [raw("sources", 1, title="共饮一江水,同是一家人", kind="news")], skip_bad=True)

    def test_a_bad_row_does_not_spoil_its_batch(self, ledger: Ledger) -> None:
        rows = [
            raw("projects", number, uid=f"u{number}", code=f"Y-{number}", name="楼", pairing=PAIRING)
            for number in range(1, 9)
        ]
        rows[4].values["code"] = "513333-03"
        outcome = taken(ledger, rows, skip_bad=True)
        assert counts(outcome) == (7, 0, 0, 1)
        assert "The code 513333-03 is that of project 3" in str(outcome.problems.first[0])


class TestPeople:
    def test_many_problems_are_shown_in_part(self, ledger: Ledger) -> None:
        rows = [
            raw("projects", number, name="x", pairing="nowhere → 513333", note=str(number))
            for number in range(1, 31)
        ]
        found = said(ledger, rows)
        assert (len(found), found[-1]) == (21, "… and 10 more")

    def test_every_field_that_is_wrong_is_named(self, ledger: Ledger) -> None:
        row = raw("projects", 1, name="x", pairing=PAIRING, planned_end="soon", status="merry", sector="moon")
        assert sorted(line.split(": ")[0] for line in said(ledger, [row])) == [
            f"rows, line 1, {name}" for name in ("planned end", "sector", "status")
        ]

    def test_values_as_programs_have_them(self, ledger: Ledger) -> None:
        from datetime import UTC, date, datetime

        values: dict[str, Any] = {
            "planned_start": 2021,
            "planned_end": date(2023, 8, 1),
            "aliases": ["甲", 2],
        }
        values |= {"actual_start": datetime(2021, 6, 1, tzinfo=UTC), "site": Decimal("12.0"), "works": True}
        taken(ledger, [raw("projects", 1, name="楼", pairing=PAIRING, **values)])
        row = ledger.rows("project")[-1]
        names = ("planned_start", "planned_end", "actual_start", "site", "works", "aliases")
        assert [row[name] for name in names] == [
            "2021",
            "2023-08-01",
            "2021-06-01",
            "12",
            "yes",
            '["甲", "2"]',
        ]

    def test_a_pairing_is_named_in_every_way(self, ledger: Ledger) -> None:
        uid = ledger.rows("pairing")[0]["uid"]
        names = [uid, "1", PAIRING, "椒江 -> 色达", f"{PAIRING} (对口支援)", "浙江台州椒江区→seda"]
        rows = [
            raw("projects", number, name=f"楼{number}", pairing=name) for number, name in enumerate(names, 1)
        ]
        assert taken(ledger, rows).added == 6
        assert {row["pairing_id"] for row in ledger.rows("project")[26:]} == {1}
        assert run_refusal(ledger, "椒江 → 椒江")

    def test_dates_outside_the_pairing_are_told_once(self, ledger: Ledger) -> None:
        rows = [
            raw("projects", number, name=f"楼{number}", pairing=PAIRING, planned_start="1999")
            for number in (1, 2)
        ]
        [remark] = taken(ledger, rows).telling.remarks
        assert remark.startswith("1999: outside the time of the pairing")

    def test_a_project_that_moves_takes_its_figures_along(self, ledger: Ledger) -> None:
        other = next(row for row in ledger.rows("pairing") if row["id"] == 2)
        taken(ledger, [raw("projects", 1, code="513333-03", pairing=other["uid"])])
        project = next(row for row in ledger.rows("project") if row["code"] == "513333-03")
        moved = [row for row in ledger.rows("funding") if row["project_id"] == project["id"]]
        assert {row["pairing_id"] for row in moved} == {2}
        assert moved


def run_refusal(ledger: Ledger, pairing: str) -> bool:
    return "cannot be paired with itself" in said(ledger, [raw("projects", 1, name="x", pairing=pairing)])[0]


def test_an_interrupted_import_changes_nothing(ledger: Ledger) -> None:
    before = ledger.state()

    def rows() -> Iterator[RawRow]:
        for number in range(1, 3000):
            yield raw("projects", number, code=f"Y-{number}", name="楼", pairing=PAIRING)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), recording(str(ledger), "test") as recorder:
        take_in(recorder, rows, Wishes())
    assert ledger.state() == before


def test_ctrl_c_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    before = ledger.state()
    file = tmp_path / "projects.csv"
    lines = [f"Y-{number},楼{number},331002 → 513333" for number in range(100_000)]
    file.write_text("\n".join(["code,name,pairing", *lines]), "utf-8")
    command = [sys.executable, "-m", "aidtrack", "--db", str(ledger), "import", str(file)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        running.stderr.readline()  # the first word on how far it is
        running.send_signal(signal.SIGINT)
        running.stderr.read()
    assert running.returncode == 130
    assert ledger.state() == before
