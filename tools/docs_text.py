"""The little Markdown that the generated documents need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARK = "<!-- Written by tools/docs.py from the program; do not edit. -->"


def title(text: str) -> Iterator[str]:
    """Open a generated page."""
    yield from (f"# {text}", "", MARK, "")


def section(text: str, *prose: str) -> Iterator[str]:
    """Open a section, with a paragraph for each text that follows."""
    for line in (f"## {text}", *filter(None, prose)):
        yield from (line, "")


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Write a table, or nothing where there are no rows."""
    heads, rows = list(heads), list(rows)
    if rows:
        yield from (_line(heads), _line("---" for _ in heads), *map(_line, rows), "")


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text.replace("|", "\\|").replace("\n", " ")


def code(*words: str) -> str:
    """Set words in code."""
    return ", ".join(f"`{word}`" for word in words)


def link(vocabulary: str) -> str:
    """Point at a vocabulary."""
    return f"[{vocabulary}](vocabulary.md#{vocabulary})"
