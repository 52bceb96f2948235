"""TSV: a table per file, its cells parted by tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.formats.exchange import EXCHANGE
from aidtrack.formats.separated import write_separated
from aidtrack.formats.separated_rows import read_separated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aidtrack.formats.exchange import ExchangeTable, File, Options, Row
    from aidtrack.formats.lines import Lines


def write(target: File, tables: Iterable[tuple[ExchangeTable, Iterable[Row]]], options: Options) -> None:
    """Write a file of one table, or a folder of files."""
    write_separated(EXCHANGE["tsv"], "\t", target, tables, options)


def read_lines(source: File, tables: Mapping[str, ExchangeTable], options: Options) -> Iterator[Lines]:
    """Read a file of one table, or a folder of files."""
    return read_separated(EXCHANGE["tsv"], "\t", source, tables, options)
