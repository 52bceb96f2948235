"""Workbooks that mean harm, or are broken: refused in one sentence, in little memory, with nothing written."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.actions.exchange_tables import EXCHANGED
from aidtrack.errors import Unreadable
from aidtrack.formats.exchange import EXCHANGE, Options, RawRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import RunLine

SHEET = "xl/worksheets/sheet1.xml"


def read(source: BytesIO) -> list[RawRow]:
    return list(EXCHANGE["xlsx"].read(source, EXCHANGED, Options()))


def sheets(rows: dict[str, list[list[object]]]) -> BytesIO:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, lines in rows.items():
            sheet = book.add_worksheet(name)
            for at, line in enumerate(lines):
                sheet.write_row(at, 0, line)
    return BytesIO(out.getvalue())


def changed(book: BytesIO, parts: dict[str, bytes]) -> BytesIO:
    """Give a workbook other parts than its own."""
    out = BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys((*old.namelist(), *parts)):
            new.writestr(name, parts.get(name) or old.read(name))
    return BytesIO(out.getvalue())


def with_rows(rows: str | bytes) -> BytesIO:
    """Make a workbook of one sheet from the XML of its rows."""
    xml = rows.encode() if isinstance(rows, str) else rows
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return changed(sheets({"projects": [["name"]]}), {SHEET: start + xml + b"</sheetData></worksheet>"})


def good() -> BytesIO:
    return sheets({"projects": [["name"], ["a"]]})


def zip_of(parts: dict[str, bytes]) -> BytesIO:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return BytesIO(out.getvalue())


def noise(size: int) -> bytes:
    """Give letters that do not compress well."""
    return Random(1).randbytes(size // 2).hex().encode()


def twice(book: BytesIO) -> BytesIO:
    with zipfile.ZipFile(book, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(SHEET, b"<worksheet/>")
    return BytesIO(book.getvalue())


def ods(rows: str) -> BytesIO:
    """Make a workbook of another kind from the XML of its rows."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    content = (
        f'<o:document-content xmlns:o="{office}" xmlns:table="{table}" xmlns:office="{office}"><office:body>'
        f'<office:spreadsheet><table:table table:name="projects">{rows}</table:table></office:spreadsheet>'
        "</office:body></o:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    parts = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content.encode()}
    return zip_of(parts)


ODS_CELL = '<table:table-cell {} office:value-type="float" office:value="1"/>'
FAR = '<table:table-row table:number-rows-repeated="1000000">{}</table:table-row>'.format(
    ODS_CELL.format('table:number-columns-repeated="16000"')
)


HOSTILE: dict[str, Callable[[], BytesIO]] = {
    "nothing": BytesIO,
    "no zip": lambda: BytesIO(b"PK\x03\x04" + b"x" * 1000),
    "cut off": lambda: BytesIO(good().getvalue()[:-400]),
    "another zip": lambda: zip_of({"a.txt": b"a"}),
    "a text": lambda: BytesIO("名称".encode()),
    "a bomb": lambda: with_rows(b" " * (30 << 20)),
    "a far column": lambda: with_rows('<row r="1"><c r="XFE1"><v>1</v></c></row>'),
    "no column": lambda: with_rows('<row r="1"><c r="1"><v>1</v></c></row>'),
    "a far row": lambda: with_rows('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
    "a million columns": lambda: with_rows(f'<row r="1">{"<c><v>1</v></c>" * 1_000_000}</row>'),
    "a long text": lambda: with_rows(b'<row r="1"><c t="str"><v>' + noise(12 << 20) + b"</v></c></row>"),
    "a long token": lambda: with_rows(b'<row r="1"><c t="' + noise(12 << 20) + b'"/></row>'),
    "many names": lambda: with_rows("".join(f"<a{number}/>" for number in range(100_000))),
    "deep elements": lambda: with_rows("<a>" * 1000),
    "entities": lambda: changed(
        good(), {SHEET: b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'}
    ),
    "broken XML": lambda: changed(good(), {SHEET: b"<worksheet><sheetData>"}),
    "a text that is not there": lambda: with_rows('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
    "no number": lambda: with_rows('<row r="1"><c r="A1"><v>x</v></c></row>'),
    "an old workbook that is none": lambda: BytesIO(b"\xd0\xcf\x11\xe0" + noise(10_000)),
    "cells without end": lambda: ods(FAR),
    "a part outside": lambda: changed(good(), {"../evil.xml": b"x"}),
    "a part twice": lambda: twice(good()),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_hostile_is_refused_in_one_sentence(what: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(HOSTILE[what]())
    assert "\n" not in str(refused.value)


def test_another_kind_of_workbook_is_read_by_calamine() -> None:
    row = "<table:table-row>{}</table:table-row>"
    name = '<table:table-cell office:value-type="string"><text:p xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">{}</text:p></table:table-cell>'
    (found,) = read(ods(row.format(name.format("name")) + row.format(name.format("学校"))))
    assert (found.values, found.where.line) == ({"name": "学校"}, 2)


@pytest.mark.parametrize("what", HOSTILE)
def test_an_import_of_what_is_hostile_writes_nothing(
    what: str, run_line: RunLine, ledger_file: Path, tmp_path: Path
) -> None:
    path, before = tmp_path / "hostile.xlsx", ledger_file.read_bytes()
    path.write_bytes(HOSTILE[what]().getvalue())
    answer = run_line(f"aidtrack import {path}")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert ledger_file.read_bytes() == before


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells")
@pytest.mark.parametrize("what", ["a bomb", "a million columns", "a long text", "a long token"])
def test_what_is_hostile_takes_little_memory(what: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(HOSTILE[what]().getvalue())
    program = (
        "import re, sys; from pathlib import Path\n"
        "from aidtrack.formats.exchange import EXCHANGE, Options\n"
        "from aidtrack.actions.exchange_tables import EXCHANGED\n"
        "try: list(EXCHANGE['xlsx'].read(Path(sys.argv[1]), EXCHANGED, Options()))\n"
        "except ValueError: print(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])\n"
    )
    line = [sys.executable, "-c", program, str(path)]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 200_000


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused_but_nothing_else(data: st.DataObject) -> None:
    book = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 5))):
        book[data.draw(st.integers(0, len(book) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(book)))
    for damaged in (book, book[:cut]):
        with suppress(Unreadable):
            read(BytesIO(damaged))


WHOLE = sheets({"projects": [["name", "planned_end"], ["a", "2023"], ["b", 7]]}).getvalue()


@pytest.mark.parametrize("part", [SHEET, "docProps/app.xml", "[Content_Types].xml"])
def test_a_doctype_is_refused_in_whatever_part_it_is(part: str) -> None:
    book = sheets({"projects": [["name"], ["a"]]})
    with zipfile.ZipFile(book) as package:
        start, end, rest = package.read(part).partition(b"?>")
    with pytest.raises(Unreadable, match="holds a DOCTYPE"):
        read(changed(book, {part: start + end + b"\n<!DOCTYPE x>" + rest}))
