"""Writing a workbook: a sheet for each table as its rows come, then the instructions and the lists to choose from."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, Unreadable
from aidtrack.formats._xlsx import new_workbook
from aidtrack.formats.files import new_stream
from aidtrack.formats.workbook_book import Book
from aidtrack.formats.workbook_sheet import TableSheet, help_of
from aidtrack.formats.workbook_words import INSTRUCTIONS, how
from aidtrack.text import LANGUAGES, _, language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aidtrack.formats.exchange import ExchangeTable, File, Options, Row

ENDING = ".xlsx"
_WIDTHS = (16, 22, 90)


def write(target: File, tables: Iterable[tuple[ExchangeTable, Iterable[Row]]], options: Options) -> None:
    """Write a workbook in the language of the options, else in that which is spoken."""
    if isinstance(target, Path) and target.suffix.lower() != ENDING:
        raise Unreadable(N_("A workbook is written as {ending}; name the file so."), ending=ENDING)
    tongue = LANGUAGES.index(options.language or language())
    with new_stream(target, force=options.replace) as stream, new_workbook(stream) as workbook:
        book = Book(workbook, tongue)
        instructions = workbook.add_worksheet(INSTRUCTIONS[tongue])
        written = []
        for table, rows in tables:
            TableSheet(book, table).write(rows)
            written.append(table)
        _instruct(instructions, book, written)
        _write_lists(book)


def _instruct(sheet: Any, book: Book, tables: Sequence[ExchangeTable]) -> None:  # noqa: ANN401 - XlsxWriter's sheet
    for column, wide in enumerate(_WIDTHS):
        sheet.set_column(column, column, wide)
    sheet.fit_to_pages(1, 0)
    for at, (look, texts) in enumerate(_lines(book, tables)):
        for column, text in enumerate(texts):
            sheet.write_string(at, column, text, book.looks[look])


def _lines(book: Book, tables: Sequence[ExchangeTable]) -> Iterator[tuple[str, Sequence[str]]]:
    """Give the lines of the instructions, each with its look."""
    yield "title", (INSTRUCTIONS[book.tongue],)
    yield from (("plain", (sentence,)) for sentence in how())
    yield "plain", ()
    yield "head", (_("Sheet"), _("Column"), _("What it holds"))
    for table in tables:
        for at, field in enumerate(table.fields):
            name = "" if at else book.sheet_name(table)
            yield "wrap", (name, field.headings[book.tongue], help_of(field))


def _write_lists(book: Book) -> None:
    """Write the lists to choose from, each in a column of a sheet that is not seen."""
    sheet = book.workbook.add_worksheet(book.lists_sheet)
    for at, words in enumerate(zip_longest(*book.lists)):
        for column, word in enumerate(words):
            if word is not None:
                sheet.write_string(at, column, word, book.looks["text"])
    sheet.hide()
