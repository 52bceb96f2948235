"""What tests share: the line a user types, and a ledger to type it at."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from aidtrack.cli import _progress, main
from aidtrack.text import set_language
from harness_backup import change
from harness_fork import nursery
from harness_ledger import make_ledger
from ledgers import ENGINES, Ledger
from servers import missing, open_databases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness_fork import Nursery
    from servers import Databases

LANGUAGE_OF_TESTS = {"AIDTRACK_LANG": "en"}
FOREIGN = ("AIDTRACK_DB", "AIDTRACK_UNIT", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR")


@dataclass(frozen=True)
class Answer:
    """What a line gave: its exit code and both streams."""

    code: int
    out: str
    err: str


class RunLine(Protocol):
    def __call__(
        self, line: str, *, env: Mapping[str, str] | None = None, stdin: str = "", shell: bool = False
    ) -> Answer: ...


@pytest.fixture(autouse=True)
def _own_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Speak English and stay away from the user's own ledger."""
    for name in FOREIGN:
        monkeypatch.delenv(name, raising=False)
    for name, value in LANGUAGE_OF_TESTS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AIDTRACK_DB", str(tmp_path / "nowhere.db"))
    monkeypatch.setattr(_progress, "_PATIENCE", 3600.0)  # follow no work, however slow the machine is
    set_language(None)  # whatever the test before spoke


@pytest.fixture
def run_line(monkeypatch: pytest.MonkeyPatch) -> RunLine:
    """Run the line that a user types: in this process, or with `shell=True` by a shell, pipes and all."""

    def run(
        line: str, *, env: Mapping[str, str] | None = None, stdin: str = "", shell: bool = False
    ) -> Answer:
        with monkeypatch.context() as patch:
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            answer = in_shell(line, stdin) if shell else in_process(line, stdin, patch)
        # pytest shows this where the test fails.
        print(f"$ {line}\n{answer.out}[stderr]\n{answer.err}[exit code {answer.code}]")
        return answer

    return run


def in_process(line: str, stdin: str, patch: pytest.MonkeyPatch) -> Answer:
    program, *words = shlex.split(line)
    assert program == "aidtrack", "a line in the process starts with aidtrack; others need shell=True"
    out, err = _stream(), _stream()
    patch.setattr(sys, "stdin", _stream(stdin))
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    return Answer(code, _written(out), _written(err))


def _stream(text: str = "") -> TextIOWrapper:
    return TextIOWrapper(BytesIO(text.encode()), encoding="utf-8", newline="")


def _written(stream: TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, BytesIO)
    return buffer.getvalue().decode()


def in_shell(line: str, stdin: str) -> Answer:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    done = subprocess.run(
        line,
        shell=True,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PATH": path},
        timeout=120,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


# --- ledgers


def pytest_sessionstart() -> None:
    """Let nobody believe that both engines were tested where one was not there."""
    why = missing()
    if why and os.environ.get("CI") == "true":
        raise pytest.UsageError(why)


AT_NIGHT_ON_SERVER = frozenset(
    {
        *("test_totals_forest.py", "test_own_sheet.py", "test_import.py", "test_import_together.py"),
        *("test_languages.py", "test_check_source.py", "test_output_file.py", "test_iati.py"),
        *("test_odd_records_come_back_as_they_went", "test_what_goes_out_adds_nothing_to_where_it_came_from"),
        *("test_the_odd_records_keep_their_totals", "test_what_was_filtered_can_be_read_in_alone"),
    }
)
"""Files and tests of which the server's half takes minutes; what they are about is tried there by others too."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        names = {item.path.name, item.name.partition("[")[0]}
        if names & AT_NIGHT_ON_SERVER and "postgresql" in item.name:
            item.add_marker("nightly")


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the article's ledger once; it is copied for each test that asks for `ledger`."""
    return Path(_made(str(tmp_path_factory.mktemp("seeded") / "ledger.db"), "aidtrack init"))


@pytest.fixture(scope="session")
def unseeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a ledger without records once; it is copied for each test that asks for `empty_ledger`."""
    return Path(_made(str(tmp_path_factory.mktemp("unseeded") / "ledger.db"), "aidtrack init --empty"))


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Open the server of this session."""
    why = missing()
    if why:
        pytest.skip(why)
    with open_databases() as opened:
        yield opened


@pytest.fixture(scope="session")
def seeded_database(databases: Databases) -> str:
    """Make the article's ledger on the server once."""
    return databases.upside_down(_made(databases.new(), "aidtrack init"))


@pytest.fixture(scope="session")
def unseeded_database(databases: Databases) -> str:
    """Make a ledger without records on the server once."""
    return databases.upside_down(_made(databases.new(), "aidtrack init --empty"))


# --- what the harnesses share


@pytest.fixture(scope="session")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the article's ledger in a file for the tests that copy it, harm it, or kill its writers."""
    return make_ledger(tmp_path_factory.mktemp("article") / "ledger.db")


@pytest.fixture
def live(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a ledger, alone in its folder, in which something was changed after the backup `saved`."""
    folder = tmp_path / "home"
    folder.mkdir()
    path = Path(shutil.copy(article, folder / "ledger.db"))
    monkeypatch.setenv("AIDTRACK_DB", str(path))
    change(path, "UPDATE project SET note = 'later'")
    return path


@pytest.fixture
def saved(article: Path, tmp_path: Path) -> Path:
    """Give the backup of the ledger `live`."""
    return Path(shutil.copy(article, tmp_path / "saved.db"))


@pytest.fixture(scope="session")
def children() -> Iterator[Nursery]:
    """Open the process that forks a child for each command."""
    with nursery() as opened:
        yield opened


@pytest.fixture
def shelf() -> Iterator[Path]:
    """Give a folder that every user may enter."""
    if os.geteuid():
        pytest.skip("only root can take the part of another user")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def _made(db: str, line: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**LANGUAGE_OF_TESTS, "AIDTRACK_DB": db}.items():
            patch.setenv(name, value)
        answer = in_process(line, "", patch)
    assert answer.code == 0, f"{line}: {answer.err}"
    return db


@pytest.fixture(params=ENGINES)
def engine_at_hand(request: pytest.FixtureRequest) -> str:
    """Run the test once on each engine."""
    engine: str = request.param
    return engine


@pytest.fixture
def ledger(engine_at_hand: str, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """Give the test the article's ledger, its own to change, on each engine in turn."""
    if engine_at_hand == "sqlite":
        yield Ledger(str(request.getfixturevalue("ledger_file")))
    else:
        yield from _borrowed("seeded_database", request)


@pytest.fixture
def empty_ledger(engine_at_hand: str, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """Give the test a ledger without records, its own to change, on each engine in turn."""
    if engine_at_hand == "sqlite":
        yield Ledger(str(request.getfixturevalue("empty_ledger_file")))
    else:
        yield from _borrowed("unseeded_database", request)


def _borrowed(made: str, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    databases: Databases = request.getfixturevalue("databases")
    patch: pytest.MonkeyPatch = request.getfixturevalue("monkeypatch")
    with databases.copy(request.getfixturevalue(made)) as url:
        patch.setenv("AIDTRACK_DB", url)
        yield Ledger(url)


@pytest.fixture
def ledger_file(seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test the article's ledger in a file, where the test is about the file."""
    return _copied(seeded, tmp_path, monkeypatch)


@pytest.fixture
def empty_ledger_file(unseeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a ledger without records in a file, where the test is about the file."""
    return _copied(unseeded, tmp_path, monkeypatch)


def _copied(made: Path, folder: Path, patch: pytest.MonkeyPatch) -> Path:
    copy = Path(shutil.copy(made, folder / "ledger.db"))
    patch.setenv("AIDTRACK_DB", str(copy))
    return copy
