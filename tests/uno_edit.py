"""Type into cells of a workbook in LibreOffice, as a person would, and save it; run by a Python that knows UNO.

    python3 uno_edit.py PIPE FILE EDITS TARGET FILTER

EDITS is JSON: by sheet, by cell, a text as it is typed, a number, or null for an emptied cell.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found, unused-ignore]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found, unused-ignore]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found, unused-ignore]

CONTENTS = 1 | 2 | 4 | 16
"""Numbers, dates, texts and formulas."""

YES = True


def connected(pipe: str) -> Any:
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


def said(name: str, value: object) -> Any:
    known = PropertyValue()
    known.Name, known.Value = name, value
    return known


def type_into(cell: Any, value: object) -> None:
    if value is None:
        cell.clearContents(CONTENTS)
    elif isinstance(value, str):
        cell.FormulaLocal = value
    else:
        cell.Value = value


def main(pipe: str, path: str, edits: str, target: str, how: str) -> None:
    there = connected(pipe)
    desktop = there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
    book = desktop.loadComponentFromURL(Path(path).resolve().as_uri(), "_blank", 0, (said("Hidden", YES),))
    for sheet, cells in json.loads(edits).items():
        for name, value in cells.items():
            type_into(book.Sheets.getByName(sheet).getCellRangeByName(name), value)
    book.storeToURL(Path(target).resolve().as_uri(), (said("FilterName", how),))
    book.close(YES)


main(*sys.argv[1:])
os._exit(0)  # the bridge's threads outlive an orderly end of the interpreter, and then it may crash
