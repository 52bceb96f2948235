"""`aidtrack add`: a record by hand, or many at once from the standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.actions.forms import FORMS, Form
from aidtrack.cli._fields import field_options, taken
from aidtrack.cli._lazy import App
from aidtrack.cli._options import Format, command_line, settings, with_options
from aidtrack.cli._show import notice, say, show, show_record
from aidtrack.cli._write import DryRun, NoInput, Yes, can_ask, tell_undo
from aidtrack.errors import N_, Unreadable
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aidtrack.actions.ends import NotPaired
    from aidtrack.actions.enter import Added
    from aidtrack.actions.entry import Reader
    from aidtrack.cli._options import Given
    from aidtrack.result import Result

app = App(group=True)

Stdin = Annotated[
    str | None,
    typer.Argument(
        metavar="[-]",
        help=N_("-: many records from the standard input, as JSON lines or as CSV with a header."),
    ),
]


def _command(form: Form) -> Callable[..., None]:
    @with_options(field_options(form), into="fields")
    def add(
        stdin: Stdin = None,
        *,
        fields: dict[str, tuple[str, ...]],
        dry_run: DryRun = False,
        yes: Yes = False,
        no_input: NoInput = False,
        format: Format = None,
    ) -> None:
        adding = Adding(form, dry_run=dry_run, yes=yes, ask=can_ask(no_input=no_input), format=format)
        if stdin is None:
            adding.one(fields)
        elif stdin == "-":
            adding.many(fields)
        else:
            raise Unreadable(
                N_("'{extra}' is more than '{command}' takes."),
                extra=stdin,
                command=f"aidtrack add {form.name}",
            )

    return add


for _form in FORMS.values():
    app.command(_form.name, help=_form.help)(_command(_form))
    app.command(_form.also, help=_form.help, hidden=True)(_command(_form))


@dataclass
class Adding:
    """One run of the command."""

    form: Form
    dry_run: bool
    yes: bool
    ask: bool
    format: str | None

    def one(self, fields: Given) -> None:
        """Ask for what is missing, write the record, and say how it was understood."""
        from aidtrack.actions.enter import Writer
        from aidtrack.actions.record import Recorder, record
        from aidtrack.actions.written import written
        from aidtrack.queries.names import record_name

        given, unit = taken(self.form, fields)
        if self.ask:
            self._talk(given, unit)

        def write(recorder: Recorder) -> tuple[Added, str, Result | None]:
            writer = Writer(recorder, pair=self.yes)
            added = writer.add(self.form, given, unit=unit)
            listed = written(writer.connection, self.form.table, [added.number]) if self.format else None
            return added, record_name(writer.connection, self.form.table, added.number), listed

        recorder, (added, name, listed) = record(settings.db, command_line(), write, dry_run=self.dry_run)
        self._said(added)
        tell_undo(recorder, dry_run=self.dry_run)
        _answer(name, listed, self.format)

    def _talk(self, given: dict[str, str | Sequence[str]], unit: str | None) -> None:
        """Ask what must be asked, in a transaction that only reads: nobody waits for an answer."""
        from aidtrack.actions.entry import Reader
        from aidtrack.cli import _ask
        from aidtrack.store import reading

        with reading(settings.db) as connection:
            reader = Reader(connection)
            _ask.fill(self.form, given, reader, unit)
            self._doubts(reader, given, unit)

    def _doubts(self, reader: Reader, given: dict[str, str | Sequence[str]], unit: str | None) -> None:
        """Ask about what the ledger knows already: a pairing to add, a project of that name, the same money."""
        from aidtrack.actions.ends import NotPaired
        from aidtrack.actions.enter import same_money
        from aidtrack.actions.similar import similar_projects
        from aidtrack.cli import _ask

        try:
            entry = reader.read(self.form, given, unit=unit)
        except NotPaired as error:
            self._offer_pairing(error)
            return
        if self.form.name == "project" and not self.yes:
            for remark in similar_projects(reader.connection, entry.values):
                notice(remark)
                _ask.yes(_("Add it all the same?")) or _stop()
        if found := same_money(reader.connection, self.form, entry):
            for overlap in found:
                notice(overlap.described())
            self._settle(given, [str(overlap.id) for overlap in found])

    def _offer_pairing(self, error: NotPaired) -> None:
        from aidtrack.cli import _ask

        question = _("{donor} and {recipient} are not paired yet. Pair them?")
        names = {"donor": error.donor.name, "recipient": error.recipient.name}
        self.yes = self.yes or _ask.yes(question.format(**names)) or _stop()

    def _settle(self, given: dict[str, str | Sequence[str]], ids: Sequence[str]) -> None:
        """Ask what a figure is to those that it may be the same as."""
        from aidtrack.cli import _ask

        answer = _ask.choose(
            _("Is this the same money?"),
            (
                ("r", _("another statement of one of them")),
                ("p", _("part of one of them")),
                ("s", _("separate from all of them")),
                ("c", _("cancel")),
            ),
        )
        if answer == "c":
            _stop()
        elif answer == "s":
            given["separate"] = "yes"
        else:
            of = ids[0] if len(ids) == 1 else _ask.choose(_("Of which?"), [(one, "") for one in ids])
            given["restates" if answer == "r" else "part_of"] = of

    def many(self, fields: Given) -> None:
        """Add a record for each line of the standard input, all of them or none."""
        from aidtrack.actions.batch import add_lines, decoded, read_lines
        from aidtrack.actions.record import Recorder, record
        from aidtrack.actions.written import written

        also, unit = taken(self.form, fields)
        lines = read_lines(self.form, decoded(sys.stdin.buffer.read()))

        def write(recorder: Recorder) -> tuple[list[Added], Result | None]:
            added = add_lines(recorder, self.form, lines, also=also, unit=unit, pair=self.yes)
            numbers = [one.number for one in added]
            listed = written(recorder.session.connection(), self.form.table, numbers) if self.format else None
            return added, listed

        recorder, (added, listed) = record(settings.db, command_line(), write, dry_run=self.dry_run)
        for remark in dict.fromkeys(remark for one in added for remark in one.entry.remarks):
            notice(remark)
        notice(_("added {count}").format(count=len(added)))
        tell_undo(recorder, dry_run=self.dry_run)
        if listed is not None:
            show(listed, format=self.format)

    def _said(self, added: Added) -> None:
        from aidtrack.headings import field_name

        for name, said in added.entry.said:
            notice(f"{field_name(name)}: {said}")
        for remark in added.entry.remarks:
            notice(remark)


def _answer(name: str, listed: Result | None, format: str | None) -> None:
    from aidtrack.record import Record

    if listed is None:
        say(name)
    else:
        show_record(Record(name, listed), format=format)


def _stop() -> bool:
    raise typer.Abort
