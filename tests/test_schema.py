"""The schema: made by the migrations, equal to the tables, portable, and safe by its own rules."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from aidtrack import store, tables
from aidtrack.errors import NoLedger
from aidtrack.models import MODELS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def migrated(empty_ledger: Path) -> sa.Engine:
    return sa.create_engine(f"sqlite:///{empty_ledger}")


def schema_of(path: str) -> dict[str, str]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: " ".join(sql.split()) for name, sql in rows if not name.startswith("alembic")}


def test_the_program_reads_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(store.shipped("migrations")))
    assert ScriptDirectory.from_config(config).get_current_head() == store.HEAD


def test_the_migrations_make_the_tables(migrated: sa.Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_the_migrations_make_the_checks_and_indexes_too(empty_ledger: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.db"
    tables.metadata.create_all(sa.create_engine(f"sqlite:///{fresh}"))
    made, wanted = schema_of(str(empty_ledger)), schema_of(str(fresh))
    assert set(made) == set(wanted)
    for name in wanted:
        parts = [sorted(text.replace(", ", ",").split(",")) for text in (made[name], wanted[name])]
        assert len(parts[0]) == len(parts[1]), name


def test_every_constraint_is_named_and_restricts() -> None:
    for table in tables.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, (table.name, constraint)
        for key in table.foreign_keys:
            assert (key.ondelete, key.onupdate) == ("RESTRICT", "RESTRICT"), (table.name, key)


def test_the_schema_compiles_for_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in tables.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))


def test_columns_of_numbers_say_their_unit() -> None:
    for table in tables.FIGURES.values():
        for name in ("low", "high", "value"):
            assert table.c[name].comment, (table.name, name)


def test_every_table_has_a_model_or_is_no_record() -> None:
    assert set(tables.TABLES) - set(MODELS) == {"setting", "division_member"}


def test_row_numbers_are_never_used_again(empty_ledger: Path) -> None:
    with sqlite3.connect(empty_ledger) as connection:
        for name in ("source", "project", "funding"):
            sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
            assert "AUTOINCREMENT" in sql, name


def test_the_file_says_whose_it_is(empty_ledger: Path) -> None:
    assert empty_ledger.read_bytes()[68:72] == b"AIDT"


class TestWhatTheDatabaseItselfRefuses:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE funding SET low = -1 WHERE id = 1",
            "UPDATE funding SET high = low - 1 WHERE id = 1",
            "UPDATE funding SET stage = 'somehow' WHERE id = 1",
            "UPDATE funding SET part_of_id = 2, restates_id = 3 WHERE id = 1",
            "UPDATE funding SET part_of_id = 1 WHERE id = 1",
            "UPDATE funding SET overlaps = 1 WHERE id = 1",
            "UPDATE funding SET pairing_id = 9999 WHERE id = 1",
            "UPDATE pairing SET donor_id = recipient_id WHERE id = 1",
            "UPDATE project SET code = (SELECT code FROM project WHERE id = 2) WHERE id = 1",
            "UPDATE participation SET project_id = NULL, pairing_id = NULL WHERE id = 1",
            "DELETE FROM pairing WHERE id = 1",
            "DELETE FROM source WHERE id = 1",
        ],
    )
    def test_statement(self, ledger: Path, statement: str) -> None:
        with sqlite3.connect(ledger) as connection:
            connection.execute("PRAGMA foreign_keys=ON")
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)


class TestOpening:
    def test_a_ledger_never_finished_is_completed_by_init(self, run_line: object, tmp_path: Path) -> None:
        place = store.create(str(tmp_path / "half.db"))
        with pytest.raises(NoLedger, match="never finished"), store.reading(str(place)):
            pass
        store.make_tables(place)
        with pytest.raises(NoLedger, match="never finished"), store.reading(str(place)):
            pass
        assert run_line(f"aidtrack init --db {place}").code == 0  # type: ignore[operator]
        with store.reading(str(place)) as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(tables.project)).scalar() == 26

    def test_a_reader_cannot_write(self, ledger: Path) -> None:
        with (
            pytest.raises(Exception, match="may not be written"),
            store.reading(str(ledger)) as connection,
        ):
            connection.execute(sa.delete(tables.funding))

    def test_an_older_and_a_newer_ledger_are_told_apart(self, ledger: Path) -> None:
        for found, said in (("0000", "db upgrade"), ("9999", "newer aidtrack")):
            with sqlite3.connect(ledger) as connection:
                connection.execute("UPDATE alembic_version SET version_num = ?", (found,))
            with pytest.raises(NoLedger) as caught, store.reading(str(ledger)):
                pass
            assert said in str(caught.value)

    def test_what_fails_is_taken_back(self, ledger: Path) -> None:
        before = ledger.read_bytes()
        with pytest.raises(RuntimeError), store.writing(str(ledger)) as connection:
            connection.execute(sa.update(tables.project).values(site="somewhere"))
            raise RuntimeError
        assert ledger.read_bytes() == before

    def test_after_a_full_disk_nothing_goes_on(self, ledger: Path) -> None:
        """SQLite gives the transaction up by itself; what came later must not be kept alone."""
        with pytest.raises(Exception, match="full"), store.writing(str(ledger)) as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
            connection.execute(sa.update(tables.project).values(note="x" * 500_000))
        with store.reading(str(ledger)) as connection:
            notes = connection.execute(sa.select(tables.project.c.note)).scalars()
            assert not any(note and note.startswith("xxx") for note in notes)
