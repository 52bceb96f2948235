"""The tables that go out and come in, in the order in which they can be recorded: what a person says of each kind.

They derive from the forms of recording by hand; only the ends of a pairing are folded, for a file names the pairing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.actions.intake.kinds import KINDS
from aidtrack.actions.load import TABLE_OF
from aidtrack.errors import N_
from aidtrack.formats.exchange import ExchangeField, ExchangeTable
from aidtrack.headings import HEADINGS
from aidtrack.registry import unknown
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aidtrack.actions.forms import Field, Form

_ENDS = frozenset({"donor", "county", "prefecture", "province", "recipient"})
_LEVELS = frozenset({"county", "prefecture", "province"})
_FIRST = {"projects": ("code", "name", "name_en", "aliases")}
"""What a person looks for first in a table, before the fields that the form asks for first."""

_OWN_HEADINGS = {
    ("divisions", "parent"): ("上级地区", "Parent"),
    ("sectors", "parent"): ("上级领域", "Parent"),
}
_OWN_HELP = {
    "pairing": N_("The pairing, as donor → recipient (331003 黄岩区 → 513329 新龙县), or by its uid or id."),
    "part_of": N_("Part of this figure, by its uid or id."),
    "restates": N_("Says this figure again, by its uid or id."),
}
"""What stands in a file where on the command line there is a number."""

_FOR_ALL = HEADINGS | {"external_id": ("外部编号", "External ID")}
_UNITS = {"funding": "元"}


def _fields(name: str, table: str) -> Iterable[ExchangeField]:
    yield ExchangeField("uid", "code", HEADINGS["uid"], N_("Its name for exchange; empty for a new record."))
    form = KINDS[table]
    first = _FIRST.get(name, ())
    kept = [field for field in form.fields if field.name not in _left_out(form)]
    for field in sorted(
        kept, key=lambda field: first.index(field.name) if field.name in first else len(first)
    ):
        yield _field(name, form, field)


def _left_out(form: Form) -> frozenset[str]:
    """Tell which fields are not exchanged: of a pairing its recipient at each level, of others both ends."""
    return _LEVELS if form.name == "pairing" else _ENDS


def _field(name: str, form: Form, field: Field) -> ExchangeField:
    vocabulary = field.of if field.reads == "word" else ""
    return ExchangeField(
        field.name,
        field.reads,
        _OWN_HEADINGS.get((name, field.name)) or _FOR_ALL[field.name],
        _OWN_HELP.get(field.name, field.help),
        VOCABULARIES[vocabulary].codes if vocabulary else (),
        unit=_UNITS.get(name, "") if field.reads == "quantity" else "",
        required=field.required or (form.name == "pairing" and field.name in _ENDS),
        vocabulary=vocabulary,
    )


def _labels(table: str) -> tuple[str, str]:
    term = VOCABULARIES["record"].by_code[table]
    return term.zh, term.en


EXCHANGED = {
    name: ExchangeTable(name, _labels(table), tuple(_fields(name, table))) for name, table in TABLE_OF.items()
}
"""By name in files, each table that is exchanged."""

_SINGULAR = {
    **{table: name for name, table in TABLE_OF.items()},
    **{KINDS[table].also: name for name, table in TABLE_OF.items()},
}


def find_table(word: str) -> ExchangeTable:
    """Find a table by its name, in the singular or the plural."""
    name = word.strip().lower()
    name = _SINGULAR.get(name, name)
    if name not in EXCHANGED:
        raise unknown("kind", word, EXCHANGED)
    return EXCHANGED[name]
