"""The bundle: a folder with a YAML file for each table, or one file with all, as clean to compare as prose.

One field a line, in the order of the table, and no line is ever broken: what a change changes is what a diff shows.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aidtrack.formats._flat import plain
from aidtrack.formats.bundle_end import FIRST_LINE, LAST_LINE
from aidtrack.formats.bundle_rows import read_bundle_file
from aidtrack.formats.exchange import EXCHANGE, files_of
from aidtrack.formats.files import new_text
from aidtrack.formats.folders import new_folder
from aidtrack.formats.yamltext import yaml_item, yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from aidtrack.formats.exchange import ExchangeTable, File, Options, RawRow, Row
    from aidtrack.formats.files import Text

ENDING = ".yaml"


def write(target: File, tables: Iterable[tuple[ExchangeTable, Iterable[Row]]], options: Options) -> None:
    """Write a folder with a file for each table that has rows, or one file or stream with all of them."""
    if not isinstance(target, Path) or not EXCHANGE["bundle"].makes_folder(target):
        with _new_file(target, force=options.replace) as out:
            for table, rows in tables:
                _write_table(out, table, rows)
        return
    tables = list(tables)
    with new_folder(
        target, [f"{table.name}{ENDING}" for table, _ in tables], force=options.replace
    ) as folder:
        for table, rows in tables:
            found = iter(rows)
            for first in found:  # only where there is one
                with _new_file(folder / f"{table.name}{ENDING}") as out:
                    _write_table(out, table, chain([first], found))


@contextmanager
def _new_file(target: File, *, force: bool = False) -> Iterator[Text]:
    with new_text(target, force=force) as out:
        out.write(FIRST_LINE)
        yield out
        out.write(LAST_LINE)


def _write_table(out: Text, table: ExchangeTable, rows: Iterable[Row]) -> None:
    heading = f"{table.name}:\n"
    names = [field.name for field in table.fields]
    for row in rows:
        lines = [_entry(name, row[name]) for name in names if name in row]
        out.write(f"{heading}- {'  '.join(lines)}")
        heading = ""


def _entry(name: str, value: Any) -> str:  # noqa: ANN401 - whatever a row holds
    if type(value) is str:
        return f"{name}: {yaml_text(value)}\n"
    if isinstance(value, dict):
        parts = (f"    {part}: {_scalar(said)}\n" for part, said in value.items() if said is not None)
        return f"{name}:\n{''.join(parts)}"
    if isinstance(value, list):
        return f"{name}: [{', '.join(map(yaml_item, value))}]\n"
    return f"{name}: {_scalar(value)}\n"


def _scalar(value: str | bool | Decimal) -> str:  # noqa: FBT001 - a value of a row
    if isinstance(value, str):
        return yaml_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value)


def read(source: File, tables: Mapping[str, ExchangeTable], options: Options) -> Iterator[RawRow]:
    """Read a file of one or several tables, or all files of a folder."""
    if isinstance(source, Path) and source.is_dir():
        for file in files_of(source, tables, EXCHANGE["bundle"].endings):
            yield from read_bundle_file(file, tables, options)
        return
    yield from read_bundle_file(source, tables, options)
