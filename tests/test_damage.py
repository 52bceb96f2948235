"""A damaged file is refused or reported, never with a traceback; whoever only reads never writes to it."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness_ledger import beside, dice

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from conftest import Answer, RunLine
    from harness_fork import Ended, Nursery

PAGE = 4096
NOBODY = 65534
NO_LEDGER = 3

READING = ("list projects", "totals", "check --deep")
WRITING = "add project --donor 椒江 --county 色达 --name 甲"
NOT_PLAIN = ("Traceback", "should not have happened", "The database refuses", "The machine refuses")


def flipped(data: bytes, places: list[int], random: Random) -> bytes:
    changed = bytearray(data)
    for place in places:
        changed[place] ^= random.randint(1, 255)
    return bytes(changed)


def first_pages(path: Path) -> list[int]:
    """Name the pages at which tables and indexes begin."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 0")
        return [row[0] for row in rows]


class Hurting:
    """Ways to hurt a ledger's file, each with the words that say how."""

    def __init__(self, path: Path, random: Random) -> None:
        self.data, self.random, self.roots = path.read_bytes(), random, first_pages(path)
        pages = range(0, len(self.data), PAGE)
        self.records = [start for start in pages if "项目".encode() in self.data[start : start + PAGE]]
        self.ways: tuple[Callable[[], tuple[str, bytes]], ...] = (
            self.in_the_header,
            self.in_the_schema,
            self.at_the_head_of_a_page,
            self.in_a_table,
            self.in_a_record,
            self.anywhere,
            self.cut_at_a_page,
            self.cut_anywhere,
        )

    def one(self, number: int) -> tuple[str, bytes]:
        return self.ways[number % len(self.ways)]()

    def _flip(self, start: int, end: int) -> tuple[str, bytes]:
        places = [self.random.randrange(start, end) for _ in range(self.random.choice((1, 1, 4, 16)))]
        return f"flipped at {places}", flipped(self.data, places, self.random)

    def in_the_header(self) -> tuple[str, bytes]:
        return self._flip(0, 112)

    def in_the_schema(self) -> tuple[str, bytes]:
        return self._flip(112, 4 * PAGE)

    def at_the_head_of_a_page(self) -> tuple[str, bytes]:
        page = self.random.randrange(len(self.data) // PAGE)
        return self._flip(page * PAGE, page * PAGE + 16)

    def in_a_table(self) -> tuple[str, bytes]:
        page = self.random.choice(self.roots) - 1
        return self._flip(page * PAGE, page * PAGE + PAGE)

    def in_a_record(self) -> tuple[str, bytes]:
        start = self.random.choice(self.records)
        return self._flip(start, start + PAGE)

    def anywhere(self) -> tuple[str, bytes]:
        return self._flip(0, len(self.data))

    def cut_at_a_page(self) -> tuple[str, bytes]:
        return self._cut(self.random.randrange(len(self.data) // PAGE) * PAGE)

    def cut_anywhere(self) -> tuple[str, bytes]:
        return self._cut(self.random.choice((0, 1, 50, 99, 100, 512, self.random.randrange(len(self.data)))))

    def _cut(self, size: int) -> tuple[str, bytes]:
        return f"cut to {size} bytes", self.data[:size]


def unplain(answer: Answer) -> bool:
    """Tell whether an answer is anything but an answer, or one sentence with its exit code."""
    if answer.code == 0:
        return False
    said = answer.err or answer.out  # what `check` finds is its answer
    return not said or answer.code not in range(6) or any(words in said for words in NOT_PLAIN)


class Looking:
    """Run commands on one damaged file after another, and count how they end."""

    def __init__(self, article: Path, folder: Path, run_line: RunLine) -> None:
        self.ledger, self.run_line = folder / "hurt" / "ledger.db", run_line
        self.ledger.parent.mkdir()
        answers = {line: run_line(f"aidtrack --db {article} {line}") for line in READING}
        assert not any(answer.code for answer in answers.values())
        self.right = {line: answer.out for line, answer in answers.items()}
        self.seen: Counter[str] = Counter()
        self.wrong: list[tuple[object, ...]] = []

    def look(self, how: str, data: bytes) -> None:
        self.ledger.write_bytes(data)
        answers = {line: self._answer(line, how) for line in READING}
        assert self.ledger.read_bytes() == data, f"a reading command wrote into the file {how}"
        assert beside(self.ledger) == []
        others = [line for line, answer in answers.items() if answer.out != self.right[line]]
        if not any(answer.code for answer in answers.values()):
            self.seen["unnoticed, in unused space" if not others else "unnoticed, inside a value"] += 1
        self._answer(WRITING, how)

    def _answer(self, line: str, how: str) -> Answer:
        answer = self.run_line(f"aidtrack --db {self.ledger} {line}")
        self.seen[f"{line.split(' --d', maxsplit=1)[0]} ended with {answer.code}"] += 1
        if unplain(answer):
            self.wrong.append((how, line, answer.code, answer.err))
        return answer


@pytest.mark.parametrize("files", [64, pytest.param(1000, marks=pytest.mark.nightly)])
def test_damage_is_refused_or_reported(files: int, article: Path, tmp_path: Path, run_line: RunLine) -> None:
    hurting, looking = Hurting(article, dice()), Looking(article, tmp_path, run_line)
    for number in range(files):
        looking.look(*hurting.one(number))
    seen = looking.seen
    print(f"{files} damaged files: {dict(sorted(seen.items()))}")
    assert looking.wrong == [], "\n".join(map(str, looking.wrong[:20]))
    assert seen["check ended with 0"] < files // 2, "control: most of the damage must hurt"
    assert seen["list projects ended with 0"] > files // 10, "control: not all of it must hurt"


def a_foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE setting (name, value)")


def a_text(path: Path) -> None:
    path.write_text("椒江区,178000000\n" * 100, encoding="utf-8")


EVERY = (*READING, WRITING, "init", "history", "show project 1", "undo 1")


VALUES = (
    ("funding", "low", "x'00ff'"),
    ("project", "sector_id", "-124"),
    ("project", "name", "7"),
    ("project", "presumed", "'[>site\"]'"),
    ("pairing", "donor_id", "-83"),
)


@pytest.mark.parametrize(("table", "column", "value"), VALUES)
def test_a_value_of_another_kind(
    table: str, column: str, value: str, article: Path, tmp_path: Path, run_line: RunLine
) -> None:
    """A bit in the head of a record makes a text a number, or a link one that leads nowhere."""
    ledger = Path(shutil.copy(article, tmp_path / "ledger.db"))
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(f'UPDATE "{table}" SET "{column}" = {value}')
        connection.commit()
    answers = [run_line(f"aidtrack --db {ledger} {line}") for line in (*READING, "totals --by sector")]
    assert not any(unplain(answer) for answer in answers)
    assert any(answer.code for answer in answers)


@pytest.mark.parametrize(
    "hurt", ["DELETE FROM pairing", "DELETE FROM division WHERE name = '椒江区'", "DELETE FROM change"]
)
@pytest.mark.parametrize(
    "line", ["edit funding 8 --source 1", "edit project 2 --name 甲", "undo 1 --yes", WRITING]
)
def test_records_that_do_not_fit_together(
    hurt: str, line: str, article: Path, tmp_path: Path, run_line: RunLine
) -> None:
    ledger = Path(shutil.copy(article, tmp_path / "ledger.db"))
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute(hurt)
        connection.commit()
    before = ledger.read_bytes()
    answer = run_line(f"aidtrack --db {ledger} {line}")
    assert not unplain(answer)
    assert answer.code == 0 or ledger.read_bytes() == before


def test_a_link_that_only_the_engine_follows(article: Path, tmp_path: Path, run_line: RunLine) -> None:
    """The row that a link means is found on one way, and not on another: what the rules let pass is refused."""
    ledger = Path(shutil.copy(article, tmp_path / "ledger.db"))
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'REFERENCES pairing', 'REFERENCES source') "
            "WHERE name = 'project'"
        )
        connection.commit()
    before = ledger.read_bytes()
    answer = run_line(f"aidtrack --db {ledger} add project --donor 黄岩 --county 新龙 --name 甲")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        f"error: Records of the ledger at {ledger} do not fit together, so nothing was changed; "
        "see which with: aidtrack check --deep\n"
    )
    assert ledger.read_bytes() == before
    assert "project" in run_line(f"aidtrack --db {ledger} check --deep").out


class TestFilesOfOthers:
    """Whatever is no ledger gets a sentence of its own and stays as it is."""

    @pytest.mark.parametrize("line", EVERY)
    @pytest.mark.parametrize("make", [a_foreign_database, a_text])
    def test_a_foreign_file(
        self, line: str, make: Callable[[Path], None], tmp_path: Path, run_line: RunLine
    ) -> None:
        path = tmp_path / "ledger.db"
        make(path)
        before, found = path.read_bytes(), path.stat()
        answer = run_line(f"aidtrack --db {path} {line}")
        assert (answer.code, answer.out) == (NO_LEDGER, "")
        assert f"{path} is no ledger of aidtrack" in answer.err
        assert path.read_bytes() == before
        assert (path.stat().st_mtime_ns, path.stat().st_mode) == (found.st_mtime_ns, found.st_mode)

    @pytest.mark.parametrize("line", EVERY)
    def test_a_directory(self, line: str, tmp_path: Path, run_line: RunLine) -> None:
        answer = run_line(f"aidtrack --db {tmp_path} {line}")
        assert (answer.code, answer.out) == (NO_LEDGER, "")
        assert answer.err == f"error: {tmp_path} is a directory; name the ledger's file.\n"

    @pytest.mark.parametrize("line", [line for line in EVERY if line != "init"])
    @pytest.mark.parametrize("size", [None, 0])
    def test_nothing_there_yet(self, line: str, size: int | None, tmp_path: Path, run_line: RunLine) -> None:
        path = tmp_path / "ledger.db"
        if size == 0:
            path.touch()
        answer = run_line(f"aidtrack --db {path} {line}")
        assert (answer.code, answer.out) == (NO_LEDGER, "")
        assert "aidtrack init" in answer.err
        assert [file.name for file in tmp_path.iterdir()] == (["ledger.db"] if size == 0 else [])


def as_nobody(children: Nursery, path: Path, line: str) -> Ended:
    return children.run("--db", str(path), *line.split(), user=NOBODY)


class TestFilesOfAnotherUser:
    def test_unreadable(self, shelf: Path, article: Path, children: Nursery) -> None:
        path = shelf / "ledger.db"
        path.write_bytes(article.read_bytes())
        path.chmod(0o600)
        for line in EVERY:
            ended = as_nobody(children, path, line)
            assert (ended.code, ended.out) == (NO_LEDGER, "")
            assert ended.err == f"error: {path} may not be read by this user; ask its owner.\n"

    def test_read_only_file(self, shelf: Path, article: Path, children: Nursery) -> None:
        path = shelf / "ledger.db"
        path.write_bytes(article.read_bytes())
        path.chmod(0o444)
        self.reads_but_never_writes(path, children, "may not be written by this user")

    def test_read_only_directory(self, shelf: Path, article: Path, children: Nursery) -> None:
        folder = shelf / "closed"
        folder.mkdir()
        path = folder / "ledger.db"
        path.write_bytes(article.read_bytes())
        path.chmod(0o666)
        folder.chmod(0o555)
        self.reads_but_never_writes(path, children, "nothing was changed")
        ended = as_nobody(children, folder / "new.db", "init")
        assert ended.code == NO_LEDGER
        assert ended.err == f"error: No ledger can be made at {folder / 'new.db'}: Permission denied.\n"

    def reads_but_never_writes(self, path: Path, children: Nursery, sentence: str) -> None:
        before = path.read_bytes()
        for line in READING:
            ended = as_nobody(children, path, line)
            assert (ended.code, ended.err) == (0, "")
        ended = as_nobody(children, path, WRITING)
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.startswith(f"error: The ledger at {path} ")
        assert sentence in ended.err
        assert len(ended.err.splitlines()) == 1
        assert path.read_bytes() == before
        assert beside(path) == []


@pytest.mark.parametrize("umask", [0, 0o022, 0o077, 0o777])
def test_only_its_owner_can_read_a_new_ledger(umask: int, tmp_path: Path, children: Nursery) -> None:
    path = tmp_path / "ledger.db"
    assert children.run("--db", str(path), "init", "--empty", umask=umask).code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
