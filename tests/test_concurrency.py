"""Several people at once: nothing is lost, nothing is done twice, and who reads never sees half a change."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from aidtrack.actions.record import record
from aidtrack.store import opening, plain_words, retry, server
from harness_pg import ADMIN, programs, running_server
from harness_writers import add_project, add_two, people, prefer, said, two_statements, work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.pool import AsyncResult

    from aidtrack.actions.record import Recorder
    from conftest import RunLine
    from harness_pg import Server
    from harness_writers import Worked

needs_server = pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")

ROUNDS = 3
CHANGES_BEFORE = 3  # init and the two statements
PAIR = 1_000_000
"""Yuan that one change adds, in two figures."""


@pytest.fixture(scope="module")
def host() -> Iterator[Server]:
    with running_server() as made:
        made.ask(ADMIN, "CREATE DATABASE seeded TEMPLATE template0")
        assert said(made.url("seeded"), ["init"])[0] == 0
        yield made


@pytest.fixture
def database(host: Server) -> str:
    return host.database(template="seeded")


@pytest.fixture
def url(host: Server, database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the test the article's ledger on a server, its own to change."""
    made = host.url(database)
    monkeypatch.setenv("AIDTRACK_DB", made)
    return made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_server)])
def db(request: pytest.FixtureRequest) -> str:
    """Give the test the article's ledger on each engine."""
    name = "url" if request.param == "postgresql" else "ledger_file"
    return str(request.getfixturevalue(name))


def asked(db: str, *words: str) -> Any:
    code, out, err = said(db, [*words, "--format", "json"])
    assert (code, err) == (0, ""), err
    return json.loads(out)


# --- many writers, and a reader meanwhile


def test_nothing_is_lost_or_doubled_and_nobody_sees_half_a_change(db: str) -> None:
    writers = 8 if db.startswith("postgresql") else 4
    one, other = two_statements(db)
    before = total(db)
    lines = [
        [
            line
            for number in range(ROUNDS)
            for line in (add_project(f"{me}之{number}"), add_two(f"{me}-{number}"))
        ]
        for me in range(writers)
    ]
    lines[0] += [prefer(number) for number in (other, one) * ROUNDS]
    with people(writers) as pool:
        working = pool.starmap_async(work, [(db, each) for each in lines])
        looks = look_on(db, working, before - 10_000)
    assert looks > 3
    _require_all_done(db, working.get(), lines)
    assert total(db) == before + writers * ROUNDS * PAIR


def look_on(db: str, working: AsyncResult[list[Worked]], other_money: int) -> int:
    """Read again and again while others write, and count how often."""
    looks = 0
    while not working.ready():
        looks += 1
        places = [row["locator"] for row in asked(db, "list", "funding") if "-" in (row["locator"] or "")]
        assert {places.count(place) for place in places} <= {2}
        # Of the two statements of one sum one counts, never both and never neither.
        assert (total(db) - other_money) % PAIR in (10_000, 20_000)
        for change in asked(db, "history"):
            wanted = {"add project": (1, None), "add funding -": (2, None), "prefer": (None, 2)}
            for words, done in wanted.items():
                if f"{words} " in f"{change['command']} ":
                    assert (change["added"], change["edited"]) == done
    return looks


def total(db: str) -> int:
    value: int = asked(db, "totals")["total"]["funding"]["value"]
    return value


def _require_all_done(db: str, answers: list[Worked], lines: list[list[Any]]) -> None:
    """Hold the ledger against what each command said it had done."""
    commands = sum(map(len, lines))
    assert [code for each in answers for code in each.codes] == [0] * commands
    changes = asked(db, "history")
    assert len(changes) == CHANGES_BEFORE + commands
    told = sorted(int(err.rpartition(" ")[2]) for each in answers for err in each.err)
    assert told == sorted(change["id"] for change in changes)[CHANGES_BEFORE:]
    projects = {f"project {row['id']} ({row['code']} {row['name']})" for row in asked(db, "list", "projects")}
    made = [out.strip() for each in answers for out in each.out if out.startswith("project")]
    assert len(set(made)) == len(made) == len(lines) * ROUNDS
    assert set(made) <= projects
    assert len(projects) == 26 + len(made)
    assert said(db, ["check", "--deep"]) == (0, "", "")


@needs_server
def test_readers_wait_for_nobody(url: str, database: str, host: Server) -> None:
    with host.connect(database) as other, other.transaction():
        other.execute("LOCK TABLE project IN SHARE ROW EXCLUSIVE MODE")
        other.execute("UPDATE project SET site = '甲' WHERE id = 3")
        assert asked(url, "list", "projects", "--text", "色达县第二中学")[0]["site"] != "甲"


@needs_server
def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(url: str) -> None:
    count = "SELECT count(*) FROM project"
    with opening.reading(url) as connection:
        assert connection.exec_driver_sql(count).scalar() == 26
        assert said(url, *add_project("甲"))[0] == 0
        assert connection.exec_driver_sql(count).scalar() == 26
        assert connection.exec_driver_sql("SELECT count(*) FROM change").scalar() == 1
    assert len(asked(url, "list", "projects")) == 27


@needs_server
def test_of_two_who_edit_one_record_the_second_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is done after the second has looked at the record and before it writes."""
    honest = server.writer

    def writer(place: str) -> sa.Engine:
        monkeypatch.setattr(server, "writer", honest)
        assert said(url, ["edit", "project", "3", "--site", "甲"])[0] == 0
        return honest(place)

    monkeypatch.setattr(server, "writer", writer)
    code, out, err = said(url, ["edit", "project", "3", "--site", "乙"])
    assert (code, out) == (5, "")
    assert "changed by somebody else meanwhile" in err
    assert "甲 ≠ 乙" in err
    assert asked(url, "list", "projects", "--project", "3")[0]["site"] == "甲"


@needs_server
def test_a_writer_waits_for_another_but_not_for_ever(
    url: str, database: str, host: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_WAIT", "SET LOCAL lock_timeout = '200ms'")
    before = len(asked(url, "history"))
    with host.connect(database) as other, other.transaction():
        other.execute("LOCK TABLE project IN SHARE ROW EXCLUSIVE MODE")
        code, out, err = said(url, add_project("甲")[0])
    assert (code, out) == (1, "")
    assert err == f"error: The ledger at {url} is in use by another command; try again in a moment.\n"
    assert len(asked(url, "history")) == before


@needs_server
def test_several_make_one_ledger(host: Server) -> None:
    db = host.url(host.database())
    with people(3) as pool:
        answers = pool.starmap(work, [(db, [(["init"], "")])] * 3)
    assert [each.codes for each in answers] == [[0]] * 3
    assert sorted(each.err[0] for each in answers) == [
        f"Made the ledger at {db}: 135 records.\n",
        *[f"The ledger at {db} is complete; nothing was changed.\n"] * 2,
    ]
    assert len(asked(db, "history")) == 1


# --- units of work that the server breaks off


@needs_server
def test_writers_who_meet_are_tried_again(url: str) -> None:
    """Without taking turns, all read the same last code, and the server lets one of them pass."""
    lines = [[add_project(f"{me}之{number}") for number in range(3)] for me in range(6)]
    two_statements(url)
    with people(6) as pool:
        answers = pool.starmap(_work_at_once, [(url, each) for each in lines])
    print("tried again:", [each.retries for each in answers])
    assert sum(each.retries for each in answers) > 0
    assert [code for each in answers for code in each.codes] == [0] * 18
    codes = sorted(row["code"] for row in asked(url, "list", "projects", "--county", "色达"))
    assert codes == [f"513333-{number:02}" for number in range(1, 25)]
    assert len(asked(url, "history")) == CHANGES_BEFORE + 18
    assert said(url, ["check", "--deep"]) == (0, "", "")


def _work_at_once(db: str, lines: list[Any]) -> Worked:
    return work(db, lines, in_turn=False)


@pytest.fixture
def states(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gather the SQLSTATE of all that servers refuse."""
    found: list[str] = []

    def noting(error: Any, place: Any) -> Exception:
        found.append(error.orig.sqlstate)
        return plain_words.in_plain_words(error, place)

    monkeypatch.setattr(opening, "in_plain_words", noting)
    return found


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_take_turn", lambda _connection: None)


@needs_server
@pytest.mark.usefixtures("_at_once")
def test_two_who_wait_for_each_other_are_parted(url: str, states: list[str]) -> None:
    both = threading.Barrier(2, timeout=10)
    tries = {"甲": 0, "乙": 0}

    def run(me: str, first: int, second: int) -> None:
        def unit(recorder: Recorder) -> None:
            tries[me] += 1
            recorder.edit("project", first, {"site": me})
            if tries[me] == 1:
                both.wait()
            recorder.edit("project", second, {"site": me})

        record(url, f"aidtrack {me}", unit)

    threads = [threading.Thread(target=run, args=args) for args in (("甲", 1, 2), ("乙", 2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert "40P01" in states
    assert min(tries.values()) == 1 < max(tries.values())
    changes = [change for change in asked(url, "history") if change["id"] > 1]
    assert [change["edited"] for change in changes] == [2, 2]
    winner = changes[0]["command"].removeprefix("aidtrack ")
    sites = {row["id"]: row["site"] for row in asked(url, "list", "projects")}
    assert (sites[1], sites[2]) == (winner, winner)


BROKEN_OFF = "DO $$ BEGIN RAISE EXCEPTION 'broken off' USING ERRCODE = '40001'; END $$"


@needs_server
def test_trying_again_comes_to_an_end(
    url: str, run_line: RunLine, states: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = asked(url, "history")
    monkeypatch.setattr(server, "_take_turn", lambda connection: connection.exec_driver_sql(BROKEN_OFF))
    monkeypatch.setattr(retry, "_LONGEST_PAUSE", 0.01)
    answer = run_line("aidtrack add project --donor 椒江 --county 色达 --name 甲")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f"error: The ledger at {url} is in use by another command; try again in a moment.\n"
    assert states == ["40001"] * retry.ATTEMPTS
    assert asked(url, "history") == before


class OnWriting(Protocol):
    def __call__(self, name: str, do: Callable[..., Any]) -> None: ...


@pytest.fixture
def on_writing(monkeypatch: pytest.MonkeyPatch) -> OnWriting:
    """Let something happen in the middle of a unit of work (an event of SQLAlchemy), the first few times."""

    def listen(name: str, do: Callable[..., Any]) -> None:
        honest = server.writer

        def writer(url: str) -> sa.Engine:
            made = honest(url)
            event.listen(made, name, do)
            return made

        monkeypatch.setattr(server, "writer", writer)

    return listen


@needs_server
def test_a_unit_that_is_tried_again_does_and_says_everything_once(
    url: str, run_line: RunLine, states: list[str], on_writing: OnWriting
) -> None:
    times = iter((True, True, False))
    on_writing("commit", lambda connection: next(times) and connection.exec_driver_sql(BROKEN_OFF))
    words, stdin = add_two("L1")
    answer = run_line(f"aidtrack {' '.join(words)} --format json", stdin=stdin)
    assert states == ["40001"] * 2
    (change,) = (each for each in asked(url, "history") if each["id"] > 1)
    assert (answer.code, change["added"]) == (0, 2)
    assert answer.err == f"added 2\nundo with: aidtrack undo {change['id']}\n"
    shown = [row["id"] for row in json.loads(answer.out)]
    assert shown == [row["id"] for row in asked(url, "list", "funding") if row["locator"] == "L1"]
    assert len(shown) == 2
    assert said(url, ["check", "--deep"]) == (0, "", "")


# --- a server that goes away

ADD = "aidtrack add project --donor 椒江 --county 色达 --name 甲"


class Cutter:
    """Cuts the connection of whoever writes, once."""

    def __init__(self, host: Server, database: str) -> None:
        self.host, self.database, self.done = host, database, False

    def cut(self) -> None:
        if not self.done:
            self.done = True
            query = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'aidtrack'"
            self.host.ask(self.database, query)

    def before_project(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO project"):
            self.cut()


@needs_server
def test_a_connection_that_is_cut_changes_nothing(
    url: str, database: str, host: Server, run_line: RunLine, on_writing: OnWriting
) -> None:
    before = asked(url, "history")
    on_writing("before_cursor_execute", Cutter(host, database).before_project)
    answer = run_line(ADD)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f"error: The server of {url} was stopped; nothing was changed.\n"
    assert asked(url, "history") == before
    assert run_line(ADD).code == 0


@needs_server
def test_a_connection_that_is_cut_while_a_change_is_kept_leaves_no_false_promise(
    url: str, database: str, host: Server, run_line: RunLine, on_writing: OnWriting
) -> None:
    """Nobody was told how the commit ended, so nobody says that nothing was changed."""
    cutter = Cutter(host, database)
    on_writing("commit", lambda _connection: cutter.cut())
    answer = run_line(ADD)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        f"error: The server of {url} was lost while it kept the change; aidtrack history shows whether it did.\n"
    )
    assert len(asked(url, "history")) == 1
    assert run_line(ADD).code == 0


@needs_server
def test_a_server_that_stops_in_the_middle_changes_nothing(run_line: RunLine, on_writing: OnWriting) -> None:
    stopped: list[bool] = []
    with running_server() as own:
        database = own.database()
        url = own.url(database)
        assert said(url, ["init"])[0] == 0
        before = asked(url, "history")
        own.psql(database, "-c", "CHECKPOINT")  # the servers of the tests do not wait for the disk

        def stop(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("INSERT INTO project") and not stopped:
                stopped.append(True)
                own.stop("immediate")

        on_writing("before_cursor_execute", stop)
        answer = run_line(f"{ADD} --db {url}")
        assert (answer.code, answer.out) == (1, "")
        assert answer.err == f"error: The server of {url} was stopped; nothing was changed.\n"
        answer = run_line(f"aidtrack history --db {url}")
        assert (answer.code, answer.out) == (3, "")
        assert (
            answer.err
            == f"error: The server of {url} cannot be reached (Connection refused); see whether it runs and the URL is right.\n"
        )
        own.start()
        assert asked(url, "history") == before
        assert run_line(f"{ADD} --db {url}").code == 0
        assert said(url, ["check", "--deep"]) == (0, "", "")
