"""`db copy` takes a whole ledger from one engine to another and back: all of it, or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import sys
from contextlib import closing
from io import StringIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from aidtrack import store
from aidtrack.cli import _progress
from aidtrack.cli._progress import progress
from aidtrack.store import bulk, transfer
from aidtrack.store.copying import fill
from aidtrack.store.opening import connected
from aidtrack.tables import TABLES
from harness_fork import KILLED
from harness_ledger import beside, dice, unsound
from ledgers import Ledger
from servers import missing

if TYPE_CHECKING:
    from conftest import Answer, RunLine
    from harness_fork import Nursery
    from servers import Databases

Content = dict[str, list[tuple[Any, ...]]]

needs_server = pytest.mark.skipif(bool(missing()), reason=missing() or "")
on_both = pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=needs_server)])

RELEASED = Path(__file__).parent / "released"
HIGHEST = 2**63 - 1
FUNDING = "add funding --project 4 --stage 计划 --period 2021 --source 1"
ODD = "引号'\"\\\\ \\N \t 换\r\n行 𠮷🌾 %s {x} \u202e\x01 NULL"


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    return databases.new()


class Places:
    """Empty places for copies: files in a folder, or schemas of one database, which are made at once."""

    numbers = count(1)

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request, self._folder = request, folder

    def new(self, engine: str) -> str:
        name = f"copy{next(self.numbers)}"
        if engine == "sqlite":
            return str(self._folder / f"{name}.db")
        database: str = self._request.getfixturevalue("database")
        Ledger(database).write(f"CREATE SCHEMA {name}")
        url = sa.make_url(database).update_query_dict({"options": f"-csearch_path={name}"})
        return url.render_as_string(hide_password=False)


@pytest.fixture
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    return Places(request, tmp_path)


def content(db: str) -> Content:
    """Read all columns of all tables."""
    named = {
        name: ", ".join(f'"{column.name}"' for column in table.columns) for name, table in TABLES.items()
    }
    return {
        name: Ledger(db).ask(f'SELECT {columns} FROM "{name}" ORDER BY 1, 2')
        for name, columns in named.items()
    }


def tables_at(db: str) -> list[tuple[Any, ...]]:
    """Name the tables at a place, none where there is none."""
    if "://" in db:
        return Ledger(db).ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    return Ledger(db).ask("SELECT name FROM sqlite_master") if Path(db).exists() else []


def copied(run_line: RunLine, source: str | Path, target: str) -> str:
    answer = run_line(f"aidtrack --db '{source}' db copy '{target}'")
    assert (answer.code, answer.out) == (0, "")
    assert "the count and the checksum of each are the same" in answer.err
    return target


def lines(run_line: RunLine, db: str | Path, *words: str) -> list[Answer]:
    return [run_line(f"aidtrack --db '{db}' {line}") for line in words]


@pytest.fixture
def light(ledger_file: Path) -> Path:
    """Make a ledger that is soon copied: without the names by which places are found."""
    Ledger(str(ledger_file)).write("DELETE FROM division_name")
    return ledger_file


@pytest.fixture
def lived(ledger_file: Path, run_line: RunLine) -> Path:
    """Make a ledger with a past: edits, removals, an undo, a group, links to what came later."""
    answers = lines(
        run_line,
        ledger_file,
        "edit project 3 --site 色柯镇",
        "add division --name 东部8省市 --members 北京 --members 天津",
        f"{FUNDING} --at L2 --amount 3万元 --separate",
        f"{FUNDING} --at L3 --amount 4万元 --restates 14",
        "prefer funding 15",
        "remove funding 14",
        "undo",
        "add project --donor 椒江 --county 色达 --name 甲",
        "remove project 甲",
    )
    assert [answer.code for answer in answers] == [0] * len(answers)
    assert Ledger(str(ledger_file)).ask("SELECT 1 FROM funding WHERE restates_id > id OR part_of_id > id")
    return ledger_file


# --- what a copy holds


def test_each_link_leads_to_an_earlier_table_or_to_its_own() -> None:
    """The order in which rows are written: PostgreSQL looks at the links of a table when it is written."""
    order = list(TABLES)
    for name, table in TABLES.items():
        for key in table.foreign_keys:
            assert order.index(key.column.table.name) <= order.index(name), key


@needs_server
def test_a_ledger_goes_to_a_server_and_back(run_line: RunLine, lived: Path, places: Places) -> None:
    there = copied(run_line, lived, places.new("postgresql"))
    back = copied(run_line, there, places.new("sqlite"))
    assert content(str(lived)) == content(there) == content(back)
    assert unsound(Path(back)) == []
    for line in ("totals --by donor --by year --format json", "list projects", "history", "check --deep"):
        answers = [run_line(f"aidtrack --db {db} {line}") for db in (lived, there, back)]
        assert answers[0] == answers[1] == answers[2]
        assert answers[0].code == 0


@pytest.mark.parametrize(
    "engines", [("sqlite", "sqlite"), pytest.param(("postgresql", "postgresql"), marks=needs_server)]
)
def test_a_ledger_goes_from_one_place_to_another_of_its_kind(
    run_line: RunLine, lived: Path, places: Places, engines: tuple[str, str]
) -> None:
    first = copied(run_line, lived, places.new(engines[0]))
    assert content(copied(run_line, first, places.new(engines[1]))) == content(str(lived))


@on_both
def test_work_goes_on_in_the_copy(run_line: RunLine, lived: Path, places: Places, engine: str) -> None:
    target = copied(run_line, lived, places.new(engine))
    work = (
        "undo",
        "edit project 3 --works 供水",
        "undo",
        "add source --title 甲 --kind statistics --date 2023",
    )
    for line in work:
        here, there = (run_line(f"aidtrack --db {db} {line}") for db in (lived, target))
        assert (here.code, here.out, here.err) == (there.code, there.out, there.err)
        assert here.code == 0
    assert lines(run_line, target, "check --deep")[0].err == ""


@on_both
def test_a_number_is_not_used_again_in_the_copy(
    run_line: RunLine, ledger_file: Path, places: Places, engine: str
) -> None:
    add = "add project --donor 椒江 --county 色达 --name"
    assert [each.code for each in lines(run_line, ledger_file, f"{add} 甲", "remove project 甲")] == [0, 0]
    target = copied(run_line, ledger_file, places.new(engine))
    back = copied(run_line, target, places.new("sqlite"))
    numbers = set()
    for db in (str(ledger_file), target, back):
        assert lines(run_line, db, f"{add} 乙")[0].code == 0
        numbers.add(Ledger(db).ask("SELECT max(id) FROM project")[0][0])
    removed = Ledger(str(ledger_file)).ask(
        "SELECT max(row_id) FROM change_item WHERE table_name = 'project'"
    )[0][0]
    assert numbers == {removed + 1}


@on_both
def test_odd_texts_and_the_greatest_numbers_stay_what_they_are(
    run_line: RunLine, light: Path, places: Places, engine: str
) -> None:
    Ledger(str(light)).write("UPDATE project SET note = :odd, site = ''", odd=ODD)
    Ledger(str(light)).write(
        "UPDATE jobs SET low = :most, high = :most, value = :most WHERE id = 1", most=HIGHEST
    )
    Ledger(str(light)).write("INSERT INTO setting VALUES (:odd, :odd)", odd="𠮷")
    Ledger(str(light)).write("INSERT INTO setting VALUES (:odd, :odd)", odd="～")  # sorts otherwise in UTF-16
    target = copied(run_line, light, places.new(engine))
    back = copied(run_line, target, places.new("sqlite"))
    assert content(str(light)) == content(target) == content(back)
    assert Ledger(target).ask("SELECT DISTINCT note, site FROM project") == [(ODD, "")]
    assert Ledger(target).ask("SELECT value FROM jobs WHERE id = 1") == [(HIGHEST,)]


@on_both
def test_an_old_ledger_is_filled_into_a_place_of_its_own_revision(
    places: Places, tmp_path: Path, engine: str
) -> None:
    """As a backup of a server's ledger before its upgrade needs it."""
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript((RELEASED / "0001.sql").read_text(encoding="utf-8"))
    place, target = store.locate(str(old)), places.new(engine)
    made = store.create(target)
    with connected(place, "read") as source:
        tallies = fill(made, source, place)
    assert Ledger(target).ask("SELECT version_num FROM alembic_version") == [("0001",)]
    for name in TABLES:
        query = f'SELECT * FROM "{name}" ORDER BY 1, 2'
        assert Ledger(str(old)).ask(query) == Ledger(target).ask(query)
        assert tallies[name].count == len(Ledger(str(old)).ask(query))


# --- what it says


@on_both
def test_counts_and_checksums_are_printed_when_asked_for(
    run_line: RunLine, ledger_file: Path, places: Places, engine: str
) -> None:
    """Anybody can add them up: SHA-256 of one line of JSON for each row, in the order of the keys."""
    answer = run_line(f"aidtrack --db {ledger_file} db copy {places.new(engine)} --format json")
    found = {row["table"]: row for row in json.loads(answer.out)}
    assert list(found) == list(TABLES)
    for name, all_rows in content(str(ledger_file)).items():
        text = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in all_rows)
        assert found[name]["rows"] == len(all_rows)
        assert found[name]["sha256"] == hashlib.sha256(text.encode()).hexdigest()


def test_the_end_says_what_was_done_and_how_to_go_on(
    run_line: RunLine, ledger_file: Path, places: Places
) -> None:
    target = places.new("sqlite")
    answer = run_line(f"aidtrack db copy {target}")
    count = sum(map(len, content(target).values()))
    assert answer.err == (
        f"Copied {count:,} rows of {len(TABLES)} tables to {target}; the count and the checksum of each are the same.\n"
        f"The ledger at {ledger_file} is left as it was; to go on with the copy, name that with --db or AIDTRACK_DB.\n"
    )


@needs_server
def test_a_password_is_never_shown(run_line: RunLine, light: Path, places: Places) -> None:
    place = sa.make_url(places.new("postgresql"))
    secret = str(place.password or "geheim")  # which a server that trusts does not ask for
    url = place.set(password=secret).render_as_string(hide_password=False)
    for code in (0, 5):
        answer = run_line(f"aidtrack --db {light} db copy {url}")
        assert answer.code == code
        assert ":***@" in answer.err
        assert secret not in answer.err
    with closing(sqlite3.connect(light)) as connection:
        assert secret not in "".join(connection.iterdump())


def test_long_work_is_followed_line_by_line(
    run_line: RunLine, light: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_progress, "_PATIENCE", 0.0)
    answer = run_line(f"aidtrack --db {light} db copy {places.new('sqlite')}")
    said = [line for line in answer.err.splitlines() if "%" in line]
    assert said[0].split("% ") == ["0", "change"]
    assert said[-1].split("% ") == ["100", "result"]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_at_a_terminal_a_bar_is_drawn_and_wiped_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_progress, "_PATIENCE", 0.0)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    with progress() as advance:
        for done in range(5):
            advance(done, 4, "[bold]资金")
    drawn, _, left = terminal.getvalue().rpartition("\x1b[2K")
    assert "[bold]资金" in drawn
    assert "100%" in drawn
    assert left == ""


def test_work_that_is_soon_done_is_not_followed(capsys: pytest.CaptureFixture[str]) -> None:
    with progress() as advance:
        advance(1, 2, "project")
    assert capsys.readouterr().err == ""


# --- what is no place for a copy


@on_both
@pytest.mark.parametrize("what", ["itself", "the article's", "an empty one"])
def test_a_place_with_a_ledger_is_refused(
    run_line: RunLine, light: Path, unseeded: Path, places: Places, engine: str, what: str
) -> None:
    other = {"itself": light, "the article's": light, "an empty one": unseeded}[what]
    target = copied(run_line, other, places.new(engine))
    source = target if what == "itself" else light
    before = content(target)
    answer = run_line(f"aidtrack --db {source} db copy {target}")
    assert (answer.code, answer.out) == (5, "")
    assert answer.err == (
        f"error: There is a ledger at {store.locate(target)} already, and it was left as it is; name an empty place.\n"
    )
    assert content(target) == before


@pytest.mark.parametrize(
    ("target", "code", "said"),
    [
        ("foreign.db", 3, "is no ledger of aidtrack"),
        ("folder", 3, "is a directory"),
        ("foreign.db/copy.db", 1, "does not lie in a folder"),
        ("-", 2, "needs a place"),
        ("c" * 300, 1, "is too long; name another file"),
        ("mysql://host/db", 3, "is no place of a ledger"),
        ("", 2, "needs a place"),
        ("gone.db", 5, "gone.db-journal is there already"),
        ("link.db", 5, "is there already"),
    ],
)
def test_what_is_no_place_is_left_as_it_is(
    run_line: RunLine,
    light: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    target: str,
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("foreign.db").write_text("a diary", encoding="utf-8")
    Path("gone.db-journal").write_bytes(b"of a ledger that lay here")
    Path("link.db").symlink_to("nowhere.db")
    Path("folder").mkdir()
    before = {path: _state(path) for path in tmp_path.iterdir()}
    answer = run_line(f"aidtrack --db {light} db copy '{target}'")
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert {path: _state(path) for path in tmp_path.iterdir()} == before


def _state(path: Path) -> tuple[int, ...]:
    """Tell what a file is, but for when it was last looked at; of a folder, that it is there."""
    found = path.lstat()
    return (
        (found.st_mode,) if path.is_dir() else (found.st_mode, found.st_ino, found.st_size, found.st_mtime_ns)
    )


def test_an_empty_file_is_filled_and_is_its_owners_alone(
    run_line: RunLine, light: Path, places: Places
) -> None:
    target = Path(places.new("sqlite"))
    target.touch(0o644)
    copied(run_line, light, str(target))
    assert content(str(target)) == content(str(light))
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_new_folder_is_made(run_line: RunLine, light: Path, tmp_path: Path) -> None:
    target = copied(run_line, light, str(tmp_path / "new" / "folder" / "copy.db"))
    assert content(target) == content(str(light))


def test_of_a_copy_that_fails_no_new_folder_is_left(run_line: RunLine, tmp_path: Path) -> None:
    answer = run_line(f"aidtrack --db {tmp_path / 'nowhere.db'} db copy {tmp_path / 'new' / 'copy.db'}")
    assert answer.code == 3
    assert list(tmp_path.iterdir()) == []


def test_that_it_is_made_is_said_also_where_the_answer_finds_no_room(
    run_line: RunLine, light: Path, places: Places
) -> None:
    target = places.new("sqlite")
    answer = run_line(f"aidtrack --db {light} db copy {target} --format json > /dev/full", shell=True)
    assert answer.code == 0
    assert f"tables to {target}; the count and the checksum of each are the same." in answer.err
    assert content(target) == content(str(light))


@needs_server
def test_tables_of_another_program_are_left_as_they_are(
    run_line: RunLine, light: Path, places: Places
) -> None:
    target = places.new("postgresql")
    Ledger(target).write("CREATE TABLE project (name text)")
    answer = run_line(f"aidtrack --db {light} db copy {target}")
    assert answer.code == 3
    assert "there are tables of another program, such as project" in answer.err
    assert tables_at(target) == [("project",)]
    Ledger(target).write("ALTER TABLE project RENAME TO diary")
    copied(run_line, light, target)
    assert content(target) == content(str(light))


@on_both
def test_a_ledger_that_was_only_begun_is_filled(
    run_line: RunLine, light: Path, places: Places, engine: str
) -> None:
    target = places.new(engine)
    store.make_tables(store.create(target))
    assert content(copied(run_line, light, target)) == content(str(light))


@on_both
def test_only_a_finished_ledger_is_copied(
    run_line: RunLine, light: Path, places: Places, engine: str
) -> None:
    Ledger(str(light)).write("DELETE FROM setting WHERE name = 'initialised'")
    target = places.new(engine)
    for source in (light, "nowhere.db"):
        assert run_line(f"aidtrack --db {source} db copy {target}").code == 3
    assert tables_at(target) == []


# --- what cannot be copied


@needs_server
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE project SET note = 'a' || char(0) WHERE id = 3",
            "The note of project 3 has a character that PostgreSQL cannot keep (U+0000)",
        ),
        (
            f"UPDATE project SET code = '{'长' * 41}' WHERE id = 3",
            "The code of project 3 is longer than 40 characters",
        ),
        (
            f"UPDATE project SET version = {2**31} WHERE id = 3",
            "The version of project 3 is not what belongs",
        ),
        ("UPDATE project SET note = x'00ff' WHERE id = 3", "The note of project 3 is not what belongs there"),
        ("UPDATE jobs SET separate = 2 WHERE id = 1", "The separate of jobs 1 is not what belongs there"),
        ("UPDATE jobs SET year = 'soon' WHERE id = 1", "The year of jobs 1 is not what belongs there"),
    ],
)
def test_what_postgresql_cannot_keep_is_named(
    run_line: RunLine, light: Path, places: Places, statement: str, said: str
) -> None:
    Ledger(str(light)).write(statement)
    target = places.new("postgresql")
    answer = run_line(f"aidtrack --db {light} db copy {target}")
    assert (answer.code, answer.out) == (5, "")
    assert answer.err.startswith(f"error: {said}")
    assert answer.err.count("\n") == 1
    assert tables_at(target) == []
    file = copied(run_line, light, places.new("sqlite"))
    assert content(file) == content(str(light))


@on_both
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE funding SET source_id = 999 WHERE id = (SELECT min(id) FROM funding)",
        "UPDATE project SET parent_id = 999 WHERE id = 3",
    ],
)
def test_a_damaged_ledger_is_not_copied(
    run_line: RunLine, light: Path, places: Places, engine: str, statement: str
) -> None:
    Ledger(str(light)).write(statement)
    target = places.new(engine)
    answer = run_line(f"aidtrack --db {light} db copy {target}")
    assert answer.code == 3
    assert f"The ledger at {light} is damaged, so it cannot be copied" in answer.err
    assert tables_at(target) == []


# --- a copy that does not come to its end


@on_both
@pytest.mark.parametrize("harm", ["a row less", "another text"])
def test_a_copy_that_is_not_the_same_is_not_kept(
    run_line: RunLine,
    light: Path,
    places: Places,
    engine: str,
    harm: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def harmful(connection: Any, sheet: Any, batches: Any) -> None:
        if sheet.name == "result" and harm == "a row less":
            batches = (batch[1:] for batch in batches)
        elif sheet.name == "result":
            note = sheet.columns.index("note")
            batches = ([(*row[:note], "?", *row[note + 1 :]) for row in batch] for batch in batches)
        whole(connection, sheet, batches)

    whole, target = bulk.write, places.new(engine)
    monkeypatch.setattr(bulk, "write", harmful)
    answer = run_line(f"aidtrack --db {light} db copy {target}")
    assert answer.code == 1
    assert "The copy of result would not be the same; nothing was copied." in answer.err
    assert tables_at(target) == []
    assert beside(Path(light)) == []


@on_both
def test_a_copy_that_would_use_numbers_again_is_not_kept(
    run_line: RunLine, ledger_file: Path, places: Places, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines(run_line, ledger_file, "add project --donor 椒江 --county 色达 --name 甲", "remove project 甲")
    monkeypatch.setattr(transfer, "set_last_numbers", lambda *_: None)
    target = places.new(engine)
    answer = run_line(f"aidtrack --db {ledger_file} db copy {target}")
    assert answer.code == 1
    assert "would not go on after the last number" in answer.err
    assert tables_at(target) == []


@on_both
@pytest.mark.parametrize("moment", ["change", "funding", "result"])
def test_ctrl_c_leaves_nothing(
    run_line: RunLine,
    light: Path,
    places: Places,
    engine: str,
    moment: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(_self: object, _done: int, _total: int, what: str) -> None:
        if what == moment:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(_progress._Lines, "__call__", interrupt)
    target, before = places.new(engine), sorted(light.parent.iterdir())
    answer = run_line(f"aidtrack --db {light} db copy {target}")
    assert (answer.code, answer.out) == (130, "")
    assert answer.err == "Interrupted; nothing was changed.\n"
    assert tables_at(target) == []
    assert sorted(light.parent.iterdir()) == before
    monkeypatch.undo()


@on_both
def test_a_killed_copy_leaves_nothing_that_looks_finished(
    run_line: RunLine, light: Path, places: Places, children: Nursery, engine: str
) -> None:
    random, whole, killed, tries = dice(), content(str(light)), 0, 0
    words = ("--db", str(light), "db", "copy")
    seconds = children.run(*words, places.new(engine)).seconds
    while killed < 3 and tries < 30:
        tries += 1
        target = places.new(engine)
        ended = children.run(*words, target, kill_after=random.uniform(0.1, 1.0) * seconds)
        if ended.code == KILLED and "Copied" not in ended.err:
            killed += 1
            if tables_at(target) == []:
                copied(run_line, light, target)
        assert content(target) == whole
    assert killed
