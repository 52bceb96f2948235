"""The fields of a kind of record as the options of a command, and the record a command has written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aidtrack.cli._options import OptionSpec
from aidtrack.errors import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aidtrack.actions.forms import Field, Form
    from aidtrack.cli._options import Given

FIELDS = N_("What is recorded")

_UNIT = OptionSpec(
    "unit",
    "--unit",
    N_("The unit of an amount that names none: 万元; for money else AIDTRACK_UNIT."),
    multiple=False,
    metavar="UNIT",
    panel=FIELDS,
)


def field_options(form: Form) -> Iterator[OptionSpec]:
    """Make an option of each field, in the order of the form."""
    for field in form.fields:
        yield _option(field)
        if form.is_figure and field.name == form.quantity:
            yield _UNIT


def _option(field: Field) -> OptionSpec:
    return OptionSpec(
        field.name,
        field.option,
        field.help,
        multiple=field.reads in ("words", "places"),
        metavar=_METAVARS.get(field.reads, field.name.upper()),
        panel=FIELDS,
        alias=field.alias,
        switch=field.reads == "flag",
    )


_METAVARS = {"date": "DATE", "period": "PERIOD", "place": "PLACE", "places": "PLACE", "ref": "REF"}


def taken(form: Form, fields: Given) -> tuple[dict[str, str | Sequence[str]], str | None]:
    """Take apart what was given: the fields of the record, and the unit of its amount."""
    given: Mapping[str, tuple[str, ...]] = dict(fields)
    values: dict[str, str | Sequence[str]] = {
        name: list(texts) if form[name].reads in ("words", "places") else texts[-1]
        for name, texts in given.items()
        if name in form
    }
    return values, _unit(form, given)


def _unit(form: Form, given: Mapping[str, tuple[str, ...]]) -> str | None:
    if not form.is_figure:
        return None
    if "unit" in given:
        return given["unit"][-1]
    # The variable is about money; jobs and results have units of their own.
    return os.environ.get("AIDTRACK_UNIT") or None if form.table == "funding" else None
