"""LibreOffice at the service of tests: types into a workbook as a person would, and saves it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 180
_TRIES = 3
_SCRIPT = Path(__file__).with_name("uno_edit.py")
_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xls": "MS Excel 97", ".ods": "calc8"}

Edits = dict[str, dict[str, str | float | None]]
"""By sheet, by cell: a text as it is typed, a number, or null for an emptied cell."""


@cache
def python_with_uno() -> str | None:
    """Find a Python that can talk to LibreOffice: the system's, which is seldom the one that runs the tests."""
    for python in filter(None, ("/usr/bin/python3", shutil.which("python3"))):
        line = [python, "-c", "import uno"]
        if Path(python).exists() and not subprocess.run(line, capture_output=True, check=False).returncode:
            return python
    return None


needs_libreoffice = pytest.mark.skipif(
    not shutil.which("soffice") or not python_with_uno(),
    reason="needs LibreOffice Calc and its Python (libreoffice-calc, python3-uno)",
)


@dataclass(frozen=True)
class LibreOffice:
    """One that runs, and listens on a pipe."""

    pipe: str

    def edit(self, path: Path, edits: Edits) -> None:
        """Open a workbook, type into its cells, save it."""
        self._save(path, edits, path)

    def save_as(self, path: Path, ending: str) -> Path:
        """Save a workbook in another format beside it."""
        target = path.with_suffix(ending)
        self._save(path, {}, target)
        return target

    def _save(self, path: Path, edits: Edits, target: Path) -> None:
        words = [self.pipe, str(path), json.dumps(edits), str(target), _FILTERS[target.suffix]]
        python, before = python_with_uno(), path.read_bytes()
        assert python
        for _ in range(_TRIES):
            code = subprocess.run([python, str(_SCRIPT), *words], check=False, timeout=_PATIENCE).returncode
            if code >= 0:  # else the bridge crashed by itself, which it does once in some hundred times
                break
            path.write_bytes(before)
        assert code == 0


@contextmanager
def libreoffice() -> Iterator[LibreOffice]:
    """Start one with settings of its own, so that it shares nothing with another that runs."""
    pipe = f"aidtrack{uuid4().hex}"
    with TemporaryDirectory(ignore_cleanup_errors=True) as room:
        line = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={Path(room).as_uri()}"]
        # A name in Chinese is a name only where the locale knows it. A session of its own ends as a whole.
        running = subprocess.Popen(
            [*line, f"--accept=pipe,name={pipe};urp;"],
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield LibreOffice(pipe)
        finally:
            os.killpg(running.pid, 15)
            running.wait(_PATIENCE)
