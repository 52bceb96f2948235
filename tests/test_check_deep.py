"""`aidtrack check --deep`: the database itself, the whole history, and what is too damaged to be read."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack.rules import RULES
from aidtrack.store import integrity, reading
from aidtrack.tables import TABLES
from conftest import LANGUAGE_OF_TESTS, in_process

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import RunLine
    from ledgers import Ledger

PAGE = 4096
SAYS = "The database says: {}"
MALFORMED = "database disk image is malformed"

LIFE = (
    "edit project 1 --note 一",  # change 2
    "edit project 1 --note 二",  # change 3
    "remove participation 1 --yes",  # change 4
    "undo",  # change 5
    "remove participation 2 --yes",  # change 6
    "add source --title 一份文件 --kind document",  # change 7
    "remove source 2 --yes",  # change 8
)
"""What gives the article's ledger a history; all that change 7 wrote is gone."""


def wrote(path: Path, *statements: str) -> None:
    """Write past all that would refuse it, foreign keys and checks too."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        for statement in statements:
            connection.execute(statement)


@pytest.fixture(scope="module")
def life(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the article's ledger a history, once; it is copied for each test that asks for `lived`."""
    path = Path(shutil.copy(seeded, tmp_path_factory.mktemp("lived") / "ledger.db"))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**LANGUAGE_OF_TESTS, "AIDTRACK_DB": str(path)}.items():
            patch.setenv(name, value)
        for line in LIFE:
            answer = in_process(f"aidtrack {line}", "", patch)
            assert answer.code == 0, answer.err
    return path


@pytest.fixture
def lived(life: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a ledger with a history, its own to damage."""
    copy = Path(shutil.copy(life, tmp_path / "ledger.db"))
    monkeypatch.setenv("AIDTRACK_DB", str(copy))
    return copy


def found(run_line: RunLine, line: str = "check --deep") -> list[dict[str, Any]]:
    answer = run_line(f"aidtrack {line} --format json")
    rows: list[dict[str, Any]] = json.loads(answer.out)
    assert (answer.code, answer.err) == ((1, "") if rows else (0, "Nothing found.\n"))
    return rows


# --- silent where all holds


@pytest.mark.usefixtures("ledger")
def test_silent_where_all_holds(run_line: RunLine) -> None:
    answer = run_line("aidtrack check --deep")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


@pytest.mark.usefixtures("lived")
def test_silent_about_a_history_that_is_whole(run_line: RunLine) -> None:
    answer = run_line("aidtrack check --deep")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


@pytest.mark.usefixtures("lived")
def test_silent_when_all_was_taken_back(run_line: RunLine) -> None:
    assert run_line("aidtrack remove source 1 --with-parts --yes").code == 0
    assert found(run_line) == []
    assert run_line("aidtrack undo").code == 0
    assert run_line("aidtrack undo 5").code == 0
    assert found(run_line) == []


def test_silent_about_what_was_written_before_an_upgrade(run_line: RunLine, lived: Path) -> None:
    """An image of a row may lack columns that came later."""
    wrote(lived, "UPDATE change_item SET before = replace(before, '\"external_id\": null, ', '')")
    with closing(sqlite3.connect(lived)) as connection:
        [(image,)] = connection.execute("SELECT before FROM change_item WHERE change_id = 2")
    assert "external_id" not in json.loads(image)
    assert found(run_line) == []


def test_nothing_is_written(run_line: RunLine, lived: Path) -> None:
    wrote(lived, "UPDATE project SET version = 7 WHERE id = 1")
    before = lived.read_bytes()
    assert run_line("aidtrack check --deep").code == 1
    assert lived.read_bytes() == before


# --- every rule

IMAGE = "UPDATE change_item SET before = replace(before, {}) WHERE change_id = {}"
BREAKS = {
    "no_circles": ("UPDATE project SET parent_id = 4 WHERE id = 4", "project 4"),
    "target_there": ("UPDATE funding SET part_of_id = 999, restates_id = NULL WHERE id = 6", "funding 6"),
    "target_restates_nothing": (
        (
            "UPDATE funding SET restates_id = 7 WHERE id = 8;"
            "UPDATE funding SET restates_id = 8, part_of_id = NULL WHERE id = 9"
        ),
        "funding 9",
    ),
    "same_measure": ("UPDATE funding SET part_of_id = 5, currency = 'USD' WHERE id = 6", "funding 6"),
    "same_stage": ("UPDATE funding SET part_of_id = 5, stage = 'planned' WHERE id = 6", "funding 6"),
    "same_scenario": ("UPDATE jobs SET part_of_id = 1, scenario = 'target' WHERE id = 2", "jobs 2"),
    "period_within": (
        (
            "UPDATE funding SET period_start = '2022', period_end = '2022' WHERE id = 5;"
            "UPDATE funding SET part_of_id = 5, period_start = '1990', period_end = '1990' WHERE id = 6"
        ),
        "funding 6",
    ),
    "parts_fit": (
        (
            "UPDATE funding SET low = 1, high = 1, value = 1 WHERE id = 5;"
            "UPDATE funding SET part_of_id = 5, overlaps = 1 WHERE id = 6"
        ),
        "funding 6",
    ),
    "dates_in_order": (
        "UPDATE project SET planned_start = '2030', planned_end = '2020' WHERE id = 3",
        "project 3",
    ),
    "place_in_source": ("UPDATE funding SET locator = NULL WHERE id = 3", "funding 3"),
    "pairings_once": (
        (
            "INSERT INTO pairing (id, uid, donor_id, recipient_id, programme, since, change_id)"
            " SELECT 99, 'again', donor_id, recipient_id, programme, since, change_id FROM pairing WHERE id = 2"
        ),
        "pairing 99",
    ),
    "overlaps_answered": (
        (
            "INSERT INTO funding (id, uid, pairing_id, project_id, stage, fund_source, form, low, quantity_kind,"
            " source_id, locator, change_id) SELECT 99, 'again', pairing_id, project_id, stage, fund_source, form,"
            " low, quantity_kind, source_id, locator, change_id FROM funding WHERE id = 3"
        ),
        "funding 3",
    ),
    "derived_columns": ("UPDATE project SET search_key = 'x' WHERE id = 2", "project 2"),
    "lists_whole": ("UPDATE participation SET presumed = '[\"role\", 1]' WHERE id = 3", "participation 3"),
    "change_there": ("UPDATE result SET change_id = 99 WHERE id = 2", "result 2"),
    "version_counts": ("UPDATE project SET version = 7 WHERE id = 1", "project 1"),
    "there_or_gone": ("DELETE FROM participation WHERE id = 1", "participation 1"),
    "steps_numbered": ("UPDATE change_item SET seq = 9 WHERE change_id = 3", "change 3"),
    "changes_wrote": (
        (
            "INSERT INTO change (id, uid, at, actor, command, program) SELECT 99, 'x', at, actor, command, program"
            " FROM change WHERE id = 1"
        ),
        "change 99",
    ),
    "undoes_earlier": ("UPDATE change SET undoes_id = 6 WHERE id = 4", "change 4"),
    "tables_known": ("UPDATE change_item SET table_name = 'nothing' WHERE change_id = 2", "change 2"),
    "images_whole": ("UPDATE change_item SET before = 'half of i' WHERE change_id = 2", "project 1"),
    "versions_follow": ("DELETE FROM change_item WHERE change_id = 2", "project 1"),
}
"""By rule, what breaks it, and the record that is then named."""


def test_every_rule_is_broken_here() -> None:
    assert list(BREAKS) == list(RULES)


@pytest.mark.parametrize("rule", BREAKS)
def test_what_breaks_a_rule_is_found_and_named(run_line: RunLine, lived: Path, rule: str) -> None:
    statements, record = BREAKS[rule]
    wrote(lived, *statements.split(";"))
    assert (rule, record) in {(row["rule"], row["record"]) for row in found(run_line)}


@pytest.mark.parametrize("rule", [rule.name for rule in RULES.values() if rule.deep])
def test_the_history_is_looked_at_only_when_asked_for(run_line: RunLine, lived: Path, rule: str) -> None:
    wrote(lived, *BREAKS[rule][0].split(";"))
    assert found(run_line, "check") == []


@pytest.mark.parametrize(
    ("statement", "rule", "finding"),
    [
        (
            "UPDATE division SET change_id = 99 WHERE id = 5",
            "change_there",
            "division 5 belongs to change 99, which is not there.",
        ),
        (
            "UPDATE project SET version = 7 WHERE id = 1",
            "version_counts",
            "project 1 is at version 7; by its history it is at 3.",
        ),
        (
            "DELETE FROM project WHERE id = 1",
            "there_or_gone",
            "project 1 is not there, though change 3, the last to touch it, left it there.",
        ),
        (
            "DELETE FROM change_item WHERE change_id = 5",
            "there_or_gone",
            "participation 1 is there, though change 4 took it out.",
        ),
        (
            "UPDATE change_item SET seq = 0 WHERE change_id = 3",
            "steps_numbered",
            "The steps of change 3 are numbered 0 to 0; the rows that it wrote: 1.",
        ),
        (
            IMAGE.format("'\"note\"', '\"not\"'", 2),
            "images_whole",
            "project 1: what it was before change 2 has the wrong fields: 'not'.",
        ),
        (
            IMAGE.format("'\"uid\"', '\"u\"'", 2),
            "images_whole",
            "project 1: what it was before change 2 has the wrong fields: 'u, uid'.",
        ),
        (
            "UPDATE change_item SET before = '[1]' WHERE change_id = 2",
            "images_whole",
            "project 1: what it was before change 2 cannot be read.",
        ),
        (
            IMAGE.format("'{\"id\": 1,', '{\"id\": 2,'", 2),
            "images_whole",
            "project 1: what it was before change 2 is of another row, 2.",
        ),
        (
            IMAGE.format("'\"change_id\": 1', '\"change_id\": 8'", 2),
            "images_whole",
            "project 1: before change 2 it was of change 8, which cannot be.",
        ),
        (
            IMAGE.format("'\"change_id\": 1', '\"change_id\": null'", 2),
            "images_whole",
            "project 1: before change 2 it was of no change.",
        ),
        (
            IMAGE.format("'\"version\": 2', '\"version\": 4'", 3),
            "versions_follow",
            "project 1: before change 3 it was at version 4; by its history it was at 2.",
        ),
        (
            "DELETE FROM change_item WHERE change_id = 4",
            "versions_follow",
            "participation 1: change 5 brought it back, though it was there.",
        ),
        (
            (
                "INSERT INTO change_item (change_id, seq, table_name, row_id, action, before)"
                " SELECT 8, 2, table_name, row_id, 'edit', before FROM change_item WHERE change_id = 6"
            ),
            "versions_follow",
            "participation 2: change 8 edited it or took it out, though it was not there.",
        ),
    ],
)
def test_what_is_said_of_it(run_line: RunLine, lived: Path, statement: str, rule: str, finding: str) -> None:
    wrote(lived, statement)
    assert finding in [row["finding"] for row in found(run_line) if row["rule"] == rule]


def test_rows_added_among_the_steps_leave_numbers_out(run_line: RunLine, lived: Path) -> None:
    """A change that adds a row and edits another has only the second among its steps; gone or not."""
    wrote(lived, "UPDATE change_item SET change_id = 7, seq = 2 WHERE change_id = 3")
    assert [row["rule"] for row in found(run_line)] == ["changes_wrote"]  # change 3 has lost its only step
    wrote(lived, "UPDATE change_item SET seq = 3 WHERE change_id = 7")
    [numbered] = [row for row in found(run_line) if row["rule"] == "steps_numbered"]
    assert numbered["finding"] == "The steps of change 7 are numbered 3 to 3; the rows that it wrote: 2."


def test_in_a_table_a_change_has_its_name(run_line: RunLine, lived: Path) -> None:
    wrote(lived, *BREAKS["undoes_earlier"][0].split(";"))
    assert "change 4" in run_line("aidtrack check --deep --format table").out
    assert "更改 4" in run_line("aidtrack check --deep --format table --lang zh").out


# --- the database itself


def test_a_link_that_leads_nowhere(run_line: RunLine, lived: Path) -> None:
    wrote(lived, "UPDATE funding SET source_id = 99 WHERE id = 3")
    [row] = found(run_line)
    assert row == {
        "rule": "database",
        "record": "funding 3",
        "finding": "funding 3 refers to a source that is not there.",
    }


def test_what_the_schema_forbids(run_line: RunLine, lived: Path) -> None:
    wrote(lived, "UPDATE funding SET stage = 'somehow' WHERE id = 3")
    assert {
        "rule": "database",
        "record": None,
        "finding": SAYS.format("CHECK constraint failed in funding"),
    } in (found(run_line))


def test_an_index_that_misses_a_row(run_line: RunLine, lived: Path) -> None:
    """The index of one column is exchanged for that of another by hand."""
    wrote(
        lived,
        "PRAGMA writable_schema=ON",
        (
            "UPDATE sqlite_master SET sql = replace(sql, '(project_id)', '(source_id)')"
            " WHERE name = 'ix_funding_project_id'"
        ),
    )
    says = [row["finding"] for row in found(run_line) if row["rule"] == "database"]
    assert any("missing from index ix_funding_project_id" in line for line in says)


def test_with_a_source_too(run_line: RunLine, lived: Path, tmp_path: Path) -> None:
    wrote(lived, "UPDATE funding SET change_id = 99 WHERE id = 3")
    text = tmp_path / "text.txt"
    text.write_text("nothing of it\n", encoding="utf-8")
    answer = run_line(f"aidtrack check --deep --source {text} --format json")
    first, second, *others = json.loads(answer.out)
    assert first["finding"] == "funding 3 refers to a change that is not there."
    assert second["finding"] == "funding 3 belongs to change 99, which is not there."
    assert others
    assert all(row["locator"] for row in others)


# --- what cannot be read


@pytest.fixture
def spoil(lived: Path) -> Callable[[str], Path]:
    """Give what overwrites the pages of a table or an index."""

    def spoiled(name: str) -> Path:
        with closing(sqlite3.connect(lived)) as connection:
            assert connection.execute("PRAGMA page_size").fetchone() == (PAGE,)
            [(root,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,))
        with lived.open("r+b") as file:
            file.seek((root - 1) * PAGE)
            file.write(b"\xee" * PAGE)
        return lived

    return spoiled


@pytest.mark.parametrize("table", [name for name in TABLES if name != "setting"])
def test_a_table_that_is_damaged(run_line: RunLine, spoil: Callable[[str], Path], table: str) -> None:
    path = spoil(table)
    before = path.read_bytes()
    rows = found(run_line)
    said = [row["finding"] for row in rows if row["record"] == table]
    assert [line.startswith(f"The database says of {table}: ") for line in said] == [True]
    assert {row["rule"] for row in rows} == {"database"}
    assert path.read_bytes() == before


def test_what_was_not_looked_for_is_said(run_line: RunLine, spoil: Callable[[str], Path]) -> None:
    spoil("pairing")
    *_, last = found(run_line)
    assert last["finding"] == (
        f"The ledger cannot be read further ({MALFORMED}); the rules from here on were not checked."
    )
    answer = run_line("aidtrack check --deep --format table")
    assert (answer.code, answer.err) == (1, "")


def test_without_deep_a_damaged_table_is_no_finding(run_line: RunLine, spoil: Callable[[str], Path]) -> None:
    spoil("funding")
    answer = run_line("aidtrack check")
    assert (answer.code, answer.out) == (3, "")
    assert "is damaged" in answer.err


def test_a_table_that_is_not_there(run_line: RunLine, lived: Path) -> None:
    wrote(lived, "DROP TABLE jobs")
    *_, last = found(run_line)
    assert last["finding"].startswith("The ledger cannot be read further (no such table: jobs)")


@pytest.mark.parametrize("line", ["check", "check --deep"])
@pytest.mark.parametrize(
    ("kept", "said"), [(0, "was never finished"), (50, "no ledger"), (PAGE, "damaged"), (3 * PAGE, "damaged")]
)
def test_a_file_that_was_cut_off(run_line: RunLine, lived: Path, line: str, kept: int, said: str) -> None:
    lived.write_bytes(lived.read_bytes()[:kept])
    answer = run_line(f"aidtrack {line}")
    assert (answer.code, answer.out) == (3, "")
    assert said in answer.err
    assert len(answer.err.splitlines()) == 1
    assert lived.stat().st_size == kept


@pytest.mark.parametrize("mark", [b"\0\0\0\0", b"GPKG"])
def test_a_foreign_file(run_line: RunLine, lived: Path, mark: bytes) -> None:
    data = lived.read_bytes()
    lived.write_bytes(data[:68] + mark + data[72:])
    answer = run_line("aidtrack check --deep")
    assert (answer.code, answer.out) == (3, "")
    assert "no ledger of aidtrack" in answer.err
    assert lived.read_bytes() == data[:68] + mark + data[72:]


BAD = {
    "UPDATE project SET aliases = '[' WHERE id = 1": "derived_columns",
    "UPDATE project SET name = CAST(x'ff' AS TEXT) WHERE id = 1": "derived_columns",
    "UPDATE funding SET low = 'much' WHERE part_of_id IS NOT NULL": "parts_fit",
    "UPDATE funding SET period_start = 'soon', period_end = 'soon' WHERE id = 3": "derived_columns",
    "UPDATE project SET name = x'00' WHERE id = 1": "derived_columns",
    "UPDATE project SET planned_start = x'32303330', planned_end = '2020' WHERE id = 1": "dates_in_order",
    "UPDATE funding SET pairing_id = 999 WHERE id IN (1, 2)": "overlaps_answered",
    "UPDATE funding SET text = 'so many' WHERE part_of_id IS NOT NULL": "parts_fit",
}
"""Values that are not what their column holds, and a rule that cannot be checked for them."""


@pytest.mark.parametrize("line", ["check", "check --deep"])
@pytest.mark.parametrize("statement", BAD)
def test_a_value_that_cannot_be_read(run_line: RunLine, lived: Path, statement: str, line: str) -> None:
    wrote(lived, statement)
    answer = run_line(f"aidtrack {line} --format json")
    said = [row["finding"] for row in json.loads(answer.out) if row["rule"] == BAD[statement]]
    assert (answer.code, answer.err) == (1, "")
    assert any(
        line.startswith(f"The rule '{BAD[statement]}' could not be checked to the end: ") for line in said
    )


def test_what_is_written_beside_it_is_refused_with_a_word(run_line: RunLine, lived: Path) -> None:
    """Whoever writes looks near what is written: far from it all goes on."""
    [whole, *_] = ids(lived, "SELECT part_of_id FROM funding WHERE part_of_id IS NOT NULL")
    wrote(lived, "UPDATE funding SET low = 'much' WHERE part_of_id IS NOT NULL")
    answer = run_line(f"aidtrack edit funding {whole} --note 看过")
    assert answer.code == 5
    assert "The rule 'parts_fit' could not be checked to the end" in answer.err
    assert run_line("aidtrack add source --title 一份文件 --kind document").code == 0


def ids(ledger: Path, query: str) -> list[int]:
    with closing(sqlite3.connect(ledger)) as connection:
        return [row[0] for row in connection.execute(query)]


# --- as others ask


def test_a_sound_database_has_no_damages(ledger: Ledger) -> None:
    with reading(str(ledger)) as connection:
        assert list(integrity.damages(connection)) == []


def test_a_damage_says_what_it_is_and_of_which_row(lived: Path) -> None:
    wrote(lived, "UPDATE division_name SET division_id = 99999 WHERE id = 1")
    with reading(str(lived)) as connection:
        [damage] = integrity.damages(connection)
    assert (damage.table, damage.id) == ("division_name", 1)
    assert str(damage) == "division_name 1 refers to a division that is not there."
