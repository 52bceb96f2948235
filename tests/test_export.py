"""`aidtrack export`: what a user gets, and what is left where it cannot be written."""

from __future__ import annotations

import csv
import json
import os
import shutil
import stat
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from aidtrack.actions.exchange_tables import EXCHANGED
from odd_records import LINES, WAY_OUT, add_odd_records

if TYPE_CHECKING:
    from conftest import RunLine
    from harness_fork import Nursery
    from ledgers import Ledger

NOBODY = 65534
SEED = Path(__file__).parents[1] / "seed"
TABLES = sorted(
    ["funding", "jobs", "organisations", "pairings", "participations", "projects", "results", "sources"]
)
"""Those of the article's ledger."""


def facts(text: str) -> list[dict[str, Any]]:
    """Read JSON lines."""
    return [json.loads(line) for line in text.splitlines()]


def uids(text: str) -> list[str]:
    return [fact["uid"] for fact in facts(text)]


def cells(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


def listed(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


# What it looks like


def test_a_name_without_ending_is_a_bundle_that_says_what_the_seed_says(
    run_line: RunLine, ledger: Ledger, tmp_path: Path
) -> None:
    assert ledger
    answer = run_line(f"aidtrack export {tmp_path}/out")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"wrote 135 records of 8 tables to {tmp_path}/out\n"
    assert listed(tmp_path / "out") == [f"{name}.yaml" for name in TABLES]
    for name in TABLES:
        ours, seed = (
            {fact["uid"]: fact for fact in yaml.load(path.read_text("utf-8"), yaml.BaseLoader)[name]}
            for path in (tmp_path / "out" / f"{name}.yaml", SEED / f"{name}.yaml")
        )
        for fact in seed.values():  # a source's kind, and who is all, go without saying
            if fact.get("kind") == "news" and name == "sources":
                del fact["kind"]
        assert ours == seed


def test_a_bundle_in_one_file_has_the_tables_in_the_order_in_which_they_can_be_recorded(
    run_line: RunLine, ledger: Ledger, tmp_path: Path
) -> None:
    add_odd_records(str(ledger))
    run_line(f"aidtrack export {tmp_path}/all.yaml")
    found = yaml.load((tmp_path / "all.yaml").read_text("utf-8"), yaml.BaseLoader)
    assert list(found) == [name for name in EXCHANGED if name in found]
    assert next(fact for fact in found["projects"] if fact["uid"] == "odd-whole")["works"] == LINES
    assert run_line("aidtrack export - --format bundle").out == (tmp_path / "all.yaml").read_text("utf-8")


def test_a_csv_file_is_for_spreadsheets_and_a_stream_for_programs(
    run_line: RunLine, ledger: Ledger, tmp_path: Path
) -> None:
    assert ledger
    answer = run_line(f"aidtrack export {tmp_path}/funding.csv")
    assert answer.err == f"wrote 13 records of 1 table to {tmp_path}/funding.csv\n"
    text = (tmp_path / "funding.csv").read_text("utf-8")
    assert text.startswith("\ufeffuid,project,pairing,amount(元),amount_low(元),")
    row = next(row for row in cells(text) if row["uid"] == "langzhong-olive-park-11m")
    assert row["project"] == "511381-01 浙川东西部协作油橄榄产业园"
    assert row["pairing"] == "331081 温岭市 → 511381 阆中市"
    assert (row["amount(元)"], row["amount_high(元)"]) == ("11000000", "12000000")
    assert (row["amount_kind"], row["amount_text"]) == ("over", "1100餘萬元")
    assert row["source"] == "共饮一江水,同是一家人"
    assert row["fund_source"] == ""  # the default goes without saying
    assert "\ufeff" + run_line("aidtrack export - --format csv --kind funding").out == text


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_a_folder_of_tables_has_a_file_for_each_that_has_records(
    run_line: RunLine, ledger: Ledger, tmp_path: Path, name: str, delimiter: str
) -> None:
    assert ledger
    run_line(f"aidtrack export {tmp_path}/out --format {name}")
    assert listed(tmp_path / "out") == [f"{table}.{name}" for table in TABLES]
    found = cells((tmp_path / "out" / f"jobs.{name}").read_text("utf-8"), delimiter)
    assert {row["count"] for row in found} >= {"178000", "23000"}


@pytest.mark.parametrize(
    ("words", "first"), [("zh", "交换号,项目,结对,金额(元)"), ("en", "UID,Project,Pairing,Amount (CNY)")]
)
def test_columns_are_headed_in_either_language(
    run_line: RunLine, ledger: Ledger, words: str, first: str
) -> None:
    assert ledger
    out = run_line(f"aidtrack export - --format csv --kind funding --headings {words}").out
    assert out.startswith(first)


def test_csv_in_the_encoding_of_old_spreadsheets(run_line: RunLine, ledger: Ledger, tmp_path: Path) -> None:
    assert ledger
    run_line(f"aidtrack export {tmp_path}/projects.csv --encoding gb18030 --headings zh")
    assert (tmp_path / "projects.csv").read_bytes().decode("gb18030").startswith("交换号,代码,名称")


def test_json_lines_name_the_table_of_each_record(run_line: RunLine, ledger: Ledger) -> None:
    assert ledger
    answer = run_line("aidtrack export - --format jsonl")
    assert answer.err == "wrote 135 records of 8 tables to the standard output\n"
    assert sorted({fact["table"] for fact in facts(answer.out)}) == TABLES
    olives = next(fact for fact in facts(answer.out) if fact["uid"] == "langzhong-olive-park-11m")
    assert olives["amount"] == {
        "value": 11000000, "low": 11000000, "high": 12000000, "kind": "over", "text": "1100餘萬元",
    }  # fmt: skip
    assert "part_of" not in olives
    assert "separate" not in olives


def test_it_is_said_in_chinese(run_line: RunLine, ledger: Ledger, tmp_path: Path) -> None:
    assert ledger
    assert run_line(f"aidtrack --lang zh export {tmp_path}/out").code == 0


# Which records


def test_no_record_of_what_ships_goes_out_unless_somebody_changed_it(
    run_line: RunLine, ledger: Ledger
) -> None:
    assert ledger
    assert run_line("aidtrack export - --format jsonl --kind indicators").out == ""
    run_line("aidtrack edit indicator beneficiaries --note 甲")
    (fact,) = facts(run_line("aidtrack export - --format jsonl --kind indicator").out)
    assert (fact["code"], fact["note"]) == ("beneficiaries", "甲")


def test_filters_choose_projects_with_all_that_hangs_on_them(run_line: RunLine, ledger: Ledger) -> None:
    assert ledger
    found = facts(run_line("aidtrack export - --format jsonl --county 色达").out)
    by_table = {name: [fact["uid"] for fact in found if fact["table"] == name] for name in TABLES}
    assert len(by_table["projects"]) == 6
    assert by_table["pairings"] == ["jiaojiang-seda"]
    assert by_table["sources"] == ["article"]
    assert len(by_table["funding"]) == 4
    assert "crystal-optech" in by_table["organisations"]
    assert not by_table["jobs"]


def test_what_a_record_needs_goes_with_it(run_line: RunLine, ledger: Ledger) -> None:
    add_odd_records(str(ledger))
    found = uids(run_line("aidtrack export - --format jsonl --text 子项").out)
    assert {"odd-whole", "odd-part", "odd-other", "odd-unsaid", "odd-plan", "article", "odd-role"} <= set(
        found
    )
    assert "odd-alone" not in found
    found = uids(run_line("aidtrack export - --format jsonl --stage stated --programme other").out)
    assert {"odd-again", "odd-plan", "odd-part", "odd-whole", "odd-copy", "odd-source"} <= set(found)
    assert {"odd-three", "odd-county"} <= set(found)


def test_one_kind_has_what_passes_and_no_more(run_line: RunLine, ledger: Ledger) -> None:
    add_odd_records(str(ledger))
    found = uids(run_line("aidtrack export - --format jsonl --kind projects --text 子项").out)
    assert found == ["odd-part"]
    found = uids(run_line("aidtrack export - --format jsonl --kind jobs --kind employed").out)
    assert found
    assert "linhai-jialing-vacancies" not in found


def test_money_of_every_currency_goes_out(run_line: RunLine, ledger: Ledger) -> None:
    add_odd_records(str(ledger))
    answer = run_line("aidtrack export - --format jsonl --kind funding --text 子项")
    assert {"odd-dollars", "odd-euro", "odd-counted"} <= set(uids(answer.out))
    assert "currency" not in answer.err


def test_names_that_several_have_are_not_written(run_line: RunLine, ledger: Ledger) -> None:
    add_odd_records(str(ledger))
    found = {fact["uid"]: fact for fact in facts(run_line("aidtrack export - --format jsonl").out)}
    assert found["odd-role"]["organisation"] == "odd-same"
    assert found["odd-role-2"]["organisation"] == WAY_OUT
    assert found["odd-whole"]["pairing"] == "331002 椒江区 → 513333 色达县 (other)"
    assert found["odd-part"]["pairing"] == "odd-unsaid"
    assert found["odd-dollars"]["source"] == "article"
    assert found["odd-again"]["source"] == "odd-copy"


def test_nothing_at_all_is_no_error(run_line: RunLine, empty_ledger: Ledger, tmp_path: Path) -> None:
    assert empty_ledger
    answer = run_line(f"aidtrack export {tmp_path}/out")
    assert (answer.code, answer.err) == (0, f"wrote 0 records of 0 tables to {tmp_path}/out\n")
    assert listed(tmp_path / "out") == []
    run_line(f"aidtrack export {tmp_path}/funding.csv")
    assert (tmp_path / "funding.csv").read_text("utf-8").count("\n") == 1


# What cannot be read


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("-", "Say with --format how to write to the standard output: bundle, csv, tsv, jsonl"),
        ("- --format csv", "CSV holds records of one kind: say which with --kind, or name a folder for all of them."),
        ("out/all.csv", "CSV holds records of one kind"),
        ("out/all.doc", "The name of 'out/all.doc' does not tell its format; say it with --format: bundle"),
        ("out --format yml", "No format is called 'yml'"),
        ("out --kind fundign", "No kind is called 'fundign'; did you mean 'funding'?"),
        ("out --kind funding --kind jobs", "--kind is given twice"),
        ("out --headings zh", "--headings says nothing of the format bundle; leave it out."),
        ("out/x.jsonl --encoding gb18030", "--encoding says nothing of the format jsonl; leave it out."),
        ("out --format csv --headings fr", "No language is called 'fr'"),
        ("out --format csv --encoding nonsense", "'nonsense' is no encoding"),
        ("out --county 椒江", "椒江区 is a donor here; use --donor"),
        ("out --year 22", "'22' is no year"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_before_anything_is_written(
    run_line: RunLine, ledger_file: Path, words: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ledger_file.parent / "out").mkdir()
    monkeypatch.chdir(ledger_file.parent)
    answer = run_line(f"aidtrack export {words}")
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert listed(ledger_file.parent / "out") == []


# Where it is written


def test_what_is_there_is_replaced_only_by_force(
    run_line: RunLine, ledger_file: Path, tmp_path: Path
) -> None:
    assert ledger_file
    for target in ("funding.csv", "all.yaml", "all.jsonl"):
        path = tmp_path / target
        path.write_text("mine", "utf-8")
        answer = run_line(f"aidtrack export {path}")
        assert (answer.code, answer.err) == (5, f"error: '{path}' is there already; --force replaces it.\n")
        assert path.read_text("utf-8") == "mine"
        assert run_line(f"aidtrack export {path} --force").code == 0
        assert path.stat().st_size > 1000
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_is_replaced_only_by_force_and_keeps_what_is_hidden(
    run_line: RunLine, ledger_file: Path, tmp_path: Path
) -> None:
    assert ledger_file
    out = tmp_path / "out"
    (out / ".git").mkdir(parents=True)
    assert run_line(f"aidtrack export {out}").code == 0
    (out / "sectors.yaml").write_text("sectors: []\n", "utf-8")
    (out / "funding.yaml").write_text("old", "utf-8")
    answer = run_line(f"aidtrack export {out}")
    assert (answer.code, answer.err) == (5, f"error: '{out}' is there already; --force replaces it.\n")
    assert run_line(f"aidtrack export {out} --force").code == 0
    assert listed(out) == [".git", *(f"{name}.yaml" for name in TABLES)]
    assert (
        (out / "funding.yaml")
        .read_text("utf-8")
        .startswith("# A bundle of aidtrack; the last line of this file is: # end\nfunding:\n")
    )
    assert stat.S_IMODE((out / "funding.yaml").stat().st_mode) == 0o600


@pytest.mark.parametrize("foreign", ["README.md", "funding.csv", "notes/funding.yaml", "funding.yaml/x"])
def test_a_folder_with_what_is_not_ours_is_left_alone(
    run_line: RunLine, ledger_file: Path, tmp_path: Path, foreign: str
) -> None:
    assert ledger_file
    path = tmp_path / "out" / foreign
    path.parent.mkdir(parents=True)
    path.write_text("mine", "utf-8")
    answer = run_line(f"aidtrack export {tmp_path}/out --force")
    assert (answer.code, answer.out) == (5, "")
    assert f"holds what is not of an export ({foreign.partition('/')[0]})" in answer.err
    assert [file for file in (tmp_path / "out").rglob("*") if file.is_file()] == [path]


def test_a_folder_is_no_file_and_a_file_no_folder(
    run_line: RunLine, ledger_file: Path, tmp_path: Path
) -> None:
    assert ledger_file
    (tmp_path / "all.jsonl").mkdir()
    answer = run_line(f"aidtrack export {tmp_path}/all.jsonl --format jsonl --force")
    assert (answer.code, answer.err) == (5, f"error: '{tmp_path}/all.jsonl' is a folder; name a file.\n")
    (tmp_path / "out").write_text("mine", "utf-8")
    answer = run_line(f"aidtrack export {tmp_path}/out --force")
    assert (answer.code, answer.err) == (
        5,
        f"error: '{tmp_path}/out' is a file, not a folder; name another.\n",
    )
    assert (tmp_path / "out").read_text("utf-8") == "mine"


def test_a_folder_that_is_not_there_is_said(run_line: RunLine, ledger_file: Path, tmp_path: Path) -> None:
    assert ledger_file
    for name in ("none/funding.csv", "none/out"):
        answer = run_line(f"aidtrack export {tmp_path}/{name}")
        assert (answer.code, answer.out) == (1, "")
        assert answer.err == f"error: {tmp_path}/{name} cannot be written: No such file or directory.\n"


def test_names_in_the_ledger_never_become_paths(run_line: RunLine, ledger_file: Path, tmp_path: Path) -> None:
    add_odd_records(str(ledger_file))
    before = listed(tmp_path)
    for name in ("bundle", "csv"):
        assert run_line(f"aidtrack export {tmp_path}/{name} --format {name}").code == 0
        assert {Path(file).stem for file in listed(tmp_path / name)} <= set(EXCHANGED)
    assert listed(tmp_path) == sorted([*before, "bundle", "csv"])


def test_an_answer_that_nobody_reads_to_its_end(run_line: RunLine, ledger_file: Path) -> None:
    assert ledger_file
    for words in ("jsonl", "bundle", "csv --kind results"):
        answer = run_line(f"aidtrack export - --format {words} | head -c 10", shell=True)
        assert len(answer.out.encode()) == 10 or "\ufffd" in answer.out
        assert "Traceback" not in answer.err
        assert "error" not in answer.err


@pytest.mark.parametrize("target", ["results.csv", "all.yaml", "all.jsonl", "bundle", "there"])
def test_a_full_disk_leaves_nothing(article: Path, tmp_path: Path, children: Nursery, target: str) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "funding.yaml").write_text("old", "utf-8")
    ended = children.run("--db", str(article), "export", str(tmp_path / target), "--force", largest_file=4096)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == f"error: {tmp_path / target} cannot be written: File too large.\n"
    assert listed(tmp_path) == ["there"]
    assert listed(tmp_path / "there") == ["funding.yaml"]
    assert (tmp_path / "there" / "funding.yaml").read_text("utf-8") == "old"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
@pytest.mark.parametrize("target", ["results.csv", "bundle", "there"])
def test_a_folder_that_may_not_be_written(article: Path, shelf: Path, children: Nursery, target: str) -> None:
    (shelf / "there").mkdir()
    ledger = Path(shutil.copy(article, shelf / "ledger.db"))
    ledger.chmod(0o644)
    path = shelf / target
    ended = children.run("--db", str(ledger), "export", str(path), user=NOBODY)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == f"error: {path} cannot be written: Permission denied.\n"
    assert listed(shelf) == ["ledger.db", "there"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
@pytest.mark.parametrize("line", ["--kind funding --format xlsx", "--format xlsx", "--format bundle"])
def test_a_full_disk_is_said_once_and_nothing_else(run_line: RunLine, ledger_file: Path, line: str) -> None:
    answer = run_line(f"aidtrack export - {line} --db {ledger_file} --lang en > /dev/full", shell=True)
    assert answer.code == 1
    assert answer.err == "error: The disk is full; nothing more could be written.\n"


def test_a_workbook_goes_through_a_pipe(run_line: RunLine, ledger_file: Path, tmp_path: Path) -> None:
    piped = tmp_path / "piped.xlsx"
    run_line(f"aidtrack export - --format xlsx --db {ledger_file} | cat > {piped}", shell=True)
    assert "unchanged 135" in run_line(f"aidtrack import {piped} --db {ledger_file}").err


def test_what_an_export_wrote_tells_its_kind_by_its_headings(
    run_line: RunLine, ledger_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mine.csv"
    for kind, count in (("projects", 26), ("jobs", 10)):
        run_line(f"aidtrack export {file} --kind {kind} --force --db {ledger_file}")
        answer = run_line(f"aidtrack import {file} --db {ledger_file}")
        assert f"is read as {kind}, by its headings" in answer.err
        assert f"unchanged {count}, refused 0" in answer.err
    file.write_text("uid,note\na,b\n", encoding="utf-8")
    assert "give --kind" in run_line(f"aidtrack import {file} --db {ledger_file}").err


def test_an_option_of_which_a_format_knows_nothing_is_refused(
    run_line: RunLine, ledger_file: Path, tmp_path: Path
) -> None:
    for name, option in (
        ("a.xml", "--kind funding"),
        ("a.yaml", "--kind funding"),
        ("a.xlsx", "--encoding utf-8"),
    ):
        run_line(f"aidtrack export {tmp_path / name} --db {ledger_file}")
        answer = run_line(f"aidtrack import {tmp_path / name} {option} --db {ledger_file}")
        assert (answer.code, "leave it out" in answer.err) == (2, True)


def test_a_bundle_cut_off_in_a_value_changes_nothing(
    run_line: RunLine, ledger_file: Path, tmp_path: Path
) -> None:
    whole, cut = tmp_path / "b.yaml", tmp_path / "cut.yaml"
    run_line(f"aidtrack export {whole} --db {ledger_file}")
    for end in (3000, 3001, 3002, whole.stat().st_size - 3):
        cut.write_bytes(whole.read_bytes()[:end])
        answer = run_line(f"aidtrack import {cut} --db {ledger_file}")
        assert (answer.code, answer.err.count("cut off"), answer.err.count("\n")) == (2, 1, 1)
