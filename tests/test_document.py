"""The file of `--source`: what is no text, and which of its lines a locator cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aidtrack.document import Document, Passage, passages

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunLine


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("command", ["check", "show funding 3"])
@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("none", None, "There is no '{path}'."),
        (".", None, "'{path}' is a folder, not a file."),
        ("empty", b"", "'{path}' is empty; give the source's text."),
        ("blank", b" \r\n\n", "'{path}' is empty; give the source's text."),
        ("bom", b"\xef\xbb\xbf", "'{path}' is empty; give the source's text."),
        ("zeros", bytes(64), "'{path}' is no plain text; give the source's text in UTF-8 or GB 18030."),
        (
            "image",
            b"\x89PNG\r\n\x1a\n\xff\xff\xff",
            "'{path}' is no plain text; give the source's text in UTF-8 or GB 18030.",
        ),
        (
            "large",
            b"x" * (8 * 1024 * 1024 + 1),
            "'{path}' is larger than 8 MB; give the source's text alone.",
        ),
    ],
)
def test_what_is_no_text_is_refused(
    run_line: RunLine, tmp_path: Path, command: str, name: str, data: bytes | None, sentence: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    answer = run_line(f"aidtrack {command} --source {path}")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"error: {sentence.format(path=path)}\n"


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("command", ["check", "show funding 3"])
def test_of_needs_a_file(run_line: RunLine, command: str) -> None:
    answer = run_line(f"aidtrack {command} --of 1")
    sentence = "--of says which source the file of --source is; give --source too."
    assert (answer.code, answer.out, answer.err) == (2, "", f"error: {sentence}\n")


@pytest.mark.parametrize(
    ("locator", "places"),
    [
        ("L49", [(49, 49)]),
        ("L41, L50", [(41, 41), (50, 50)]),
        ("l41、L50;L41", [(41, 41), (50, 50)]),
        ("L10-L12", [(10, 12)]),
        ("L10–12, L3", [(10, 12), (3, 3)]),
        ("L12-L10", []),
        ("p. 3", []),
        ("L49, p. 3", []),
        ("", []),
        (None, []),
    ],
)
def test_locators(locator: str | None, places: list[tuple[int, int]]) -> None:
    assert passages(locator) == [Passage(*place) for place in places]


def test_a_line_zero_is_not_there() -> None:
    document = Document(["一"], "")
    assert not document.holds(Passage(0, 0))
    assert list(document.read(Passage(0, 9))) == [(1, "一")]
