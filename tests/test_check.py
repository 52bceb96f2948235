"""`aidtrack check`: silent where all rules hold, one finding for each record that breaks one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from aidtrack.tables import TABLES
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunLine
    from ledgers import Ledger


@pytest.fixture
def broken(ledger: Ledger) -> Ledger:
    """Give the test a ledger in which two rules are broken."""
    ledger.write(
        "UPDATE funding SET locator = NULL WHERE id = 3",
        "INSERT INTO pairing (uid, donor_id, recipient_id, programme, since, change_id)"
        " SELECT 'again', donor_id, recipient_id, programme, since, change_id FROM pairing WHERE id = 2",
    )
    return ledger


@pytest.mark.usefixtures("ledger")
def test_silent_where_all_holds(run_line: RunLine) -> None:
    answer = run_line("aidtrack check")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("format", "out"), [("json", "[]\n"), ("csv", "rule,record,finding\n"), ("table", "")]
)
def test_a_format_asked_for_is_valid_even_when_all_holds(run_line: RunLine, format: str, out: str) -> None:
    answer = run_line(f"aidtrack check --format {format}")
    assert (answer.code, answer.out) == (0, out)


@pytest.mark.usefixtures("broken")
def test_what_breaks_a_rule_is_the_answer(run_line: RunLine) -> None:
    answer = run_line("aidtrack check")
    assert answer.code == 1
    assert answer.err == ""
    heading, *rows = answer.out.splitlines()
    assert heading == "rule\trecord\tfinding"
    assert sorted(row.split("\t")[0] for row in rows) == ["pairings_once", "place_in_source"]
    place, again = sorted(rows, key=lambda row: "pairing" in row.split("\t")[1])
    assert place == (
        "place_in_source\tfunding 3\tfunding 3 does not say where in its source it stands; give --locator."
    )
    assert again.split("\t")[1].startswith("pairing ")


@pytest.mark.parametrize(
    ("links", "on_circles"),
    [
        ({5: 6, 6: 7}, []),
        ({7: 6, 6: 5}, []),
        ({5: 7, 6: 7}, []),
        ({5: 6, 6: 5}, [5, 6]),
        ({5: 6, 6: 7, 7: 6}, [6, 7]),
        ({5: 6, 7: 6, 6: 6}, [6]),
    ],
    ids=str,
)
def test_what_hangs_on_itself(
    run_line: RunLine, ledger: Ledger, links: dict[int, int], on_circles: list[int]
) -> None:
    """Whichever of the projects in a line was recorded first."""
    ledger.write("UPDATE project SET parent_id = NULL")
    ledger.write(
        *(f"UPDATE project SET parent_id = {above} WHERE id = {one}" for one, above in links.items())
    )
    rows = [row.split("\t") for row in run_line("aidtrack check --format tsv").out.splitlines()[1:]]
    found = [record for rule, record, _ in rows if rule == "no_circles"]
    assert found == [f"project {number}" for number in on_circles]


@pytest.mark.usefixtures("broken")
def test_findings_as_json(run_line: RunLine) -> None:
    answer = run_line("aidtrack check --format json")
    assert answer.code == 1
    assert {tuple(row) for row in json.loads(answer.out)} == {("rule", "record", "finding")}


@pytest.mark.usefixtures("broken")
def test_findings_as_a_table(run_line: RunLine) -> None:
    answer = run_line("aidtrack check --format table")
    assert answer.code == 1
    assert "funding 3" in answer.out
    assert "Finding" in answer.out


def test_a_hostile_name_is_harmless(run_line: RunLine, ledger: Ledger, tmp_path: Path) -> None:
    ledger.write("UPDATE project SET name = :name WHERE id = 1", name="a\x1b[2J[b]x[/b]")
    text = tmp_path / "text.txt"
    text.write_text("nothing of it\n", encoding="utf-8")
    for name in ("table", "tsv"):
        answer = run_line(f"aidtrack check --source {text} --format {name}")
        assert answer.code == 1
        assert "\x1b" not in answer.out + answer.err
        assert "[b]x[/b]" in answer.out


def test_every_table_has_a_word() -> None:
    assert {name for name, table in TABLES.items() if "uid" in table.c} - {"change"} == set(
        VOCABULARIES["record"].codes
    )


def test_no_ledger(run_line: RunLine) -> None:
    assert run_line("aidtrack check").code == 3
