"""The kinds of records that can be taken in, by the names that their tables have in files."""

from __future__ import annotations

from aidtrack.actions.forms import FORMS, Field, Form
from aidtrack.actions.load import TABLE_OF
from aidtrack.errors import N_
from aidtrack.registry import Registry, unknown

# Nobody adds a sector by hand, but one that was made elsewhere can come with the records that are of it.
_SECTOR = Form(
    "sector",
    "sector",
    (
        Field("code", N_("Its code, in English snake_case."), "code", required=True),
        Field("name", N_("Its name."), required=True),
        Field("name_en", N_("Its English name."), required=True),
        Field("parent", N_("The sector it is part of."), "ref", "sector"),
        Field("dac", N_("DAC purpose code."), "code"),
        Field("note", N_("A note.")),
        Field("external_id", N_("Its key in another system: SYSTEM:KEY."), "code"),
    ),
    also="sectors",
    help=N_("A field of work."),
)

KINDS = Registry("kind", (*FORMS.values(), _SECTOR))

ORDER = tuple(TABLE_OF.values())
"""The kinds in the order in which they can be written."""

_BY_NAME = {name: KINDS[table] for name, table in TABLE_OF.items()}


def kind_of(name: str) -> Form:
    """Find a kind by the name of its table in files."""
    if name not in _BY_NAME:
        raise unknown("kind", name, _BY_NAME)
    return _BY_NAME[name]
