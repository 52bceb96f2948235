"""A ledger on PostgreSQL for several people: what each role may do, one schema for each office, what goes wrong."""

from __future__ import annotations

import json
import re
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from aidtrack.cli import COMMANDS, main
from aidtrack.queries.kinds import KINDS
from aidtrack.tables import TABLES
from harness_pg import ADMIN, programs, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Answer, RunLine
    from harness_pg import Server

pytestmark = pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")

ROLES = Path(__file__).parents[1] / "docs" / "roles.sql"
MAY_NOT_WRITE = "may not be written by this user; nothing was changed.\n"

OWNER, RECORDER, READER, STRANGER = "aidtrack_owner", "rita", "lee", "stranger"

FUNDING = {"project": 4, "stage": "计划", "period": "2021", "source": 1, "at": "L1", "separate": True}
BATCH = "\n".join(
    json.dumps({**FUNDING, "amount": amount}, ensure_ascii=False) for amount in ("1万元", "2万元")
)

READS: dict[str, tuple[str, ...]] = {
    "list": tuple(f"list {kind}" for kind in KINDS),
    "show": ("show project 3", "show division 色达"),
    "totals": ("totals", "totals --by donor --by year", "totals --explain"),
    "parse": ("parse place 色达", "parse amount 1100余万元"),
    "history": ("history", "history 1", "history project 3"),
    "check": ("check", "check --deep"),
    "db": ("db path",),
    "export": ("export - --format jsonl", "export - --format csv --kind projects"),
}
"""By command, lines that only read."""

ELSEWHERE = {"init", "template", "import"}
"""Commands that are tried apart: they write a file, or read one."""

WRITES: dict[str, tuple[str, ...]] = {
    "add": (
        "add project --donor 椒江 --county 色达 --name 甲",
        "add division --name 东部8省市 --members 北京 --members 天津",
        "add indicator --code visits --name 访问 --unit 人次",
        "add funding -",
        "add funding --project 4 --stage 计划 --period 2021 --source 1 --at L2 --amount 3万元 --restates 14",
    ),
    "edit": ("edit project 3 --site 甲", "edit division 东部8省市 --note 八个"),
    "prefer": ("prefer funding 16",),
    "remove": ("remove funding 15", "remove division 东部8省市"),
    "undo": ("undo", "undo", "undo"),
}
"""By command, lines that write, in an order in which each has something to do."""


@pytest.fixture(scope="module")
def host() -> Iterator[Server]:
    with running_server() as made:
        made.psql(ADMIN, script=ROLES)
        made.user(RECORDER, groups=["aidtrack_recorder"])
        made.user(READER, groups=["aidtrack_reader"])
        made.user(STRANGER)
        yield made


@pytest.fixture(scope="module")
def prepared(host: Server) -> str:
    """Make the article's ledger as docs/server.md says; it is copied for each test."""
    name = host.database()
    host.psql(name, script=ROLES)
    as_owner = host.url(name, OWNER)
    assert main(["--db", as_owner, "init"]) == 0
    host.psql(name, script=ROLES)
    return name


@pytest.fixture
def database(host: Server, prepared: str) -> str:
    return host.database(template=prepared)


@pytest.fixture
def line(run_line: RunLine, host: Server, database: str) -> Line:
    return Line(run_line, host, database)


class Line:
    """Runs lines as a user of the database."""

    def __init__(self, run_line: RunLine, host: Server, database: str) -> None:
        self._run, self._host, self._database = run_line, host, database

    def __call__(self, user: str, words: str, **query: str) -> Answer:
        url = self._host.url(self._database, user, **query)
        return self._run(f"aidtrack {words}", env={"AIDTRACK_DB": url}, stdin=BATCH)


def rows(host: Server, database: str, schema: str = "public") -> dict[str, list[Any]]:
    """Read every row of every table."""
    return {
        name: sorted(host.ask(database, f'SELECT * FROM {schema}."{name}"'), key=repr)
        for name in (*TABLES, "alembic_version")
    }


# --- the three roles


def test_each_command_is_one_that_reads_or_one_that_writes() -> None:
    """A new command needs a line here, so that it is tried in each role."""
    assert {*READS, *WRITES, *ELSEWHERE} == set(COMMANDS)
    assert {*WRITES} == {*REFUSED}


@pytest.mark.parametrize("words", [words for lines in READS.values() for words in lines])
def test_a_reader_reads_all_that_a_file_says(
    host: Server, prepared: str, run_line: RunLine, seeded: Path, words: str
) -> None:
    url = host.url(prepared, READER)
    there = run_line(f"aidtrack {words}", env={"AIDTRACK_DB": url})
    here = run_line(f"aidtrack {words}", env={"AIDTRACK_DB": str(seeded)})
    assert there.code == here.code == 0
    assert without_times(there.out).replace(url, "where") == without_times(here.out).replace(
        str(seeded), "where"
    )
    assert there.err == here.err


def without_times(text: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:]+\+00:00", "then", text)


REFUSED = {
    "add": WRITES["add"],
    "edit": ("edit project 3 --site 甲",),
    "prefer": ("prefer funding 13",),
    "remove": ("remove funding 13", "remove project 3 --with-parts --yes"),
    "undo": ("undo", "undo 1"),
}
"""By command, lines of which each would have something to do in the article's ledger."""


@pytest.mark.parametrize("words", [words for lines in REFUSED.values() for words in lines])
def test_a_reader_writes_nothing(host: Server, prepared: str, run_line: RunLine, words: str) -> None:
    before = rows(host, prepared)
    answer = Line(run_line, host, prepared)(READER, words)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f"error: The ledger at {host.url(prepared, READER)} {MAY_NOT_WRITE}"
    assert rows(host, prepared) == before


def test_a_reader_is_told_that_the_ledger_is_complete(host: Server, prepared: str, run_line: RunLine) -> None:
    answer = Line(run_line, host, prepared)(READER, "init")
    assert (answer.code, "is complete; nothing was changed" in answer.err) == (0, True)


def test_a_reader_imports_nothing(host: Server, prepared: str, run_line: RunLine, tmp_path: Path) -> None:
    sheet = tmp_path / "organisations.jsonl"
    sheet.write_text('{"table": "organisations", "name": "新机构"}\n', encoding="utf-8")
    before = rows(host, prepared)
    answer = Line(run_line, host, prepared)(READER, f"import {sheet}")
    assert (answer.code, answer.err) == (
        1,
        f"error: The ledger at {host.url(prepared, READER)} {MAY_NOT_WRITE}",
    )
    assert rows(host, prepared) == before


def test_a_recorder_records(host: Server, database: str, line: Line) -> None:
    lines = [words for lines in WRITES.values() for words in lines]
    for words in lines:
        assert line(RECORDER, words).code == 0, words
    assert line(RECORDER, "check --deep").err == ""
    assert host.ask(database, "SELECT count(*) FROM change") == [(1 + len(lines),)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET actor = 'nobody'",
        "DELETE FROM change",
        "UPDATE change_item SET before = NULL",
        "DELETE FROM change_item",
        "TRUNCATE change_item",
        "UPDATE setting SET value = ''",
        "INSERT INTO setting VALUES ('a', 'b')",
        "UPDATE alembic_version SET version_num = '9999'",
        "DELETE FROM sector",
        "SELECT setval('project_id_seq', 1)",
        "ALTER TABLE project ADD COLUMN more text",
        "DROP TABLE change_item",
        "CREATE TABLE more (id integer)",
        "CREATE TRIGGER t BEFORE INSERT ON change EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "SET ROLE aidtrack_owner",
    ],
)
@pytest.mark.parametrize("user", [RECORDER, READER])
def test_nobody_but_the_owner_rewrites_history(
    host: Server, prepared: str, user: str, statement: str
) -> None:
    with (
        psycopg.connect(host.url(prepared, user)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.encode())


SPECIAL = {
    "change": "INSERT SELECT",
    "change_item": "INSERT SELECT",
    "division_name": "DELETE INSERT SELECT",
    "division_member": "DELETE INSERT SELECT",
    "sector": "SELECT",
    "setting": "SELECT",
    "alembic_version": "SELECT",
}


def test_each_table_gives_each_role_its_rights(host: Server, prepared: str) -> None:
    for table in (*TABLES, "alembic_version"):
        recorders = SPECIAL.get(table, "DELETE INSERT SELECT UPDATE")
        assert rights(host, prepared, table) == {"aidtrack_reader": "SELECT", "aidtrack_recorder": recorders}


def rights(host: Server, database: str, table: str) -> dict[str, str]:
    """Tell what roles other than the owner may do with a table."""
    query = f"""
        SELECT grantee, string_agg(privilege_type, ' ' ORDER BY privilege_type)
        FROM information_schema.table_privileges
        WHERE table_name = '{table}' AND grantee <> '{OWNER}' GROUP BY grantee"""
    return dict(host.ask(database, query))


def test_the_roles_file_can_run_again_and_covers_later_tables(host: Server, database: str) -> None:
    before = {table: rights(host, database, table) for table in TABLES}
    host.psql(database, script=ROLES)
    assert {table: rights(host, database, table) for table in TABLES} == before
    with psycopg.connect(host.url(database, OWNER)) as connection:
        connection.execute("CREATE TABLE later (id bigserial PRIMARY KEY, name text)")
    with psycopg.connect(host.url(database, RECORDER)) as connection:
        connection.execute("INSERT INTO later (name) VALUES ('a')")
    with psycopg.connect(host.url(database, READER)) as connection:
        assert connection.execute("SELECT * FROM later").fetchall() == [(1, "a")]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM later")


def test_before_its_second_run_the_roles_file_gives_nothing_away(host: Server, run_line: RunLine) -> None:
    name = host.database()
    host.psql(name, script=ROLES)
    assert run_line("aidtrack init", env={"AIDTRACK_DB": host.url(name, OWNER)}).code == 0
    for user in (RECORDER, READER):
        answer = run_line("aidtrack totals", env={"AIDTRACK_DB": host.url(name, user)})
        assert (answer.code, answer.out) == (1, "")
        assert answer.err.endswith("may not be read by this user; ask its owner.\n")


def test_tables_of_another_owner_are_not_passed_over(host: Server, run_line: RunLine) -> None:
    name = host.database()
    assert run_line("aidtrack init --empty", env={"AIDTRACK_DB": host.url(name)}).code == 0
    with pytest.raises(
        AssertionError, match="The tables of schema public belong to postgres, not to aidtrack_owner"
    ):
        host.psql(name, script=ROLES)


def test_a_reader_makes_a_backup_that_comes_back(host: Server, database: str, run_line: RunLine) -> None:
    """The two lines of docs/server.md."""
    backup = host.folder / "backup.dump"
    at = ("-h", "127.0.0.1", "-p", str(host.port))
    host.run("pg_dump", *at, "-U", READER, "--format=custom", f"--file={backup}", database)
    again = host.database()
    host.psql(again, script=ROLES)
    host.run("pg_restore", *at, "-U", OWNER, "--exit-on-error", "--dbname", again, str(backup))
    assert rows(host, again) == rows(host, database)
    assert rights(host, again, "change") == rights(host, database, "change")
    line = Line(run_line, host, again)
    assert (
        line(RECORDER, "add project --donor 椒江 --county 色达 --name 甲").out
        == "project 27 (513333-07 甲)\n"
    )
    assert line(READER, "check --deep").err == ""


def test_a_role_without_rights_is_told_whom_to_ask(host: Server, database: str, line: Line) -> None:
    place = host.url(database, STRANGER)
    for words in ("list projects", "history", "edit project 3 --site 甲", "init"):
        answer = line(STRANGER, words)
        assert (answer.code, answer.out) == (1, "")
        assert answer.err == f"error: The ledger at {place} may not be read by this user; ask its owner.\n"
    for words in ("add funding -",):
        assert line(STRANGER, words).err == f"error: The ledger at {place} {MAY_NOT_WRITE}"
    host.ask(database, "REVOKE USAGE ON SCHEMA public FROM PUBLIC")
    for words in ("list projects", "edit project 3 --site 甲", "init"):
        answer = line(STRANGER, words)
        assert (answer.code, answer.out) == (3, "")
        assert answer.err.startswith("error: The schema of the ledger, the URL's search_path, does not exist")


def test_only_the_owner_upgrades(host: Server, database: str, line: Line, tmp_path: Path) -> None:
    make_older(host, database)
    for user in (READER, RECORDER):
        answer = line(user, "list projects")
        assert (answer.code, answer.out) == (3, "")
        assert "is of an older aidtrack; bring it up to date with: aidtrack db upgrade" in answer.err
        with chdir(tmp_path):  # where the backup goes that comes first
            refused = line(user, "db upgrade")
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.endswith(MAY_NOT_WRITE)
    assert host.ask(database, "SELECT version_num FROM alembic_version") == [("0001",)]
    with chdir(tmp_path):
        assert line(OWNER, "db upgrade").code == 0
    host.psql(database, script=ROLES)
    for user in (READER, RECORDER):
        assert line(user, "check --deep").code == line(user, "list projects").code == 0
    assert line(RECORDER, "add project --donor 椒江 --county 色达 --name 甲").code == 0
    assert line(RECORDER, "db upgrade").code == 0  # there is nothing to do


def make_older(host: Server, database: str) -> None:
    """Take the second revision back."""
    query = "SELECT table_name FROM information_schema.columns WHERE column_name = 'external_id' AND table_schema = 'public'"
    for (table,) in host.ask(database, query):
        host.ask(database, f'ALTER TABLE "{table}" DROP COLUMN external_id')
    host.ask(database, "DROP INDEX ix_funding_currency")
    host.ask(database, "UPDATE alembic_version SET version_num = '0001'")


def test_the_ledger_can_be_saved_by_a_reader_and_restored_by_its_owner(
    host: Server, database: str, line: Line, run_line: RunLine, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.db"
    assert line(READER, f"db backup {saved}").out == f"{saved}\n"
    for words in ("list funding", "totals --by donor --by year", "history"):
        assert run_line(f"aidtrack {words}", env={"AIDTRACK_DB": str(saved)}).out == line(READER, words).out
    assert line(READER, "db info").code == 0
    assert line(RECORDER, "add project --donor 椒江 --county 色达 --name 甲").code == 0
    before = rows(host, database)
    restore = f"db restore {saved} --confirm {database}"
    with chdir(tmp_path):  # where that is kept which is replaced
        for user in (READER, RECORDER):
            assert (line(user, restore).code, rows(host, database)) == (1, before)
        assert line(OWNER, restore).code == 0
    assert (
        line(READER, "list projects").out
        == run_line("aidtrack list projects", env={"AIDTRACK_DB": str(saved)}).out
    )
    assert rights(host, database, "change")["aidtrack_recorder"] == "INSERT SELECT"


# --- several offices


def office(name: str) -> dict[str, str]:
    return {"options": f"-csearch_path%3D{name}"}


@pytest.fixture(scope="module")
def offices(host: Server) -> str:
    """Make two ledgers in one database, as docs/server.md says."""
    name = host.database()
    for each in ("office_a", "office_b"):
        host.psql(name, "-v", f"office={each}", script=ROLES)
        assert main(["--db", host.url(name, f"{each}_owner", **office(each)), "init", "--empty"]) == 0
        host.psql(name, "-v", f"office={each}", script=ROLES)
    host.user("anna", groups=["office_a_recorder"])
    host.user("berta", groups=["office_b_recorder"])
    host.ask(name, "ALTER ROLE berta SET search_path = office_b")
    return name


def test_offices_do_not_mix(host: Server, offices: str, run_line: RunLine) -> None:
    anna, berta = host.url(offices, "anna", **office("office_a")), host.url(offices, "berta")
    source = "aidtrack add source --title {} --kind statistics --date 2023"
    assert run_line(source.format("甲"), env={"AIDTRACK_DB": anna}).out == "source 1 (甲)\n"
    assert run_line(source.format("乙"), env={"AIDTRACK_DB": berta}).out == "source 1 (乙)\n"
    for db, title in ((anna, "甲"), (berta, "乙")):
        listed = run_line("aidtrack list sources --columns title", env={"AIDTRACK_DB": db})
        assert listed.out == f"title\n{title}\n"
        assert run_line("aidtrack check --deep", env={"AIDTRACK_DB": db}).err == ""


def test_each_office_has_its_own_version_and_nothing_lies_elsewhere(host: Server, offices: str) -> None:
    query = "SELECT schemaname, count(*) FROM pg_tables WHERE schemaname !~ '^pg_|^information' GROUP BY 1 ORDER BY 1"
    number = len(TABLES) + 1
    assert host.ask(offices, query) == [("office_a", number), ("office_b", number)]
    assert host.ask(offices, "SELECT count(*) FROM office_a.alembic_version") == [(1,)]


def test_an_office_does_not_see_another(host: Server, offices: str, run_line: RunLine) -> None:
    answer = run_line(
        "aidtrack list sources", env={"AIDTRACK_DB": host.url(offices, "anna", **office("office_b"))}
    )
    assert (answer.code, answer.out) == (3, "")
    assert "is closed to this user" in answer.err


def test_a_schema_that_is_missing_is_named(host: Server, offices: str, run_line: RunLine) -> None:
    for words in ("list projects", "init", "edit project 3 --site 甲"):
        answer = run_line(
            f"aidtrack {words}", env={"AIDTRACK_DB": host.url(offices, ADMIN, **office("nowhere"))}
        )
        assert (answer.code, answer.out) == (3, "")
        assert answer.err.startswith("error: The schema of the ledger, the URL's search_path, does not exist")


# --- texts


def test_texts_sort_by_code_point_whatever_the_language_of_the_server(host: Server, prepared: str) -> None:
    query = """
        SELECT attrelid::regclass::text, attname FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid JOIN pg_collation ON pg_collation.oid = attcollation
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND collname <> 'C'"""
    assert host.ask(prepared, query) == [("alembic_version", "version_num")]
    assert host.ask(prepared, "SELECT '乙' < '甲', '乙' < '甲' COLLATE \"C\"") == [(False, True)]


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, host: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the test the article's ledger on each engine."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("ledger_file"))
    monkeypatch.setenv("AIDTRACK_DB", host.url(request.getfixturevalue("database")))
    return "postgresql"


NO_TEXT = "holds a character that is no text (NUL, or half of one)"


@pytest.mark.parametrize("character", ["\\u0000", "\\ud800", "\\udfff"])
def test_a_character_that_is_no_text_is_refused(either: str, run_line: RunLine, character: str) -> None:
    assert either
    stdin = f'{{"donor": "椒江", "county": "色达", "name": "a{character}b"}}'
    answer = run_line("aidtrack add project -", stdin=stdin)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith(f"line 1, name: --name {NO_TEXT}.\n")
    typed = run_line("aidtrack edit project 3 --site 'a\0b'")
    assert (typed.code, typed.err) == (2, f"error: --site {NO_TEXT}.\n")


def test_a_code_has_forty_characters_at_most(either: str, run_line: RunLine) -> None:
    """SQLite does not hold a column to its length, so the program does; also where it makes the code itself."""
    assert either
    add = "aidtrack add project --donor 椒江 --county 色达 --name 甲"
    refused = run_line(f"{add} --code {'长' * 41}")
    assert (refused.code, refused.out) == (2, "")
    assert "it has at most 40 characters" in refused.err
    assert run_line(f"{add} --code {'长' * 40}").code == 0
    made = run_line(f"aidtrack add project --parent {'长' * 40} --name 乙")
    assert (made.code, made.out) == (2, "")
    said = f"error: The code {'长' * 40}.1 would be longer than 40 characters; say another one with --code.\n"
    assert made.err == said
    assert (
        run_line(f"aidtrack add project --parent {'长' * 40} --name 乙 --code b").out == "project 28 (b 乙)\n"
    )


def test_any_other_text_comes_back_as_it_was(either: str, run_line: RunLine) -> None:
    assert either
    site = "😀𠮷𬺓\u200b ﹏«é»'\"\\\\%_"
    stdin = json.dumps({"donor": "椒江", "county": "色达", "name": "甲" * 10_000, "site": site})
    assert run_line("aidtrack add project -", stdin=stdin).code == 0
    listed = json.loads(run_line("aidtrack list projects --text 513333-07 --format json").out)
    assert [(row["name"], row["site"]) for row in listed] == [("甲" * 10_000, site)]


# --- databases that cannot hold a ledger


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1", "EUC_CN"])
def test_a_database_without_unicode_is_refused(host: Server, run_line: RunLine, encoding: str) -> None:
    name = host.database(options=f"ENCODING '{encoding}' LOCALE_PROVIDER libc LOCALE 'C'")
    answer = run_line("aidtrack init", env={"AIDTRACK_DB": host.url(name)})
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == (
        "error: The database cannot hold all Chinese text; create it with: "
        "createdb --encoding UTF8 --template template0\n"
    )
    assert host.ask(name, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_a_server_that_takes_no_more_is_asked_again_later(
    host: Server, prepared: str, run_line: RunLine
) -> None:
    host.ask(ADMIN, f"ALTER ROLE {READER} CONNECTION LIMIT 0")
    try:
        answer = run_line("aidtrack totals", env={"AIDTRACK_DB": host.url(prepared, READER)})
    finally:
        host.ask(ADMIN, f"ALTER ROLE {READER} CONNECTION LIMIT -1")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.endswith("takes no more connections now; try again in a moment.\n")


# --- the page


def test_the_page_does_what_it_says(
    run_line: RunLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its blocks run one after another, as the superuser of a new server; only what asks for sudo is left out."""
    page = (ROLES.parent / "server.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    typed = "".join(block for block in blocks if "sudo" not in block and "benchmarks/" not in block)
    tmp_path.joinpath("docs").symlink_to(ROLES.parent)
    with running_server() as own:
        for name, value in own.environment().items():
            monkeypatch.setenv(name, value)
        answer = run_line(f"set -eux; cd {tmp_path}\n{typed}", shell=True)
        assert answer.code == 0, answer.err
        assert answer.out.startswith("Now let the owner run aidtrack init")
        query = "SELECT count(*) FROM change UNION ALL SELECT count(*) FROM office_a.division"
        assert own.ask("restored", query) == [(0,), (3213,)]
        assert rights(own, "restored", "change")["aidtrack_recorder"] == "INSERT SELECT"
