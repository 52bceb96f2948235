"""`aidtrack export`: the ledger, or what passes the filters, in files that other programs read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._filters import filtered_with, given
from aidtrack.cli._lazy import App
from aidtrack.cli._options import OUTPUT, settings
from aidtrack.cli._progress import progress
from aidtrack.cli._reporter import ReportingOrg, reporter_of
from aidtrack.cli._show import notice
from aidtrack.errors import N_, Unreadable
from aidtrack.formats.exchange import EXCHANGE, Options, by_ending, require_fit
from aidtrack.registry import unknown
from aidtrack.text import _, language, ngettext
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aidtrack.cli._progress import Advance
    from aidtrack.formats.exchange import ExchangeFormat, ExchangeTable, File

app = App()

STREAM = "-"
FOLDER = "bundle"
"""What a folder is where nothing is said."""

CODES = "codes"
LANGUAGES_OF_HEADINGS = {CODES: None, "zh": "zh", "en": "en"}

Target = Annotated[
    str, typer.Argument(metavar="FILE", help=N_("A file, a folder, or - for the standard output."))
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=N_("How to write it; else the ending of FILE says it, and a folder is a bundle."),
        rich_help_panel=OUTPUT,
    ),
]
Headings = Annotated[
    str | None,
    typer.Option(
        "--headings",
        metavar="|".join(LANGUAGES_OF_HEADINGS),
        help=N_("What heads the columns: the keys, or words in Chinese or English."),
        rich_help_panel=OUTPUT,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help=N_("Of CSV and TSV; else UTF-8, with a mark in files."),
        rich_help_panel=OUTPUT,
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help=N_("Replace what is there already."), rich_help_panel=OUTPUT)
]


@app.command("export", help=N_("Give records out to a file or a folder."))
@filtered_with(kind=N_("Only records of this kind (funding); or a kind of employment figure."))
def export(
    file: Target,
    filters: dict[str, tuple[str, ...]],
    format: Format = None,
    headings: Headings = None,
    encoding: Encoding = None,
    reporting_org: ReportingOrg = None,
    force: Force = False,
) -> None:
    """Write what passes the filters, with all that it needs to be read in elsewhere."""
    from aidtrack.actions.dump import dump
    from aidtrack.store import reading

    wanted = _format(file, format)
    only = _take_kind(filters) or _kind_of_file(wanted, file)
    reporter = reporter_of(wanted, reporting_org)
    options = _options(wanted, headings, encoding, reporter, force=force)
    target: File = sys.stdout.buffer if file == STREAM else Path(file)
    with reading(settings.db) as connection:
        out = dump(connection, given(filters), exact=wanted.exact, full=wanted.full, only=only)
        if wanted.offers:
            from aidtrack.actions.offers import with_offers

            out.tables = with_offers(connection, out.tables)
        for remark in out.notices:
            notice(remark)
        with progress() as advance:
            wanted.write(target, out.tables_with_rows(_far(advance)), options)
    _tell(out.written, _("the standard output") if file == STREAM else file)


def _format(file: str, name: str | None) -> ExchangeFormat:
    """Find the format: the one that is named, else by the ending; what has none is a folder."""
    if name is not None:
        if name not in EXCHANGE:
            raise unknown("format", name, EXCHANGE)
        return EXCHANGE[name]
    if file == STREAM:
        raise Unreadable(
            N_("Say with --format how to write to the standard output: {names}."), names=", ".join(EXCHANGE)
        )
    path = Path(file)
    if path.is_dir() or not path.suffix:
        return EXCHANGE[FOLDER]
    found = by_ending(path)
    if found is None:
        raise Unreadable(
            N_("The name of '{path}' does not tell its format; say it with --format: {names}."),
            path=path,
            names=", ".join(EXCHANGE),
        )
    return found


def _take_kind(filters: dict[str, tuple[str, ...]]) -> ExchangeTable | None:
    """Take the kind of record from what `--kind` says; a kind of employment figure stays there as a filter."""
    said = filters.pop("kind_", ())
    found = {word: table for word in said if (table := _table(word)) is not None}
    if len(found) > 1:
        raise Unreadable(N_("--{name} is given twice; give it once."), name="kind")
    others = tuple(word for word in said if word not in found)
    if others:
        filters["kind_"] = others
    return next(iter(found.values()), None)


def _table(word: str) -> ExchangeTable | None:
    """Find the kind of record that a word means; null where it is a kind of employment figure."""
    from aidtrack.actions.exchange_tables import EXCHANGED, find_table
    from aidtrack.queries.lookup import read_word

    kinds = VOCABULARIES["jobs_kind"].by_code
    try:
        return find_table(word)
    except Unreadable:
        try:
            read_word("jobs_kind", word)
        except Unreadable:
            raise unknown("kind", word, [*EXCHANGED, *kinds]) from None
        return None


def _kind_of_file(format: ExchangeFormat, file: str) -> ExchangeTable | None:
    """Tell by the name of a file which table it holds, where it can hold but one."""
    from aidtrack.actions.exchange_tables import find_table

    target = sys.stdout.buffer if file == STREAM else Path(file)
    if not format.one_table or format.makes_folder(target):
        return None
    try:
        return find_table(Path(file).stem)
    except Unreadable:
        raise Unreadable(
            N_(
                "{format} holds records of one kind: say which with --kind, or name a folder for all of them."
            ),
            format=format.name.upper(),
        ) from None


def _options(
    format: ExchangeFormat, headings: str | None, encoding: str | None, reporter: str | None, *, force: bool
) -> Options:
    require_fit(
        format,
        headings=headings is None or format.headed,
        encoding=encoding is None or format.one_table,
    )
    if headings is not None and headings not in LANGUAGES_OF_HEADINGS:
        raise unknown("language", headings, LANGUAGES_OF_HEADINGS)
    tongue = LANGUAGES_OF_HEADINGS[headings or CODES]
    return Options(encoding=encoding, language=tongue, replace=force, reporting_org=reporter)


def _far(advance: Advance) -> Callable[[int, int, ExchangeTable], None]:
    return lambda done, total, table: advance(done, total, table.labels[language() != "zh"])


def _tell(written: Mapping[str, int], where: str) -> None:
    count = sum(written.values())
    records = ngettext("{count} record", "{count} records", count).format(count=count)
    tables = ngettext("{count} table", "{count} tables", len(written)).format(count=len(written))
    notice(_("wrote {records} of {tables} to {where}").format(records=records, tables=tables, where=where))
