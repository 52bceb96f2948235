"""`aidtrack edit`: change what is named in a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.actions.forms import FORMS, Form
from aidtrack.cli._fields import FIELDS, field_options, taken
from aidtrack.cli._lazy import App
from aidtrack.cli._options import Format, command_line, settings, with_options
from aidtrack.cli._show import notice, show_record
from aidtrack.cli._write import DryRun, NoInput, Yes, tell_undo
from aidtrack.errors import N_, Unreadable
from aidtrack.text import ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aidtrack.actions.enter import Edited
    from aidtrack.cli._options import Given
    from aidtrack.result import Result

app = App(group=True)

Ref = Annotated[str, typer.Argument(metavar="REF", help=N_("The record's id, code or name."))]
Clear = Annotated[
    list[str] | None,
    typer.Option(
        "--clear", metavar="FIELD", help=N_("Empty this field; repeatable."), rich_help_panel=FIELDS
    ),
]


def _command(form: Form) -> Callable[..., None]:
    @with_options(field_options(form), into="fields")
    def edit(
        ref: Ref,
        *,
        fields: dict[str, tuple[str, ...]],
        clear: Clear = None,
        dry_run: DryRun = False,
        yes: Yes = False,
        no_input: NoInput = False,
        format: Format = None,
    ) -> None:
        del no_input  # it asks nothing
        _edit(form, ref, fields, _cleared(clear or (), fields), dry_run=dry_run, pair=yes, format=format)

    return edit


for _form in FORMS.values():
    app.command(_form.name, help=_form.help)(_command(_form))
    app.command(_form.also, help=_form.help, hidden=True)(_command(_form))


def _cleared(clear: Sequence[str], fields: Given) -> list[str]:
    names = [name.strip().lstrip("-").replace("-", "_") for name in clear]
    for name in names:
        if name in fields:
            raise Unreadable(N_("--{name} is both given and cleared; do one of the two."), name=name)
    return names


def _edit(
    form: Form,
    ref: str,
    fields: Given,
    clear: Sequence[str],
    *,
    dry_run: bool,
    pair: bool,
    format: str | None,
) -> None:
    from aidtrack.actions.enter import Writer
    from aidtrack.actions.record import Recorder, record
    from aidtrack.actions.written import written
    from aidtrack.queries.names import record_name
    from aidtrack.record import Record

    given, unit = taken(form, fields)
    number, version = _seen(form, ref)

    def write(recorder: Recorder) -> tuple[Edited, str, Result | None]:
        writer = Writer(recorder, pair=pair)
        edited = writer.edit(form, number, given, clear=clear, version=version, unit=unit)
        listed = written(writer.connection, form.table, [number]) if format else None
        return edited, record_name(writer.connection, form.table, number), listed

    recorder, (edited, name, listed) = record(settings.db, command_line(), write, dry_run=dry_run)
    _said(name, edited)
    tell_undo(recorder, dry_run=dry_run)
    if listed is not None:
        show_record(Record(name, listed), format=format)


def _seen(form: Form, ref: str) -> tuple[int, int]:
    """Find the record, and the version at which it was seen: whoever changed it later is not overwritten."""
    from aidtrack.queries.references import find_record
    from aidtrack.queries.states import current
    from aidtrack.store import reading

    with reading(settings.db) as connection:
        table, number = find_record(connection, form.table, ref)
        row = current(connection, table, number) or {}
    return number, row["version"]


def _said(name: str, edited: Edited) -> None:
    from aidtrack.headings import field_name

    if edited.differences:
        notice(name)
    for field, old, new in edited.differences:
        notice(f"{field_name(field)}: {old} → {new}")
    if edited.moved:
        sentence = ngettext("{count} figure moved along.", "{count} figures moved along.", edited.moved)
        notice(sentence.format(count=edited.moved))
    for remark in edited.entry.remarks:
        notice(remark)
