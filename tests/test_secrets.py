"""The password of a ledger's server never shows: in no answer, no error, no traceback, and not in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aidtrack.cli._options import command_line, remember
from aidtrack.store import locate, opening
from aidtrack.wording import without_passwords
from harness_pg import ADMIN, programs, running_server
from harness_writers import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import RunLine
    from harness_pg import Server

needs_server = pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")

USER = "kim"
SECRET = "geheim-0815"
WRONG = "falsch-4711"
NEVER = (SECRET, WRONG)


@pytest.fixture(scope="module")
def host() -> Iterator[Server]:
    with running_server() as made:
        made.ask(ADMIN, "CREATE DATABASE seeded TEMPLATE template0")
        assert said(made.url("seeded"), ["init"])[0] == 0
        made.user(USER, password=SECRET)
        made.user("quote", password="p@ss:/?#% 密")
        for user in (USER, "quote"):
            made.ask("seeded", f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {user}")
            made.ask("seeded", f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {user}")
        for name in ("foreign", "named"):
            made.ask(ADMIN, f'CREATE DATABASE "{name}" TEMPLATE template0 OWNER {USER}')
        made.ask("foreign", "CREATE TABLE alembic_version AS SELECT 'a1b2c3d4e5f6' AS version_num")
        made.ask("foreign", f"ALTER TABLE alembic_version OWNER TO {USER}")
        made.ask("named", "CREATE TABLE project (id integer)")
        yield made


def spellings(host: Server, database: str, password: str) -> list[tuple[str, dict[str, str]]]:
    """Give the ways to say a password: in the URL, as its parameter, through a socket, in the environment."""
    at = f"127.0.0.1:{host.port}/{database}"
    socket = f"host={host.folder}&port={host.port}&user={USER}"
    return [
        (f"postgresql://{USER}:{password}@{at}", {}),
        (f"postgres://{USER}:{password}@{at}", {}),
        (f"postgresql+psycopg://{USER}@{at}?password={password}", {}),
        (f"postgresql:///{database}?{socket}&password={password}", {}),
        (f"postgresql://{USER}@{at}", {"PGPASSWORD": password}),
    ]


@needs_server
@pytest.mark.parametrize("way", range(5))
def test_the_right_password_opens_and_does_not_show(host: Server, run_line: RunLine, way: int) -> None:
    url, env = spellings(host, "seeded", SECRET)[way]
    here = {**env, "AIDTRACK_DB": url}
    for words in ("init", "totals", "check --deep", "history", "db path", "db info"):
        hidden(run_line, f"aidtrack {words}", here, code=0)
    add = "add project --donor 椒江 --county 色达 --name 甲"
    hidden(run_line, f"aidtrack --db '{url}' {add}", env, code=0)
    shown = hidden(run_line, f"aidtrack --db='{url}' history --limit 1 --columns command", env, code=0)
    assert ("***" in shown) == (SECRET in url)
    written = host.ask("seeded", "SELECT string_agg(command || actor, '') FROM change")
    assert SECRET not in str(written)


def hidden(run_line: RunLine, line: str, env: dict[str, str], *, code: int) -> str:
    """Run a line, where it fails also in Chinese and with --debug, and require that no password is in what it says."""
    answer = run_line(line, env=env)
    assert answer.code == code
    assert not [word for word in NEVER if word in answer.out + answer.err]
    if code:
        assert answer.out == ""
        assert answer.err.startswith("error: ")
        assert answer.err.count("\n") == 1
    for more in ("--lang zh", "--debug") if code else ():
        again = run_line(f"{line} {more}", env=env)
        assert again.code == code
        assert not [word for word in NEVER if word in again.out + again.err]
    return answer.out + answer.err


@needs_server
@pytest.mark.parametrize("way", range(5))
def test_a_wrong_password_is_said_to_be_one(host: Server, run_line: RunLine, way: int) -> None:
    url, env = spellings(host, "seeded", WRONG)[way]
    said_ = hidden(run_line, "aidtrack list projects", {**env, "AIDTRACK_DB": url}, code=3)
    assert said_.endswith("does not know this user or password.\n")


@needs_server
def test_a_password_that_is_missing_is_asked_for(host: Server, run_line: RunLine) -> None:
    answer = run_line("aidtrack totals", env={"AIDTRACK_DB": host.url("seeded", USER)})
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.endswith("asks for a password; give it in PGPASSWORD or ~/.pgpass.\n")


@needs_server
def test_a_password_may_hold_any_sign(host: Server, run_line: RunLine) -> None:
    written = "p%40ss%3A%2F%3F%23%25%20%E5%AF%86"
    url = f"postgresql://quote:{written}@127.0.0.1:{host.port}/seeded"
    answer = run_line(f"aidtrack totals --db '{url}'")
    assert answer.code == 0
    path = run_line(f"aidtrack db path --db '{url}'").out
    assert path == f"postgresql://quote:***@127.0.0.1:{host.port}/seeded\n"


@needs_server
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("seeded", "nowhere"), "has no such database or user"),
        ((USER, "nobody"), "has no such database or user"),
        (("seeded", "foreign"), "are tables of another program"),
        (("PORT", "1"), "cannot be reached"),
        (("127.0.0.1", "no.such.host.invalid"), "cannot be reached"),
        (("seeded", "seeded?options=-csearch_path%3Dnowhere"), "does not exist or is closed to this user"),
        (("seeded", "seeded?options=-cnowhere%3D1"), "cannot be reached"),
        (("seeded", f"seeded?passwrd={WRONG}"), "cannot be reached"),
        (("seeded", f"seeded?plugin={WRONG}"), "has an option that PostgreSQL does not know"),
        (("seeded", "seeded?sslmode=require"), "cannot be reached"),
        (("PORT", "many"), "cannot be read"),
        ((SECRET, f"{SECRET}@{WRONG}"), "cannot be read"),
        (("://", ":/"), "cannot be read"),
        (("postgresql://", "mysql://"), "is no place of a ledger"),
    ],
)
def test_no_error_of_opening_shows_it(
    host: Server, run_line: RunLine, change: tuple[str, str], says: str
) -> None:
    url = f"postgresql://{USER}:{SECRET}@127.0.0.1:PORT/seeded".replace(*change).replace(
        "PORT", str(host.port)
    )
    for words in ("list projects", "edit project 3 --site 甲"):
        assert says in hidden(run_line, f"aidtrack {words}", {"AIDTRACK_DB": url}, code=3)
        assert says in hidden(run_line, f"aidtrack {words} --db '{url}'", {}, code=3)


@needs_server
@pytest.mark.parametrize("database", ["foreign", "named"])
def test_tables_of_another_program_are_left_alone(host: Server, run_line: RunLine, database: str) -> None:
    query = "SELECT schemaname, tablename FROM pg_tables ORDER BY 1, 2"
    before = host.ask(database, query)
    url = f"postgresql://{USER}:{SECRET}@127.0.0.1:{host.port}/{database}"
    host.ask(database, f"GRANT CREATE, USAGE ON SCHEMA public TO {USER}")
    assert "are tables of another program" in hidden(run_line, "aidtrack init", {"AIDTRACK_DB": url}, code=3)
    assert host.ask(database, query) == before


DSN = f"postgresql://{USER}:{SECRET}@server/db"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"aidtrack {DSN}", 2),
        (f"aidtrack list {DSN}", 2),
        (f"aidtrack list projects {DSN}", 2),
        (f"aidtrack list projects --county {DSN}", 2),
        (f"aidtrack show project {DSN}", 4),
        (f"aidtrack --lang {DSN} list projects", 2),
        (f"aidtrack list projects --format {DSN}", 2),
        (f"aidtrack list projects --limit {DSN}", 2),
        (f"aidtrack list projects --bd={DSN}", 2),
        (f"aidtrack list projects --db 'host=server user={USER} password={SECRET}'", 3),
        (f"aidtrack db copy {DSN}", 3),
        (f"aidtrack db copy postgresql:/{USER}:{SECRET}@server/db", 3),
        (f"aidtrack db backup {DSN}", 2),
        (f"aidtrack db restore {DSN}", 2),
        (f"aidtrack init --db 'host=server user={USER} password={SECRET}'", 3),
    ],
)
def test_no_slip_on_the_line_shows_it(ledger: object, run_line: RunLine, line: str, code: int) -> None:
    assert ledger
    hidden(run_line, line, {}, code=code)


def test_not_even_what_should_not_have_happened_shows_it(
    ledger: object, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(DSN)

    monkeypatch.setattr(opening, "require_current", fail)
    assert ledger
    assert "This should not have happened" in hidden(run_line, "aidtrack list projects", {}, code=1)


def test_the_tab_key_says_nothing_of_a_server(run_line: RunLine) -> None:
    asking = {
        "_AIDTRACK_COMPLETE": "complete_bash",
        "COMP_WORDS": "aidtrack\nlist\nprojects\n--county\n",
        "COMP_CWORD": "4",
    }
    answer = run_line("aidtrack", env={**asking, "AIDTRACK_DB": DSN}, shell=True)
    assert (answer.out.strip(), answer.err) == ("", "")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("postgresql://kim:geheim@server/db", "postgresql://kim:***@server/db"),
        ("--db=postgres://kim:ge@he/im@server/db", "--db=postgres://kim:***@server/db"),
        ("postgresql://kim:ge heim@server/db", "postgresql://kim:***@server/db"),
        (
            "postgresql://kim@server/db?password=geheim&port=1",
            "postgresql://kim@server/db?password=***&port=1",
        ),
        ("postgresql://kim@server/db?sslpassword=geheim", "postgresql://kim@server/db?sslpassword=***"),
        ("host=server password='ge heim' user=kim", "host=server password=*** user=kim"),
        ("mysql://kim:geheim@server/db", "mysql://kim:***@server/db"),
        ("postgresql//kim:geheim@server/db", "postgresql//kim:***@server/db"),
        ("postgresql://kim@server/db;password=geheim;a=b", "postgresql://kim@server/db;password=***;a=b"),
        ("postgresql://kim@server/db?passwd=geheim", "postgresql://kim@server/db?passwd=***"),
        ("kim:geheim@server:5432/db", "kim:***@server:5432/db"),
        ("postgresql://kim@server:5432/db", "postgresql://kim@server:5432/db"),
        ("https://server:80/a?b=c", "https://server:80/a?b=c"),
        ("说明: 见 a@b.cn", "说明: 见 a@b.cn"),
    ],
)
def test_passwords_are_found_wherever_they_stand(typed: str, kept: str) -> None:
    assert without_passwords(typed) == kept


def test_the_history_keeps_the_line_without_the_password() -> None:
    remember(["--db", DSN, "undo"])
    assert command_line() == f"aidtrack --db 'postgresql://{USER}:***@server/db' undo"


def test_a_place_is_named_without_secrets() -> None:
    query = f"?host=/run&options=-csearch_path%3Da&password={SECRET}&sslpassword={SECRET}&passwrd={SECRET}"
    named = str(locate(f"postgresql://{USER}:{SECRET}@/db{query}"))
    assert SECRET not in named
    assert "search_path" in named
    assert named.count("***") == 4
