"""A pipe or a device is no ledger and no backup: it is refused at once, where opening it would wait for ever."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import RunLine

LINES = (
    "--db {odd} list projects",
    "--db {odd} check --deep",
    "--db {odd} init",
    "--db {odd} db info",
    "--db {odd} db upgrade",
    "--db {odd} db backup {free}",
    "--db {odd} db copy {free}",
    "--db {odd} db restore {ledger} --confirm {name}",
    "--db {odd} add project --donor 椒江 --county 色达 --name 甲",
    "--db {ledger} db copy {odd}",
    "--db {ledger} db restore {odd} --confirm ledger.db",
)


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "odd")
    return tmp_path / "odd"


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_it_is_refused(
    kind: str, line: str, pipe: Path, article: Path, tmp_path: Path, run_line: RunLine
) -> None:
    odd = pipe if kind == "pipe" else os.devnull
    answer = run_line(
        f"aidtrack {line.format(odd=odd, name=Path(odd).name, ledger=article, free=tmp_path / 'free.db')}"
    )
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == f"error: {odd} is a pipe or a device; name a file on the disk.\n"
    assert list(tmp_path.iterdir()) == [pipe]


def test_what_a_shell_passes_as_a_file(article: Path, run_line: RunLine) -> None:
    line = f"aidtrack --db {article} db restore <(cat {article}) --confirm ledger.db"
    answer = run_line(f"bash -c '{line}'", shell=True)
    assert answer.code == 3
    assert "is a pipe or a device; name a file on the disk." in answer.err
