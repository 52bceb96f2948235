"""A file of 100 MB goes out, is checked and comes back within 100 MB of memory.

The figures are told by: pytest -m nightly -s tests/test_iati_size.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from aidtrack.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

MB = 1 << 20
REPORTER = "91330100799655058B"
FIRST = 1_000_000
"""The number of the first project that is made; the article's records are far below."""


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="reads what Linux tells of a process"
)


def enlarged(ledger: Path, projects: int) -> None:
    """Add projects to the article's ledger, each with two amounts of money, a number of jobs and a result."""
    engine = sa.create_engine(f"sqlite:///{ledger}", poolclass=sa.NullPool)
    with engine.begin() as connection:
        pairings = list(connection.execute(sa.select(TABLES["pairing"].c.id)).scalars())
        for table, each in (("project", 1), ("funding", 2), ("jobs", 1), ("result", 1)):
            columns = TABLES[table].c
            query = sa.select(TABLES[table])
            if "part_of_id" in columns:
                query = query.where(columns.part_of_id.is_(None), columns.restates_id.is_(None))
            model = dict(connection.execute(query.limit(1)).mappings().one())
            connection.execute(TABLES[table].insert(), list(_copies(table, model, projects, each, pairings)))
    engine.dispose()


def _copies(
    table: str, model: dict[str, Any], projects: int, each: int, pairings: list[int]
) -> Iterator[dict[str, Any]]:
    for number in range(projects * each):
        project = FIRST + number // each
        own = {
            "id": FIRST + number,
            "uid": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{table} {number}")),
            "pairing_id": pairings[project % len(pairings)],
        }
        if table == "project":
            yield model | own | {"code": f"X{number:07}"}
        else:
            yield model | own | {"project_id": project, "separate": True}


MEASURED = """
import sys
from aidtrack.cli import main
code = main(sys.argv[1:])
with open("/proc/self/status") as status:
    print(*(line for line in status if line.startswith("VmHWM")), file=sys.stderr)
sys.exit(code)
"""
"""What a process took at most, by itself; the system's own account of a child counts its parent in."""


def peak(*words: str) -> float:
    """Run the program, and tell how many megabytes it took at most."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *words], stderr=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    megabytes = int(done.stderr.rpartition("VmHWM:")[2].split()[0]) / 1024
    print(f"{' '.join(words[:2])}: {time.monotonic() - started:.0f} s, {megabytes:.0f} MB at most")
    return megabytes


@needs_proc
def test_memory_does_not_grow_with_the_file(ledger_file: Path, seeded: Path, tmp_path: Path) -> None:
    more = Path(shutil.copy(seeded, tmp_path / "more.db"))
    small, large = tmp_path / "small.xml", tmp_path / "large.xml"
    enlarged(ledger_file, 2_500)  # more than is read at once
    enlarged(more, 6_000)
    few = peak("export", str(small))
    many = peak("export", str(large), "--db", str(more))
    assert large.stat().st_size > 2 * small.stat().st_size
    assert many < few + 10


@needs_proc
@pytest.mark.nightly
def test_a_file_of_100_mb_goes_out_is_checked_and_comes_back_within_100_mb(
    ledger_file: Path, unseeded: Path, tmp_path: Path
) -> None:
    file, again = tmp_path / "out.xml", tmp_path / "again.xml"
    enlarged(ledger_file, 15_000)
    assert peak("export", str(file), "--reporting-org", REPORTER) < 100
    assert file.stat().st_size > 100 * MB
    assert peak("check", "--iati", str(file)) < 100
    empty = str(shutil.copy(unseeded, tmp_path / "empty.db"))
    assert peak("import", str(file), "--db", empty) < 100
    assert peak("export", str(again), "--db", empty, "--reporting-org", REPORTER) < 100
    assert again.read_bytes() == file.read_bytes()
