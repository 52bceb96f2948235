"""Backup, restore and info of a ledger on PostgreSQL: it is saved as one SQLite file, and comes back from one."""

from __future__ import annotations

import json
import re
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack.cli import main
from aidtrack.store import HEAD, replacing_rows
from aidtrack.store.transfer import transfer
from harness_backup import older_ledger
from harness_ledger import dump, unsound
from harness_pg import programs, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Answer, RunLine
    from harness_pg import Server

pytestmark = pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")


@pytest.fixture(scope="module")
def host() -> Iterator[Server]:
    with running_server() as made:
        yield made


@pytest.fixture(scope="module")
def template(host: Server) -> str:
    """Make the article's ledger, to be copied for each test."""
    name = host.database()
    assert main(["--db", host.url(name), "init"]) == 0
    return name


@pytest.fixture
def database(host: Server, template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = host.database(template=template)
    monkeypatch.setenv("AIDTRACK_DB", host.url(name))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return name


@pytest.fixture
def saved(database: str, tmp_path: Path, run_line: RunLine) -> Path:
    """Save the ledger, and change it afterwards."""
    assert database
    answer = run_line(f"aidtrack db backup {tmp_path / 'saved.db'}")
    assert answer.code == 0
    assert run_line("aidtrack edit project 3 --note later").code == 0
    return tmp_path / "saved.db"


def rows(path: Path) -> dict[str, Any]:
    """Read all but the note of the last backup, which is written after each."""
    found = dump(path)
    found["setting"] = [row for row in found["setting"] if row[0] != "last_backup"]
    found["sqlite_sequence"] = sorted(found["sqlite_sequence"])
    return found


def content(folder: Path, run_line: RunLine) -> dict[str, Any]:
    """Read the ledger on the server, by another backup."""
    answer = run_line(f"aidtrack db backup {folder}")
    assert answer.code == 0
    return rows(Path(answer.out.strip()))


def confirmed(saved: Path, database: str, run_line: RunLine) -> Answer:
    return run_line(f"aidtrack db restore {saved} --confirm {database}")


def test_a_backup_is_a_ledger_of_its_own(saved: Path, run_line: RunLine) -> None:
    assert unsound(saved) == []
    assert saved.stat().st_mode & 0o777 == 0o600
    assert run_line(f"aidtrack --db {saved} check --deep").code == 0
    there = run_line("aidtrack totals --by donor --format json")
    assert run_line(f"aidtrack --db {saved} totals --by donor --format json").out == there.out


def test_by_default_it_lies_with_the_users_data(database: str, tmp_path: Path, run_line: RunLine) -> None:
    path = Path(run_line("aidtrack db backup").out.strip())
    assert path.parent == tmp_path / "data" / "aidtrack"
    assert re.fullmatch(rf"{database}-\d{{8}}T\d{{6}}Z\.backup\.db", path.name)
    found = json.loads(run_line("aidtrack db info --format json").out)
    assert found["last_backup_file"] == str(path)


def test_restored_rows_are_equal_and_the_old_ones_kept(
    saved: Path, database: str, tmp_path: Path, run_line: RunLine
) -> None:
    before = content(tmp_path, run_line)
    answer = confirmed(saved, database, run_line)
    assert answer.code == 0
    assert content(tmp_path, run_line) == rows(saved) != before
    kept = Path(answer.out.strip())
    assert kept.parent == tmp_path / "data" / "aidtrack"
    assert rows(kept) == before
    assert run_line("aidtrack check --deep").code == 0
    assert confirmed(kept, database, run_line).code == 0
    assert content(tmp_path, run_line) == before


def test_new_rows_get_new_numbers_afterwards(saved: Path, database: str, run_line: RunLine) -> None:
    assert confirmed(saved, database, run_line).code == 0
    assert run_line("aidtrack edit project 3 --note again").code == 0
    assert run_line("aidtrack add organisation --name 甲 --kind public --no-input").code == 0


def test_the_name_must_be_said(saved: Path, database: str, tmp_path: Path, run_line: RunLine) -> None:
    before = content(tmp_path, run_line)
    answer = run_line(f"aidtrack db restore {saved}")
    assert (answer.code, answer.out) == (5, "")
    assert answer.err.endswith(f"say so with: --confirm {database}\n")
    assert confirmed(saved, "another", run_line).code == 5
    assert content(tmp_path, run_line) == before


def test_an_empty_database_takes_any_backup(
    host: Server, saved: Path, tmp_path: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIDTRACK_DB", host.url(host.database()))
    answer = run_line(f"aidtrack db restore {saved}")
    assert (answer.code, answer.out) == (0, "")
    assert content(tmp_path, run_line) == rows(saved)


def test_an_older_ledger_is_saved_and_brought_back_as_it_is(
    host: Server, tmp_path: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, database = older_ledger(tmp_path / "older.db"), host.database()
    monkeypatch.setenv("AIDTRACK_DB", host.url(database))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    answer = run_line(f"aidtrack db restore {older}")
    assert answer.code == 0
    assert "aidtrack db upgrade" in answer.err
    found = content(tmp_path, run_line)
    assert {name: found[name] for name in found if name} == {
        name: there for name, there in rows(older).items() if name
    }
    assert confirmed(older, database, run_line).code == 0


def test_an_older_backup_is_brought_up_to_date_on_its_way(
    saved: Path, database: str, tmp_path: Path, run_line: RunLine
) -> None:
    before, older = content(tmp_path, run_line), older_ledger(tmp_path / "older.db")
    untouched = older.read_bytes()
    answer = confirmed(older, database, run_line)
    assert answer.code == 0
    assert "The backup is of an older aidtrack; what was restored was brought up to date." in answer.err
    assert rows(Path(answer.out.strip())) == before
    assert older.read_bytes() == untouched
    assert run_line("aidtrack check --deep").code == 0
    assert run_line(f"aidtrack --db {older} db upgrade").code == 0
    found, wanted = content(tmp_path, run_line), rows(older)
    for name in wanted.keys() - {"", "setting", "sqlite_sequence"}:
        assert sorted(map(repr, found[name])) == sorted(map(repr, wanted[name])), name
    assert [path.name for path in (tmp_path / "data" / "aidtrack").iterdir()] == [
        Path(answer.out.strip()).name
    ]
    assert confirmed(saved, database, run_line).code == 0


def test_a_ledger_older_than_the_backup_is_to_be_brought_up_to_date_first(
    host: Server, saved: Path, tmp_path: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, database = older_ledger(tmp_path / "older.db"), host.database()
    monkeypatch.setenv("AIDTRACK_DB", host.url(database))
    assert run_line(f"aidtrack db restore {older}").code == 0
    answer = confirmed(saved, database, run_line)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("error: The ledger at postgresql://")
    assert answer.err.endswith("Bring it up to date first, with: aidtrack db upgrade\n")
    assert run_line("aidtrack db upgrade").code == 0
    assert confirmed(saved, database, run_line).code == 0
    assert content(tmp_path, run_line) == rows(saved)


def test_a_copy_of_the_database_has_no_backup_of_its_own(
    host: Server, saved: Path, database: str, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json.loads(run_line("aidtrack db info --format json").out)["last_backup_file"] == str(saved)
    copy = host.database(template=database)
    monkeypatch.setenv("AIDTRACK_DB", host.url(copy))
    assert json.loads(run_line("aidtrack db info --format json").out)["last_backup_file"] is None


def test_what_is_broken_off_changes_nothing_and_leaves_nothing(
    saved: Path, database: str, tmp_path: Path, run_line: RunLine
) -> None:
    before = content(tmp_path, run_line)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replacing_rows, "transfer", interrupted)
        answer = confirmed(saved, database, run_line)
    assert (answer.code, answer.out) == (130, "")
    assert answer.err.endswith("Interrupted; nothing was changed.\n")
    assert list((tmp_path / "data" / "aidtrack").iterdir()) == []
    assert content(tmp_path, run_line) == before
    # The numbers of rows, too, are what they were: else this one's would be taken.
    assert run_line("aidtrack add organisation --name 甲 --kind public --no-input").code == 0


def test_readers_see_the_old_or_the_new_and_writers_wait(
    host: Server, saved: Path, database: str, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    late = threading.Thread(
        target=host.ask, args=(database, "LOCK TABLE project IN SHARE ROW EXCLUSIVE MODE; SELECT 1")
    )

    def watched(*args: Any) -> Any:
        late.start()
        done = transfer(*args)
        seen.append(host.ask(database, "SELECT count(*) FROM project"))
        seen.append(host.ask(database, "SELECT note FROM project WHERE id = 3"))
        assert late.is_alive(), "a writer must wait"
        return done

    monkeypatch.setattr(replacing_rows, "transfer", watched)
    assert confirmed(saved, database, run_line).code == 0
    late.join(30)
    assert seen == [[(26,)], [("later",)]]
    assert host.ask(database, "SELECT note FROM project WHERE id = 3") != [("later",)]


def test_info(host: Server, database: str, run_line: RunLine) -> None:
    found = json.loads(run_line("aidtrack db info --format json").out)
    version = host.ask(database, "SHOW server_version")[0][0].split()[0]
    assert (found["engine"], found["engine_version"]) == ("PostgreSQL", version)
    assert (found["revision"], found["needs_upgrade"], found["made_from"]) == (HEAD, False, "seed")
    assert found["journal_mode"] == "wal"
    assert found["synchronous"] in {"on", "off"}  # the tests' own server does not wait for the disk
    assert found["size"] > 1_000_000
    assert {row["table"]: row["rows"] for row in found["tables"]}["project"] == 26


def test_an_empty_database_has_no_info_but_what_to_do(
    host: Server, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIDTRACK_DB", host.url(host.database()))
    for line in ("db info", "db backup"):
        answer = run_line(f"aidtrack {line}")
        assert (answer.code, answer.out) == (3, "")
        assert "aidtrack init" in answer.err


def test_a_backup_that_fails_leaves_nothing(
    saved: Path, tmp_path: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(saved, tmp_path / "other.db")
    assert run_line(f"aidtrack db backup {tmp_path / 'other.db'}").code == 5
    monkeypatch.setattr("aidtrack.store.watch.Watch.left", 0.0)
    answer = run_line(f"aidtrack db backup {tmp_path / 'late.db'} --timeout 3")
    assert answer.code == 1
    assert "The time is up (3 s)" in answer.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.db", "saved.db"]
