"""A handout as a Markdown document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aidtrack.formats import markdown
from aidtrack.formats.markdown import escape

if TYPE_CHECKING:
    from pathlib import Path

    from aidtrack.formats.handout import Handout


def write(path: Path, handout: Handout) -> None:
    """Write a new file."""
    with path.open("w", encoding="utf-8") as out:
        out.write(f"# {escape(handout.title)}\n")
        out.writelines(f"\n{escape(line)}\n" for line in handout.lines)
        for part in handout.parts:
            out.write(f"\n## {escape(part.heading)}\n\n" if part.heading else "\n")
            markdown.write(replace(part.result, title=""), out)
        out.writelines(f"\n{escape(note)}\n" for note in handout.notes)
