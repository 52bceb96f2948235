"""`db restore`: the ledger holds what the backup holds, what it held before is kept, and nothing lies between."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness_backup import change, older_ledger, restored
from harness_ledger import beside, dice, dump, unsound
from terminal import at_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import RunLine
    from harness_fork import Nursery

NOBODY = 65534
PLACES = 24
"""At which a ledger is damaged; the first are fixed."""


class TestOverALedger:
    def test_tables_are_equal_and_the_old_ones_kept(self, live: Path, saved: Path, run_line: RunLine) -> None:
        before, inode = dump(live), live.stat().st_ino
        answer = run_line(f"aidtrack db restore {saved} --confirm ledger.db")
        kept = restored(answer, live, saved)
        assert dump(kept) == before
        assert kept.stat().st_mode & 0o777 == 0o600
        assert live.stat().st_ino == inode
        assert answer.err == (
            f"The ledger at {live} holds what {saved} holds.\nWhat it held before is kept in:\n"
        )
        assert run_line("aidtrack check --deep").code == 0

    def test_and_back_again(self, live: Path, saved: Path, run_line: RunLine) -> None:
        before = dump(live)
        kept = run_line(f"aidtrack db restore {saved} --confirm ledger.db").out.strip()
        assert run_line(f"aidtrack db restore {kept} --confirm ledger.db").code == 0
        assert dump(live) == before

    @pytest.mark.parametrize("size", [1024, 16384])
    def test_of_another_page_size(self, size: int, live: Path, saved: Path, run_line: RunLine) -> None:
        with closing(sqlite3.connect(saved)) as connection:
            connection.execute(f"PRAGMA page_size={size}")
            connection.execute("VACUUM")
        restored(run_line(f"aidtrack db restore {saved} --confirm ledger.db"), live, saved)

    def test_that_has_a_wal(self, live: Path, saved: Path, run_line: RunLine) -> None:
        with closing(sqlite3.connect(live)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        restored(run_line(f"aidtrack db restore {saved} --confirm ledger.db"), live, saved)

    def test_behind_a_link(self, live: Path, saved: Path, tmp_path: Path, run_line: RunLine) -> None:
        (tmp_path / "link.db").symlink_to(live)
        answer = run_line(f"aidtrack --db {tmp_path / 'link.db'} db restore {saved} --confirm link.db")
        restored(answer, live, saved)
        assert (tmp_path / "link.db").is_symlink()

    def test_of_an_older_revision_says_what_to_do(
        self, live: Path, tmp_path: Path, run_line: RunLine
    ) -> None:
        older = older_ledger(tmp_path / "older.db")
        answer = run_line(f"aidtrack db restore {older} --confirm ledger.db")
        restored(answer, live, older)
        assert "bring it up to date with: aidtrack db upgrade" in answer.err
        assert run_line("aidtrack list projects").code == 3


class TestItsName:
    def test_must_be_said(self, live: Path, saved: Path, run_line: RunLine) -> None:
        before = dump(live)
        answer = run_line(f"aidtrack db restore {saved}")
        assert (answer.code, answer.out) == (5, "")
        assert answer.err == (
            f"error: This would replace the ledger at {live}; say so with: --confirm ledger.db\n"
        )
        wrong = run_line(f"aidtrack db restore {saved} --confirm ledger")
        assert (wrong.code, wrong.out) == (5, "")
        assert f"'ledger' is not the name of the ledger at {live}, which is ledger.db;" in wrong.err
        assert dump(live) == before
        assert beside(live) == []

    @pytest.mark.parametrize(("typed", "code"), [("ledger.db", 0), ("yes", 5), ("", 5), ("\x03", 130)])
    def test_is_asked_for_where_there_is_somebody(
        self, typed: str, code: int, live: Path, saved: Path
    ) -> None:
        before = dump(live)
        talk = at_terminal(f"aidtrack db restore {saved}", [typed])
        assert talk.code == code
        assert "Type its name, ledger.db, to go on:" in talk.err
        assert dump(live) == (dump(saved) if code == 0 else before)
        assert len(beside(live)) == (1 if code == 0 else 0)

    def test_is_not_asked_for_with_no_input(self, live: Path, saved: Path) -> None:
        assert at_terminal(f"aidtrack db restore {saved} --no-input", []).code == 5
        assert beside(live) == []

    def test_is_needed_too_for_what_appears_meanwhile(
        self, live: Path, saved: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = dump(live)
        monkeypatch.setattr("aidtrack.store.restore.holds_something", lambda _place: False)
        assert run_line(f"aidtrack db restore {saved}").code == 5
        assert dump(live) == before


class TestWhereThereIsNothing:
    @pytest.mark.parametrize("there", ["nothing", "an empty file"])
    def test_no_name_is_needed(
        self, there: str, saved: Path, tmp_path: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "new" / "ledger.db"
        monkeypatch.setenv("AIDTRACK_DB", str(path))
        if there == "an empty file":
            path.parent.mkdir()
            path.touch(0o600)
        umask = os.umask(0)
        answer = run_line(f"aidtrack db restore {saved}")
        os.umask(umask)
        assert (answer.code, answer.out) == (0, "")
        assert dump(path) == dump(saved)
        assert path.stat().st_mode & 0o777 == 0o600
        assert beside(path) == []

    def test_a_directory_is_refused(self, saved: Path, tmp_path: Path, run_line: RunLine) -> None:
        answer = run_line(f"aidtrack --db {tmp_path} db restore {saved}")
        assert (answer.code, answer.err) == (
            3,
            f"error: {tmp_path} is a directory; name the ledger's file.\n",
        )

    def test_a_database_of_another_program_is_refused(
        self, saved: Path, tmp_path: Path, run_line: RunLine
    ) -> None:
        other = tmp_path / "other.db"
        change(other, "CREATE TABLE project (id INTEGER)")
        before = other.read_bytes()
        answer = run_line(f"aidtrack --db {other} db restore {saved} --confirm other.db")
        assert (answer.code, answer.out) == (3, "")
        assert answer.err == (
            f"error: {other} is a database of another program; it was left as it is. Name the ledger's file.\n"
        )
        assert other.read_bytes() == before
        assert beside(other) == ["saved.db"]

    def test_one_that_lost_only_its_mark_is_a_ledger(
        self, live: Path, saved: Path, run_line: RunLine
    ) -> None:
        with live.open("r+b") as file:
            file.seek(68)
            file.write(b"\0\0\0\0")
        assert run_line(f"aidtrack db restore {saved} --confirm ledger.db").code == 0
        assert dump(live) == dump(saved)

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
    def test_one_that_may_not_be_read_is_refused(self, article: Path, shelf: Path, children: Nursery) -> None:
        ledger, copy = (Path(shutil.copy(article, shelf / name)) for name in ("ledger.db", "copy.db"))
        ledger.chmod(0o600)
        copy.chmod(0o644)
        line = ("--db", str(ledger), "db", "restore", str(copy), "--confirm", "ledger.db")
        ended = children.run(*line, user=NOBODY)
        assert (ended.code, ended.err) == (
            3,
            f"error: {ledger} may not be read by this user; ask its owner.\n",
        )


class TestOverADamagedLedger:
    """Which is why anybody restores: it is kept as it is."""

    def test_that_cannot_be_opened(self, live: Path, saved: Path, run_line: RunLine) -> None:
        content = b"smashed " + live.read_bytes()[8:]
        live.write_bytes(content)
        live.chmod(0o640)
        wal = live.with_name("ledger.db-wal")
        wal.write_bytes(b"its log")
        answer = run_line(f"aidtrack db restore {saved} --confirm ledger.db")
        assert answer.code == 0
        kept = Path(answer.out.removesuffix("\n"))
        assert dump(live) == dump(saved)
        assert live.stat().st_mode & 0o777 == 0o640
        assert kept.read_bytes() == content
        assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"its log"
        assert beside(live) == [kept.name, f"{kept.name}-shm", f"{kept.name}-wal"]

    def test_of_which_the_end_is_lost(self, live: Path, saved: Path, run_line: RunLine) -> None:
        os.truncate(live, 40_960)
        content = live.read_bytes()
        kept = restored(run_line(f"aidtrack db restore {saved} --confirm ledger.db"), live, saved)
        assert kept.read_bytes() == content

    def test_of_which_a_page_is_lost(self, live: Path, saved: Path, run_line: RunLine) -> None:
        content = bytearray(live.read_bytes())
        content[4096 * 20 : 4096 * 30] = b"\xff" * 40_960
        live.write_bytes(content)
        answer = run_line(f"aidtrack db restore {saved} --confirm ledger.db")
        kept = restored(answer, live, saved)
        assert "What it held before is damaged, and is kept as it was." in answer.err
        assert kept.read_bytes()[4096 * 20 : 4096 * 30] == b"\xff" * 40_960

    def test_wherever_it_is_damaged(self, live: Path, saved: Path, run_line: RunLine) -> None:
        """The harm may be where SQLite opens the file and reads most of it, and nothing of it is lost for others to save."""
        random, sound, wanted, found = dice(), live.read_bytes(), dump(saved), 0
        places = [4096, 40_000, 400_000, 20, 28, 60, 100, 1000]
        places += [random.randrange(len(sound)) for _ in range(PLACES - len(places))]
        for place in places:
            size = random.choice([1, 4, 64, 4096, 40_000]) if place > 100 else random.choice([1, 4, 8])
            harmed = sound[:place] + random.randbytes(size) + sound[place + size :]
            live.write_bytes(harmed)
            answer = run_line(f"aidtrack db restore {saved} --confirm ledger.db")
            assert answer.code == 0, (place, size)
            assert dump(live) == wanted, (place, size)
            kept, known = Path(answer.out.strip()), "is damaged, and is kept as it was" in answer.err
            assert kept.read_bytes() == harmed if known else unsound(kept) == [], (place, size)
            found += known
            kept.unlink()
            assert beside(live) == []
        assert found > PLACES // 3, "control: most of the harm must be seen"

    def test_on_a_file_system_without_links(
        self, live: Path, saved: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_links(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", no_links)
        live.write_bytes(b"smashed")
        kept = restored(run_line(f"aidtrack db restore {saved} --confirm ledger.db"), live, saved)
        assert kept.read_bytes() == b"smashed"


class TestFilesThatAreNoBackup:
    @pytest.fixture(autouse=True)
    def _nothing_is_touched(self, live: Path) -> Iterator[None]:
        before = dump(live)
        yield
        assert dump(live) == before
        assert beside(live) == []

    def refusal(self, file: Path, run_line: RunLine) -> tuple[int, str]:
        answer = run_line(f"aidtrack db restore {file} --confirm ledger.db")
        assert answer.out == ""
        return answer.code, answer.err.removeprefix("error: ").splitlines()[0]

    def test_one_that_is_not_there(self, tmp_path: Path, run_line: RunLine) -> None:
        file = tmp_path / "nowhere"
        assert self.refusal(file, run_line) == (
            3,
            f"There is no backup at {file}; name the file that was saved.",
        )

    def test_an_empty_one(self, tmp_path: Path, run_line: RunLine) -> None:
        (tmp_path / "saved.db").touch()
        code, said = self.refusal(tmp_path / "saved.db", run_line)
        assert (code, said) == (
            3,
            f"{tmp_path / 'saved.db'} is empty, so it is no backup; nothing was changed.",
        )

    @pytest.mark.parametrize("make", ["text", "database"])
    def test_a_foreign_one(self, make: str, tmp_path: Path, run_line: RunLine) -> None:
        file = tmp_path / "foreign.db"
        if make == "text":
            file.write_text("nothing of ours\n" * 100, encoding="utf-8")
        else:
            change(file, "CREATE TABLE project (id INTEGER)")
        code, said = self.refusal(file, run_line)
        assert code == 3
        assert said.startswith(f"{file} is no ledger of aidtrack")

    @pytest.mark.parametrize("harm", ["page", "end", "link"])
    def test_a_damaged_one(self, harm: str, saved: Path, run_line: RunLine) -> None:
        content = bytearray(saved.read_bytes())
        if harm == "page":
            content[4096 * 20 : 4096 * 30] = b"\xff" * 40_960
            saved.write_bytes(content)
        elif harm == "end":
            saved.write_bytes(content[:40_960])
        else:
            change(saved, "UPDATE funding SET pairing_id = 999 WHERE id = 1")
        assert self.refusal(saved, run_line) == (
            3,
            f"The backup at {saved} is damaged; nothing was changed. Take another one.",
        )

    def test_one_of_a_newer_program(self, saved: Path, run_line: RunLine) -> None:
        change(saved, "UPDATE alembic_version SET version_num = '9999'")
        code, said = self.refusal(saved, run_line)
        assert code == 3
        assert "of a newer aidtrack (revision 9999)" in said

    @pytest.mark.parametrize("name", ["home/ledger.db", "link.db"])
    def test_the_ledger_itself(self, name: str, live: Path, tmp_path: Path, run_line: RunLine) -> None:
        (tmp_path / "link.db").symlink_to(live)
        assert self.refusal(tmp_path / name, run_line) == (
            5,
            f"{tmp_path / name} is the ledger itself; name a backup of it.",
        )
