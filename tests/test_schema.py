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
from ledgers import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunLine


@pytest.fixture
def new_place(engine_at_hand: str, request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    """Give a place on each engine where there is nothing yet."""
    if engine_at_hand == "sqlite":
        return Ledger(str(tmp_path / "new.db"))
    return Ledger(request.getfixturevalue("databases").new())


ON_FILE = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
ON_SERVER = """
    SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT table_name || ' ' || column_name,
        concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default, collation_name)
    FROM information_schema.columns WHERE table_schema = 'public'
"""


def schema_of(ledger: Ledger) -> dict[str, str]:
    rows = ledger.ask(ON_SERVER if ledger.on_server else ON_FILE)
    return {name: " ".join(sql.split()) for name, sql in rows if "alembic" not in name}


def test_the_program_reads_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(store.shipped("migrations")))
    assert ScriptDirectory.from_config(config).get_current_head() == store.HEAD


def test_the_migrations_make_the_tables(empty_ledger: Ledger) -> None:
    with empty_ledger.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_the_migrations_make_the_checks_and_indexes_too(empty_ledger: Ledger, new_place: Ledger) -> None:
    tables.metadata.create_all(new_place.engine)
    made, wanted = schema_of(empty_ledger), schema_of(new_place)
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


def test_row_numbers_are_never_used_again(empty_ledger_file: Path) -> None:
    with sqlite3.connect(empty_ledger_file) as connection:
        for name in ("source", "project", "funding"):
            sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
            assert "AUTOINCREMENT" in sql, name


def test_the_file_says_whose_it_is(empty_ledger_file: Path) -> None:
    assert empty_ledger_file.read_bytes()[68:72] == b"AIDT"


class TestWhatTheDatabaseItselfRefuses:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE funding SET low = -1 WHERE id = 1",
            "UPDATE funding SET high = low - 1 WHERE id = 1",
            "UPDATE funding SET stage = 'somehow' WHERE id = 1",
            "UPDATE funding SET part_of_id = 2, restates_id = 3 WHERE id = 1",
            "UPDATE funding SET part_of_id = 1 WHERE id = 1",
            'UPDATE funding SET "overlaps" = true WHERE id = 1',
            "UPDATE funding SET pairing_id = 9999 WHERE id = 1",
            "UPDATE pairing SET donor_id = recipient_id WHERE id = 1",
            "UPDATE project SET code = (SELECT code FROM project WHERE id = 2) WHERE id = 1",
            "UPDATE participation SET project_id = NULL, pairing_id = NULL WHERE id = 1",
            "DELETE FROM pairing WHERE id = 1",
            "DELETE FROM source WHERE id = 1",
        ],
    )
    def test_statement(self, ledger: Ledger, statement: str) -> None:
        with ledger.engine.connect() as connection:
            if not ledger.on_server:
                connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            with pytest.raises(sa.exc.IntegrityError):
                connection.exec_driver_sql(statement)


class TestOpening:
    def test_a_ledger_never_finished_is_completed_by_init(self, run_line: RunLine, new_place: Ledger) -> None:
        unfinished = "no finished ledger" if new_place.on_server else "never finished"
        place = store.create(str(new_place))
        with pytest.raises(NoLedger, match=unfinished), store.reading(str(place)):
            pass
        store.make_tables(place)
        with pytest.raises(NoLedger, match=unfinished), store.reading(str(place)):
            pass
        assert run_line(f"aidtrack init --db {place}").code == 0
        with store.reading(str(place)) as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(tables.project)).scalar() == 26

    def test_a_reader_cannot_write(self, ledger: Ledger) -> None:
        with (
            pytest.raises(Exception, match="may not be written"),
            store.reading(str(ledger)) as connection,
        ):
            connection.execute(sa.delete(tables.funding))

    def test_an_older_and_a_newer_ledger_are_told_apart(self, ledger: Ledger) -> None:
        for found, said in (("0000", "db upgrade"), ("9999", "newer aidtrack")):
            ledger.write("UPDATE alembic_version SET version_num = :found", found=found)
            with pytest.raises(NoLedger) as caught, store.reading(str(ledger)):
                pass
            assert said in str(caught.value)

    def test_what_fails_is_taken_back(self, ledger: Ledger) -> None:
        before = ledger.state()
        with pytest.raises(RuntimeError), store.writing(str(ledger)) as connection:
            connection.execute(sa.update(tables.project).values(site="somewhere"))
            raise RuntimeError
        assert ledger.state() == before

    def test_after_a_full_disk_nothing_goes_on(self, ledger_file: Path) -> None:
        """SQLite gives the transaction up by itself; what came later must not be kept alone."""
        with pytest.raises(Exception, match="full"), store.writing(str(ledger_file)) as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
            connection.execute(sa.update(tables.project).values(note="x" * 500_000))
        with store.reading(str(ledger_file)) as connection:
            notes = connection.execute(sa.select(tables.project.c.note)).scalars()
            assert not any(note and note.startswith("xxx") for note in notes)
