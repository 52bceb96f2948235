"""What the formats of exchange share: the tables and fields that go out and come in, and rows with their place.

A format knows no database. It writes the rows that it is given, and reads rows whose values are as the file has
them: what they mean is for `aidtrack.actions.intake` to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from aidtrack.errors import N_, Unreadable
from aidtrack.headings import HEADINGS
from aidtrack.registry import Registry
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from types import ModuleType

    from aidtrack.errors import AidtrackError
    from aidtrack.formats.lines import Lines

Kind = Literal[
    "text", "words", "word", "date", "period", "flag", "place", "places", "ref", "quantity", "code"
]
"""What a field holds, as in `aidtrack.actions.forms`."""

QUANTITY = ("value", "low", "high", "kind", "text")
"""The keys of a quantity: the number stated, its bounds (no `high`: open), how it was said, and as printed."""


@dataclass(frozen=True, slots=True)
class ExchangeField:
    """One field of a table: its key, what it holds, its headings in Chinese and English, and what can stand in it.

    `unit` is the one of a quantity's bare numbers (元, or another currency's own); empty where each row has its
    own. `choices` are the codes of the `vocabulary`, if it holds a word of one.
    """

    name: str
    kind: Kind
    headings: tuple[str, str]
    help: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False
    vocabulary: str = ""


ID = ExchangeField("id", "code", HEADINGS["id"])
"""Understood in every table, and never written: it is the number of a record in one ledger alone."""


@dataclass(frozen=True, slots=True)
class ExchangeTable:
    """One table as it is exchanged: its name in files (projects, funding), its labels, and its fields."""

    name: str
    labels: tuple[str, str]
    fields: tuple[ExchangeField, ...]

    def __getitem__(self, name: str) -> ExchangeField:
        return next(field for field in self.understood if field.name == name)

    def __contains__(self, name: str) -> bool:
        return any(field.name == name for field in self.understood)

    @property
    def understood(self) -> tuple[ExchangeField, ...]:
        """The fields that can come in."""
        return (*self.fields, ID)


File = Path | BinaryIO
"""A path, or a stream of bytes."""

Row = dict[str, Any]
"""A record going out: only what is said. Texts, yes or no, lists of texts, and quantities as mappings with the
keys of QUANTITY, their numbers Decimal in base units (yuan, persons, the indicator's unit).

An `exact` format gets a quantity as its text alone where that says all of it, and as a number where it was counted.
"""


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a row in what was read."""

    file: str
    line: int | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        sheet = _("sheet {sheet}").format(sheet=self.sheet) if self.sheet else ""
        line = _("line {line}").format(line=self.line) if self.line else ""
        return ", ".join(part for part in (self.file, sheet, line) if part)


@dataclass(slots=True)
class RawRow:
    """A row as it came: the table it is for, its values by the keys of the fields, and where it stands.

    A key that is missing says nothing, and None takes a value away. Values are texts, numbers (int, Decimal),
    yes or no, dates, lists of texts, and mappings for quantities. `cells` names the cell of a value where the
    format has such names (C7), `unit` the unit that a heading gives to the bare numbers of a quantity. The parts of
    a quantity from cells are texts, those that a program wrote are numbers. `headings` are those of the file for
    fields that it calls otherwise, `answer` is what to type where it may be the same as the record `{id}`. What `gives_way` is said of all rows or may be written otherwise: of a record that
    is there it takes no source away, and no name that is the same but for its script.

    A row that cannot be made out has a `problem` and no values; those after it can be read nevertheless.
    """

    table: str
    values: dict[str, Any]
    where: Where
    unit: str | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    problem: AidtrackError | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    answer: str = ""
    gives_way: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says about a file.

    That is its encoding, the table of a file of one, the language of its headings (null: the keys), and whether it
    takes the place of one that is there. `reporting_org` identifies who reports, if that is known. `tell` is told what is worth knowing of a file that is read.
    """

    encoding: str | None = None
    table: str | None = None
    language: str | None = None
    replace: bool = False
    reporting_org: str | None = None
    tell: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True)
class ExchangeFormat:
    """A way for the ledger to go out and come in.

    Its module has `write(target, tables, options)` and `read(source, tables, options)`, or `read_lines` for tables
    of lines: target and source are a path or a binary stream. What is at the path already is refused, unless the
    options say `replace`. `endings` are those of its files; `folder` tells that it writes a folder when the target has no ending, `one_table` that a
    file of it holds one table, in an encoding; `headed` that headings name its fields, and `exact` that it refers
    to other records by uid and writes quantities short, `full` that it gets all parts of them nevertheless. `offers` tells that it lets
    people choose from the records there, `published` that it says who reports.
    """

    name: str
    module: str
    endings: tuple[str, ...]
    folder: bool = False
    one_table: bool = False
    headed: bool = False
    exact: bool = False
    offers: bool = False
    full: bool = False
    published: bool = False

    def _loaded(self) -> ModuleType:
        return import_module(f"aidtrack.formats.{self.module}")

    @property
    def is_text(self) -> bool:
        """Whether its files are text in an encoding that may have to be said."""
        return not (self.offers or self.published)

    def makes_folder(self, target: File) -> bool:
        """Tell whether it writes a folder there: one that is there, or a name without an ending."""
        return self.folder and isinstance(target, Path) and (target.is_dir() or not target.suffix)

    def write(
        self,
        target: File,
        tables: Iterable[tuple[ExchangeTable, Iterable[Row]]],
        options: Options,
    ) -> None:
        """Write tables one after the other, row by row."""
        self._loaded().write(target, tables, options)

    def read(self, source: File, tables: Mapping[str, ExchangeTable], options: Options) -> Iterator[RawRow]:
        """Read rows; raises Unreadable, with the place, where the file cannot be read on."""
        yield from one_by_one(self.read_together(source, tables, options))

    def read_together(
        self, source: File, tables: Mapping[str, ExchangeTable], options: Options
    ) -> Iterator[RawRow | Lines]:
        """Read the same rows, many at once where they stand in lines under one header."""
        module = self._loaded()
        read = getattr(module, "read_lines", None) or module.read
        found: Iterator[RawRow | Lines] = read(source, tables, options)
        return found


def one_by_one(read: Iterable[RawRow | Lines]) -> Iterator[RawRow]:
    """Give each row by itself."""
    for some in read:
        if isinstance(some, RawRow):
            yield some
        else:
            yield from some.rows()


EXCHANGE = Registry(
    "exchange format",
    (
        ExchangeFormat("bundle", "bundle", (".yaml", ".yml"), folder=True, exact=True),
        ExchangeFormat("csv", "csvtables", (".csv",), folder=True, one_table=True, headed=True),
        ExchangeFormat("tsv", "tsvtables", (".tsv", ".tab"), folder=True, one_table=True, headed=True),
        ExchangeFormat("jsonl", "jsonltables", (".jsonl", ".ndjson")),
        ExchangeFormat(
            "xlsx", "workbook", (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"), headed=True, offers=True
        ),
        ExchangeFormat("iati", "iati.ledger", (".xml",), exact=True, full=True, published=True),
    ),
)


def require_fit(format: ExchangeFormat, **fits: bool) -> None:  # noqa: A002 - the word for it
    """Refuse an option that was given and of which the format knows nothing, instead of passing it over."""
    for name, good in fits.items():
        if not good:
            raise Unreadable(
                N_("--{name} says nothing of the format {format}; leave it out."),
                name=name.replace("_", "-"),
                format=format.name,
            )


def by_ending(path: Path) -> ExchangeFormat | None:
    """Find the format of a file by the ending of its name, in any case."""
    ending = path.suffix.lower()
    return next((known for known in EXCHANGE.values() if ending in known.endings), None)


def table_of(source: File, tables: Mapping[str, ExchangeTable], options: Options) -> ExchangeTable | None:
    """Find the table of a file that holds one: as the options say, else by the name of the file (funding.csv)."""
    name = options.table or (source.stem if isinstance(source, Path) else "")
    return tables.get(name)


def files_of(folder: Path, tables: Mapping[str, ExchangeTable], endings: Collection[str]) -> list[Path]:
    """Give the files of a folder, those that are named after tables in the order of these."""
    order = list(tables)
    found = sorted(file for file in folder.iterdir() if file.suffix.lower() in endings)
    if not found:
        raise Unreadable(
            N_("'{path}' holds no file that ends in {endings}."), path=folder, endings=", ".join(endings)
        )
    return sorted(found, key=lambda file: order.index(file.stem) if file.stem in tables else len(order))


def name_of(source: File) -> str:
    """Name what is read: a path as it was given, or the standard input."""
    return str(source) if isinstance(source, Path) else _("standard input")
