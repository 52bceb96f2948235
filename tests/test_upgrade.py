"""An old ledger is brought up to date without losing a row or a rule, or it is left as it was."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy import event

from aidtrack import store
from aidtrack.actions import refold as keys
from aidtrack.actions.reference import bring_reference
from aidtrack.errors import Broken
from aidtrack.store import current, migration, opening
from aidtrack.store.outline import differences
from aidtrack.store.upgrade import GROWING, upgrade
from aidtrack.tables import TABLES
from harness_backup import press_ctrl_c
from harness_ledger import dump, make_ledger, unsound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import RunLine
    from harness_ledger import Dump

RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))
"""A ledger of each revision before this one, with rows in every table, as SQLite wrote it out."""

READING = (
    "list projects",
    "show project 513333-01",
    "totals --by donor",
    "history",
    "check",
    "parse place 色达",
    "db info",
)
WRITING = ("edit project 513333-01 --site 色柯镇", "undo", "init", "prefer funding 14")


def released(dumped: Path, path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(dumped.read_text(encoding="utf-8"))
    return path


@pytest.fixture(scope="session")
def released_once(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """Make each old ledger once, to be copied."""
    folder = tmp_path_factory.mktemp("released")
    return {dumped: released(dumped, folder / f"{dumped.stem}.db") for dumped in RELEASED}


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def old(
    request: pytest.FixtureRequest,
    released_once: dict[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    path = Path(shutil.copy(released_once[request.param], tmp_path / "ledger.db"))
    monkeypatch.setenv("AIDTRACK_DB", str(path))
    return path


def columns_of(dumped: Dump, path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
            for table in dumped
            if table
        }


def rows_of(path: Path, table: str, columns: list[str]) -> list[tuple[object, ...]]:
    wanted = ", ".join(f'"{name}"' for name in columns)
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f'SELECT {wanted} FROM "{table}" ORDER BY 1').fetchall()


def lessened(money: dict[str, Any], less: int) -> dict[str, Any]:
    """Take a sum out of a total."""
    return money | {name: money[name] - less for name in ("value", "low", "high")}


class TestOldLedger:
    def test_has_rows_in_every_table(self, old: Path) -> None:
        empty = [table for table, rows in dump(old).items() if table and not rows]
        assert empty == []

    def test_nothing_is_lost(self, run_line: RunLine, old: Path) -> None:
        before = {
            table: rows_of(old, table, columns)
            for table, columns in columns_of(dump(old), old).items()
            if table not in {"alembic_version", "sqlite_sequence"}
        }
        columns = columns_of(dump(old), old)
        answer = run_line("aidtrack db upgrade")
        assert answer.code == 0
        assert "up to date" in answer.err
        for table, rows in before.items():
            after = rows_of(old, table, columns[table])
            assert set(rows) <= set(after), table
            assert table in GROWING or len(rows) == len(after), table
        assert unsound(old) == []
        assert run_line("aidtrack check --deep").out == ""

    @pytest.mark.usefixtures("old")
    def test_its_history_goes_on(self, run_line: RunLine) -> None:
        """What was changed before the upgrade can be taken back after it, and brought back again."""
        assert run_line("aidtrack db upgrade").code == 0
        for _ in range(2):
            assert run_line("aidtrack undo").code == 0
        assert run_line("aidtrack undo 9").code == 0  # a removed record comes back
        assert "色达县人民医院" in run_line("aidtrack list organisations").out
        assert run_line("aidtrack check --deep").out == ""

    @pytest.mark.usefixtures("old")
    def test_totals_are_those_of_the_seed(self, run_line: RunLine, tmp_path: Path) -> None:
        """But for the one sum that was said again as spent, and is no aid since."""
        assert run_line("aidtrack db upgrade").code == 0
        line = "aidtrack totals --by county --measure funding --format json"
        seed = make_ledger(tmp_path / "seed.db")
        found, wanted = (
            json.loads(run_line(f"{line} --db {db}").out) for db in (tmp_path / "ledger.db", seed)
        )
        for now, then in zip(found["rows"], wanted["rows"], strict=True):
            less = 75_000_000 if now["county"] == "色达县" else 0
            assert now["funding"] == (then["funding"] and lessened(then["funding"], less))

    def test_the_backup_is_the_old_one(self, run_line: RunLine, old: Path) -> None:
        before = dump(old)
        answer = run_line("aidtrack db upgrade")
        (saved,) = old.parent.glob("*.backup.db")
        assert str(saved) in answer.err
        assert dump(saved) == before
        assert saved.stat().st_mode & 0o777 == 0o600
        assert str(saved) in run_line("aidtrack db info --format json").out

    @pytest.mark.parametrize("line", [*READING, *WRITING])
    def test_is_never_touched_by_another_command(self, run_line: RunLine, old: Path, line: str) -> None:
        before = old.read_bytes()
        answer = run_line(f"aidtrack {line}")
        assert (answer.code, "aidtrack db upgrade" in answer.err) == (3, True) or line == "db info"
        assert old.read_bytes() == before
        assert [path.name for path in old.parent.iterdir()] == [old.name]

    def test_once_is_enough(self, run_line: RunLine, old: Path) -> None:
        run_line("aidtrack db upgrade")
        before = old.read_bytes()
        answer = run_line("aidtrack db upgrade")
        assert (answer.code, "nothing was changed" in answer.err) == (0, True)
        assert old.read_bytes() == before
        assert len(list(old.parent.glob("*.backup.db"))) == 1

    def test_broken_off_it_says_where_its_backup_is(
        self, run_line: RunLine, old: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("aidtrack.actions.upgrade.bring_schema", press_ctrl_c)
        before = old.read_bytes()
        answer = run_line("aidtrack db upgrade")
        (saved,) = old.parent.glob("*.backup.db")
        assert (answer.code, answer.err) == (
            130,
            f"The ledger as it was is kept at {saved}.\nInterrupted; nothing was changed.\n",
        )
        assert old.read_bytes() == before

    def test_without_a_backup_there_is_no_upgrade(
        self, run_line: RunLine, old: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise Broken("no backup")

        monkeypatch.setattr("aidtrack.actions.upgrade.backup", fail)
        before = old.read_bytes()
        assert run_line("aidtrack db upgrade").code == 1
        assert old.read_bytes() == before


@pytest.mark.parametrize("line", [*READING, *WRITING, "db upgrade", "db backup"])
def test_a_newer_ledger_is_refused_by_its_revision(run_line: RunLine, tmp_path: Path, line: str) -> None:
    path = make_ledger(tmp_path / "newer.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    answer = run_line(f"aidtrack {line} --db {path}")
    assert (answer.code, "revision 9999" in answer.err) == (3, True) or line == "db info"
    assert path.read_bytes() == before


# A migration that is killed


WRITES = ("CREATE", "ALTER", "INSERT", "UPDATE", "DELETE", "DROP", "BEGIN")


def statements(path: Path) -> list[str]:
    """List what an upgrade says to the database from where it takes it for itself."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement.split(maxsplit=1)[0])

    with heard(hear):
        upgrade(store.locate(str(path)), bring_reference)
    return said


class heard:  # noqa: N801 - reads as a verb
    """Let a function hear every statement."""

    def __init__(self, hear: Callable[..., object]) -> None:
        self.hear = hear

    def __enter__(self) -> None:
        event.listen(sa.Engine, "before_cursor_execute", self.hear)

    def __exit__(self, *_: object) -> None:
        event.remove(sa.Engine, "before_cursor_execute", self.hear)


def killed_at(path: Path, wanted: int) -> None:
    """Upgrade in a child that dies when it is about to say its `wanted`th statement."""
    child = os.fork()
    if not child:
        left = wanted

        def hear(*_: object) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        with heard(hear):
            upgrade(store.locate(str(path)), bring_reference)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, wanted


@pytest.fixture(scope="session")
def complete_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Make a ledger of the first revision that has all places of China already, and upgrade a copy of it."""
    folder = tmp_path_factory.mktemp("complete")
    path = make_ledger(folder / "old.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in [name for name, source in TABLES.items() if "external_id" in source.c]:
            connection.execute(f"DROP INDEX ix_{table}_external_id")
            connection.execute(f"ALTER TABLE {table} DROP COLUMN external_id")
        connection.execute("DROP INDEX ix_funding_currency")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    return path, statements(Path(shutil.copy(path, folder / "upgraded.db")))


def moments(said: list[str], every: int) -> Iterator[int]:
    """Choose the statements before which to die: every one that writes, and some of those that look."""
    for number, word in enumerate(said):
        if word in WRITES or number % every == 0:
            yield number


def die_at_each(complete_once: tuple[Path, list[str]], folder: Path, every: int) -> int:
    made, said = complete_once
    before = dump(made)
    chosen = list(moments(said, every))
    for number in chosen:
        path = Path(shutil.copy(made, folder / "killed.db"))
        killed_at(path, number)
        assert dump(path) == before, said[number]
        assert unsound(path) == []
        (folder / "killed.db-journal").unlink(missing_ok=True)
    upgrade(store.locate(str(path)), bring_reference)
    with opening.connected(store.locate(str(path)), "read") as connection:
        assert differences(connection) == []
    return len(chosen)


def test_killed_at_a_statement_it_is_the_old_one(
    complete_once: tuple[Path, list[str]], tmp_path: Path
) -> None:
    assert die_at_each(complete_once, tmp_path, every=40) > 20


@pytest.mark.nightly
def test_killed_at_every_statement_it_is_the_old_one(
    complete_once: tuple[Path, list[str]], tmp_path: Path
) -> None:
    assert die_at_each(complete_once, tmp_path, every=1) > 200


# Migrations to come: what a careless one would do


REVISION = '''
"""A revision of the future"""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9001", "{head}", None, None
def upgrade() -> None:
    {body}
'''


@pytest.fixture
def future(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Give a way to add a revision to those that ship."""
    folder = tmp_path / "migrations"
    shutil.copytree(store.shipped("migrations"), folder, ignore=shutil.ignore_patterns("__pycache__"))
    head = store.HEAD

    def add(body: str) -> None:
        text = REVISION.format(head=head, body=body)
        (folder / "versions" / "9001_future.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(migration, "shipped", lambda _name: folder)
        for module in ("current", "upgrade"):
            monkeypatch.setattr(f"aidtrack.store.{module}.HEAD", "9001")
        monkeypatch.setattr("aidtrack.actions.upgrade.HEAD", "9001")

    return add


CARELESS = {
    "rows are lost": "op.execute('DELETE FROM participation')",
    "rows are doubled": "op.execute(\"INSERT INTO change (uid, at, actor, command, program) VALUES ('x', '', '', '', '')\")",
    "a table is lost": "op.drop_table('division_member')",
    "a check is lost": (
        "with op.batch_alter_table('funding', recreate='always', table_kwargs={'sqlite_autoincrement': True}) as batch:\n"
        "        batch.drop_constraint(op.f('ck_funding_bounds'), type_='check')"
    ),
    "numbers may be given out again": "with op.batch_alter_table('pairing', recreate='always') as batch:\n        pass",
    "an index is lost": "op.drop_index('ix_funding_totals', 'funding')",
    "a link leads nowhere": "op.execute('UPDATE funding SET source_id = 999')",
}


@pytest.mark.parametrize("body", CARELESS.values(), ids=CARELESS)
def test_a_careless_migration_is_not_kept(
    run_line: RunLine, tmp_path: Path, future: Callable[[str], None], body: str
) -> None:
    path = make_ledger(tmp_path / "ledger.db")
    before = dump(path)
    future(body)
    answer = run_line(f"aidtrack db upgrade --db {path}")
    assert answer.code == 1, answer.err
    assert "nothing was changed" in answer.err
    assert dump(path) == before


def test_a_table_built_anew_keeps_what_hangs_on_it(
    run_line: RunLine, tmp_path: Path, future: Callable[[str], None]
) -> None:
    """Batch mode drops and renames the table; with foreign keys on, its children would be gone."""
    path = make_ledger(tmp_path / "ledger.db")
    change_raw(path, "UPDATE sqlite_sequence SET seq = 99 WHERE name = 'pairing'")  # the last 89 were removed
    before = dump(path)
    future(
        "with op.batch_alter_table('pairing', recreate='always', table_kwargs={'sqlite_autoincrement': True}):\n"
        "        pass"
    )
    assert run_line(f"aidtrack db upgrade --db {path}").code == 0
    after = dump(path)
    assert before.keys() == after.keys()
    for table in before.keys() - {"", "alembic_version", "setting"}:
        assert sorted(after[table]) == sorted(before[table]), table


# What ships with the program


def change_raw(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


class TestPlaces:
    @pytest.fixture
    def behind(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Make a ledger as an earlier list left it: without one county, with another's former name, and one more."""
        path = make_ledger(tmp_path / "ledger.db")
        change_raw(
            path,
            "DELETE FROM division_name WHERE division_id = (SELECT id FROM division WHERE uid = '653101')",
            "DELETE FROM division WHERE uid = '653101'",
            "UPDATE division SET name = '色达旧县', short = '色达旧' WHERE uid = '513333'",
            "UPDATE division_name SET name = '色达旧县', key = '色达旧县' WHERE kind = 'name' AND division_id = "
            "(SELECT id FROM division WHERE uid = '513333')",
            "INSERT INTO division (uid, code, name, short, level, parent_id) SELECT '513399', '513399', '旧县', "
            "'旧县', 'county', parent_id FROM division WHERE uid = '513333'",
        )
        monkeypatch.setenv("AIDTRACK_DB", str(path))
        return path

    def test_are_added_renamed_and_closed(self, run_line: RunLine, behind: Path) -> None:
        answer = run_line("aidtrack db upgrade")
        assert "1 added, 1 renamed, 1 closed" in answer.err
        assert "喀什市" in run_line("aidtrack parse place 653101").out
        assert "色达县" in run_line("aidtrack parse place 色达旧县").out
        closed = rows_of(behind, "division", ["uid", "valid_to"])
        assert ("513399", "2026-02") in closed
        assert run_line("aidtrack check --deep").out == ""
        assert "nothing was changed" in run_line("aidtrack db upgrade").err

    @pytest.mark.usefixtures("behind")
    def test_that_people_added_stay_theirs(self, run_line: RunLine) -> None:
        line = "aidtrack add division --name 喀什新市 --level county --code 653101 --parent 653100"
        assert run_line(line).code == 0
        assert "0 added" in run_line("aidtrack db upgrade").err
        assert "喀什新市" in run_line("aidtrack parse place 653101").out


def test_keys_are_made_anew_when_the_folding_changes(run_line: RunLine, tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "ledger.db")
    before = dump(path)
    change_raw(
        path,
        "UPDATE setting SET value = '0' WHERE name = 'fold_version'",
        "UPDATE division_name SET key = 'x' WHERE kind IN ('name', 'alias', 'former_name', 'romanised')",
        "UPDATE project SET search_key = 'x'",
        "UPDATE organisation SET search_key = 'x'",
    )
    assert "made anew" in run_line(f"aidtrack db upgrade --db {path}").err
    after = dump(path)
    for table in ("division_name", "project", "organisation"):
        assert after[table] == before[table]
    assert set(keys._FOLDED_KINDS) < {row[0] for row in rows_of(path, "division_name", ["kind"])}


# Every revision, one after the other


def test_each_revision_leads_to_the_next(tmp_path: Path) -> None:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(store.shipped("migrations")))
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]
    assert revisions[-1] == current.HEAD
    assert [path.stem for path in RELEASED] == revisions[:-1], (
        "each released schema is kept in tests/released"
    )
    place = store.create(str(tmp_path / "stairs.db"))
    for revision in revisions:
        with opening.connected(place, "migrate") as connection:
            migration.run_migrations(connection, revision)
        with opening.connected(place, "read") as connection:
            assert store.revision(connection) == revision
    with opening.connected(place, "read") as connection:
        assert differences(connection) == []
