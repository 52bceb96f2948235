"""`aidtrack import`: what others wrote down, as one change."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._options import command_line, settings
from aidtrack.cli._own_sheet import Map, MappingFile, SaveMapping, Set, Told, own_rows
from aidtrack.cli._progress import progress
from aidtrack.cli._show import notice, say
from aidtrack.cli._write import WRITING, DryRun, NoInput, tell_undo
from aidtrack.errors import N_, Unreadable
from aidtrack.formats.exchange import EXCHANGE, Options, by_ending, require_fit
from aidtrack.registry import unknown
from aidtrack.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from aidtrack.actions.intake import Outcome, Wishes
    from aidtrack.actions.intake.errors_file import Refusal
    from aidtrack.actions.intake.telling import Telling
    from aidtrack.actions.record import Recorder
    from aidtrack.cli._own_sheet import OwnRows
    from aidtrack.cli._progress import Advance
    from aidtrack.formats.exchange import ExchangeFormat, RawRow
    from aidtrack.formats.lines import Lines

app = App()

_SHOWN = 20

READ = N_("What is read")

File = Annotated[
    str, typer.Argument(metavar="FILE", help=N_("A file, a folder of files, or - for the standard input."))
]
ReadFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=N_("Its format, where the name of the file does not tell."),
        rich_help_panel=READ,
    ),
]
Kind = Annotated[
    str | None,
    typer.Option(
        "--kind", metavar="KIND", help=N_("What its rows are: projects, funding …"), rich_help_panel=READ
    ),
]
Unit = Annotated[
    str | None,
    typer.Option(
        "--unit",
        metavar="UNIT",
        help=N_("The unit of an amount that names none: 万元; for money else AIDTRACK_UNIT."),
        rich_help_panel=READ,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="ENCODING",
        help=N_("Its encoding; UTF-8 or GB 18030 is found by itself."),
        rich_help_panel=READ,
    ),
]
Errors = Annotated[
    Path | None,
    typer.Option(
        "--errors",
        metavar="FILE.csv",
        help=N_("Write every refused row here, with the reason."),
        rich_help_panel=WRITING,
    ),
]
Force = Annotated[
    bool,
    typer.Option("--force", help=N_("Replace a file of errors that is there."), rich_help_panel=WRITING),
]
SkipBad = Annotated[
    bool,
    typer.Option(
        "--skip-bad",
        help=N_("Keep the good rows where others are refused, and end with 0."),
        rich_help_panel=WRITING,
    ),
]
Yes = Annotated[
    bool,
    typer.Option("--yes", help=N_("Pair places that are not paired yet."), rich_help_panel=WRITING),
]


@app.command("import", help=N_("Bring records in from a file, all of them or none."))
def take(
    file: File,
    format: ReadFormat = None,
    kind: Kind = None,
    unit: Unit = None,
    encoding: Encoding = None,
    map: Map = None,
    set: Set = None,
    mapping: MappingFile = None,
    save_mapping: SaveMapping = None,
    dry_run: DryRun = False,
    errors: Errors = None,
    force: Force = False,
    skip_bad: SkipBad = False,
    yes: Yes = False,
    no_input: NoInput = False,
) -> None:
    """Take the rows in and say how many were added, changed, unchanged and refused. It asks nothing."""
    from aidtrack.actions.intake import Wishes
    from aidtrack.actions.intake.errors_file import require_new

    del no_input
    path = None if file == "-" else _path(file)
    if errors is not None:
        require_new(errors, path, force=force)
    read = _format(format, path)
    with _source(path) as source, _kept(errors, force=force) as kept:
        wishes = Wishes(
            pair=yes,
            skip_bad=skip_bad,
            unit=unit or os.environ.get("AIDTRACK_UNIT") or None,
            bare=read.exact,
            preview=dry_run,
            keep=kept.stream if kept else None,
        )
        told, options = Told(map, set, mapping, save_mapping, unit), _options(read, encoding, kind)
        rows = own_rows(told, read, source, options, wishes.unit) if told.any else Rows(read, source, options)
        if kept is not None:
            kept.lay = rows.refused
        try:
            recorder, outcome = _run(rows, wishes, dry_run=dry_run)
        finally:
            rows.tell(dry_run=dry_run)
    rows.keep()
    _tell(outcome)
    tell_undo(recorder, dry_run=dry_run)
    if dry_run:
        _show(outcome.telling, outcome)


def _path(file: str) -> Path:
    path = Path(file)
    if not path.exists():
        raise Unreadable(N_("There is no file '{path}'."), path=path)
    return path


def _format(name: str | None, path: Path | None) -> ExchangeFormat:
    """Find the format: the one that is named, else by the ending of the file, or of those in the folder."""
    if name is not None:
        if name not in EXCHANGE:
            raise unknown("format", name, EXCHANGE)
        return EXCHANGE[name]
    if path is None:
        raise Unreadable(
            N_("Say with --format what the standard input is: {names}."), names=", ".join(EXCHANGE)
        )
    found = {by_ending(one) for one in path.iterdir()} - {None} if path.is_dir() else {by_ending(path)}
    if len(found) == 1 and (only := found.pop()) is not None:
        return only
    raise Unreadable(
        N_("The name of '{path}' does not tell its format; say it with --format: {names}."),
        path=path,
        names=", ".join(EXCHANGE),
    )


def _options(format: ExchangeFormat, encoding: str | None, kind: str | None) -> Options:
    from aidtrack.actions.exchange_tables import find_table

    require_fit(format, encoding=encoding is None or format.is_text, kind=kind is None or not format.exact)
    told: set[str] = set()

    def tell(sentence: str) -> None:
        if sentence not in told:  # it may be read more than once
            told.add(sentence)
            notice(sentence)

    return Options(encoding=encoding, table=find_table(kind).name if kind else None, tell=tell)


@contextmanager
def _source(path: Path | None) -> Iterator[Path | BinaryIO]:
    """Give what can be read from its beginning again; the standard input is kept in a file that has no name."""
    if path is not None:
        yield path
        return
    with TemporaryFile(prefix="aidtrack-") as kept:
        copyfileobj(sys.stdin.buffer, kept)
        yield kept


@dataclass
class _Kept:
    """The reasons as they come, and how the rows that they are of are laid out in the end."""

    stream: IO[str]
    lay: Callable[[Iterable[Refusal]], Iterator[list[str]]] | None = None

    def write(self, errors: Path, *, force: bool) -> None:
        from aidtrack.actions.intake.errors_file import write_errors

        if self.lay is not None:
            write_errors(errors, self.stream, self.lay, force=force)


@contextmanager
def _kept(errors: Path | None, *, force: bool) -> Iterator[_Kept | None]:
    """Keep the reasons while they come, and write them where they were asked for, whether or not all was refused."""
    from aidtrack.actions.intake import BadRows

    if errors is None:
        yield None
        return
    with TemporaryFile("w+", encoding="utf-8", newline="", prefix="aidtrack-") as stream:
        kept = _Kept(stream)
        try:
            yield kept
        except BadRows:
            kept.write(errors, force=force)
            raise
        kept.write(errors, force=force)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a file, each time from the first."""

    format: ExchangeFormat
    source: Path | BinaryIO
    options: Options

    def of(self, _recorder: Recorder) -> Callable[[], Iterator[RawRow | Lines]]:
        """Give them to an import, whatever the ledger is."""
        return self._from_first

    def tell(self, *, dry_run: bool) -> None:
        """Say nothing of a file whose headings say all."""

    def keep(self) -> None:
        """Keep nothing of it."""

    def refused(self, found: Iterable[Refusal]) -> Iterator[list[str]]:
        """Lay out refused rows under the headings of their tables."""
        from aidtrack.actions.intake.errors_file import lay_tables

        return lay_tables(found)

    def _from_first(self) -> Iterator[RawRow | Lines]:
        from aidtrack.actions.exchange_tables import EXCHANGED

        if not isinstance(self.source, Path):
            self.source.seek(0)
        return self.format.read_together(self.source, EXCHANGED, self.options)


def _run(rows: Rows | OwnRows, wishes: Wishes, *, dry_run: bool) -> tuple[Recorder, Outcome]:
    from aidtrack.actions.intake import take_in
    from aidtrack.actions.record import record

    with progress() as advance:
        far = partial(_far, advance)
        return record(
            settings.db,
            command_line(),
            lambda recorder: take_in(recorder, rows.of(recorder), wishes, far),
            dry_run=dry_run,
        )


def _far(advance: Advance, rows: int) -> None:
    advance(rows, 0, ngettext("{count} row", "{count} rows", rows).format(count=rows))


def _tell(outcome: Outcome) -> None:
    for remark in outcome.telling.remarks:
        notice(remark)
    if more := outcome.telling.more_remarks:
        notice(ngettext("… and {count} more", "… and {count} more", more).format(count=more))
    if outcome.refused:
        for problem in outcome.problems.shown():
            notice(problem)
    if made := len(outcome.telling.paired):
        notice(ngettext("{count} pairing was made", "{count} pairings were made", made).format(count=made))
    sentence = _("added {added}, changed {changed}, unchanged {unchanged}, refused {refused}")
    notice(
        sentence.format(
            added=outcome.added,
            changed=outcome.changed,
            unchanged=outcome.unchanged,
            refused=outcome.refused,
        )
    )


def _show(telling: Telling, outcome: Outcome) -> None:
    """Print what the ledger would differ in."""
    _show_list(_("Paired: {count}"), len(telling.paired), [[name] for name in telling.paired[:_SHOWN]])
    _show_list(_("New: {count}"), outcome.added, [[name] for name in telling.added])
    changed = [
        [one.name, *(f"  {_field(field)}: {old} → {new}" for field, old, new in one.fields)]
        for one in telling.changed
    ]
    _show_list(_("Changed: {count}"), outcome.changed, changed)


def _field(name: str) -> str:
    from aidtrack.headings import field_name

    return field_name(name)


def _show_list(heading: str, count: int, items: list[Any]) -> None:
    if not count:
        return
    say(heading.format(count=count))
    for lines in items:
        for line in lines:
            say(f"  {line}")
    if more := count - len(items):
        say("  " + ngettext("… and {count} more", "… and {count} more", more).format(count=more))
