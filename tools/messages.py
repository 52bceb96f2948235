"""Bring the Chinese catalogue in step with the source, or with --check only say where it is not.

Without --check it adds new sentences, to be translated by hand, and drops those that are gone; with it, it
lists what is missing, fuzzy or obsolete, and translations that fill other fields than their sentence.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEADER = """\
# The Chinese of aidtrack. Kept in step with the source by tools/messages.py.
#"""
FIRST = datetime(2026, 11, 26, tzinfo=UTC)
ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
CATALOGUE = SOURCE / "aidtrack/locale/zh/LC_MESSAGES/aidtrack.po"
Keywords = dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None]
KEYWORDS: tuple[Keywords, ...] = (
    {"_": None},
    {"N_": None},
    {"ngettext": (1, 2)},
    {"Registry": (1,)},
    {"unknown": (1,)},
)
"""What marks a sentence; a registry names its kind (`Registry("dimension", …)`), and refusals say it in the user's
language. Each is looked for by itself, because Babel does not look at the calls within a call that it takes."""


def extract() -> Catalog:
    """Collect every sentence of the source that is marked for translation, in the order of files."""
    found = Catalog()
    for path in sorted(SOURCE.rglob("*.py")):
        marked = [each for words in KEYWORDS for each in extract_from_file("python", path, keywords=words)]
        for _line, sentence, _comments, _context in sorted(marked, key=lambda each: each[0]):
            if sentence and sentence[0]:
                found.add(sentence, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return found


def read() -> Catalog:
    """Read the catalogue as it stands."""
    if not CATALOGUE.exists():
        return _empty()
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh", domain="aidtrack")


def _empty() -> Catalog:
    # The same file from the same source: neither names nor the date of today in its header.
    return Catalog(
        locale="zh",
        domain="aidtrack",
        project="aidtrack",
        version="1",
        header_comment=HEADER,
        last_translator="aidtrack contributors",
        language_team="zh",
        msgid_bugs_address="none",
        creation_date=FIRST,
        revision_date=FIRST,
        fuzzy=False,
    )


def update() -> None:
    """Write the catalogue anew: the sentences of today with the translations that are there."""
    old = read()
    new = _empty()
    for message in _entries(extract()):
        known = old.get(message.id)
        new.add(message.id, known.string if known else "", locations=message.locations)
    with CATALOGUE.open("wb") as file:
        write_po(file, new, width=110, include_lineno=False)
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, new)


def faults(found: Catalog, known: Catalog) -> Iterator[str]:
    """Say each way in which the catalogue is not what the source asks for."""
    wanted = {message.id: message for message in _entries(found)}
    there = {message.id: message for message in _entries(known)}
    for key, message in wanted.items():
        translated = there.get(key)
        if translated is None or not all(_texts(translated.string)):
            yield f"missing: {_texts(message.id)[0]!r} ({message.locations[0][0]})"
        elif _fields(message.id) != _fields(translated.string):
            yield f"other fields: {_texts(message.id)[0]!r}"
    yield from (f"obsolete: {_texts(key)[0]!r}" for key in there if key not in wanted)
    yield from (f"obsolete: {_texts(key)[0]!r}" for key in known.obsolete)
    yield from (f"fuzzy: {_texts(key)[0]!r}" for key, message in there.items() if message.fuzzy)


def _entries(catalogue: Catalog) -> Iterable[Message]:
    return [message for message in catalogue if message.id]


def _texts(text: str | Iterable[str] | None) -> list[str]:
    return list(text) if isinstance(text, (tuple, list)) else [str(text or "")]


def _fields(text: str | Iterable[str] | None) -> set[str | None]:
    return {
        field for part in _texts(text) for _before, field, _spec, _conversion in Formatter().parse(part)
    } - {None}


def main() -> int:
    """Update the catalogue, unless `--check`; say what is left to do."""
    check = "--check" in sys.argv[1:]
    if not check:
        update()
    left = list(faults(extract(), read()))
    print("\n".join(left) or "The catalogue is complete.", file=sys.stderr)
    return 1 if check and left else 0


if __name__ == "__main__":
    sys.exit(main())
