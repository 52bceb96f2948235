"""Every sentence of the source has its Chinese, and the language is the one asked for."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from aidtrack import text
from aidtrack.errors import Refused
from aidtrack.registry import unknown

ROOT = Path(__file__).parents[1]


def test_the_catalogue_is_complete() -> None:
    tool = [sys.executable, str(ROOT / "tools/messages.py"), "--check"]
    done = subprocess.run(tool, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_every_marked_sentence_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Babel sees none inside an f-string."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    import messages

    found = {text for message in messages.extract() if message.id for text in messages._texts(message.id)}
    marked = {
        (path.name, argument.value)
        for path in messages.SOURCE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        for argument in call.args
        if call.func.id in {"_", "N_", "ngettext"} and isinstance(argument, ast.Constant)
    }
    assert [one for one in marked if one[1] not in found and isinstance(one[1], str)] == []


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({"AIDTRACK_LANG": "zh"}, "zh"),
        ({"AIDTRACK_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.GBK", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, "en"),
        ({"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "C"}, "zh"),
        ({"LC_ALL": "", "LANG": "ZH"}, "zh"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch, env: dict[str, str], language: str) -> None:
    monkeypatch.delenv("AIDTRACK_LANG")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    text.set_language(None)
    assert text.language() == language


def test_a_language_set_goes_before_the_environment() -> None:
    text.set_language("zh")
    try:
        assert text._("Text") == "原文"
        assert text._("") == ""
        assert text._("never marked") == "never marked"
        assert text.ngettext("{n} never", "{n} marked", 1) == "{n} never"
    finally:
        text.set_language(None)
    assert text._("Text") == "Text"
    assert text.ngettext("one", "many", 2) == "many"


def test_an_error_is_said_with_its_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    error = unknown("format", "jsn", ["json"])
    assert text.say(error) == "No format is called 'jsn'; did you mean 'json'?"
    monkeypatch.setenv("AIDTRACK_LANG", "zh")
    text.set_language(None)
    assert text.say(error) == "没有名为“jsn”的格式;是不是“json”?"
    assert text.say(Refused("{count} of {kind}", kind=3, count=2)) == "2 of 3"


def test_a_checkout_never_built_speaks_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(text, "__file__", str(tmp_path / "text.py"))
    text._catalogue.cache_clear()
    monkeypatch.setenv("AIDTRACK_LANG", "zh")
    assert text._("Text") == "Text"
    text._catalogue.cache_clear()
