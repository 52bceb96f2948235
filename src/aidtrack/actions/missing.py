"""What is still missing before a record can be written: asked for at a terminal, else refused all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.actions.fields import RECIPIENTS
from aidtrack.errors import N_, Unreadable
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from aidtrack.actions.forms import Field, Form

_RECIPIENT = N_("--county (or --prefecture, --province, --recipient)")
_HANGS = N_("--project (or --donor with --county, --prefecture, --province or --recipient)")
_BODY = N_("--project (or --pairing)")


@dataclass(frozen=True, slots=True)
class Missing:
    """A field to ask for, and the option or options that would have said it."""

    field: Field
    options: str


def missing(
    form: Form, given: Collection[str], *, locator: bool, skipped: Collection[str] = ()
) -> Iterator[Missing]:
    """List what is missing, in the order in which it is asked for.

    `locator` tells whether the source needs one; `skipped` are questions that were left unanswered.
    """
    yield from _ends(form, given, skipped)
    for field in form.fields:
        needed = field.required or (locator and form.is_figure and field.name == "locator")
        if needed and field.name not in given:
            yield Missing(field, field.option)


def _ends(form: Form, given: Collection[str], skipped: Collection[str]) -> Iterator[Missing]:
    """Every pairing has two ends; a project is of a pairing, a figure of a project or of a pairing."""
    if "donor" not in form or any(
        name in form and name in given for name in ("project", "pairing", "parent")
    ):
        return
    recipient = any(name in given for name in RECIPIENTS)
    if "project" in form and "project" not in skipped and not recipient and "donor" not in given:
        yield Missing(form["project"], _BODY if form.name == "participation" else _HANGS)
        return
    if "donor" not in given:
        yield Missing(form["donor"], "--donor")
    if not recipient:
        yield Missing(form["recipient"], _RECIPIENT)


def in_a_table(found: Iterable[Missing], form: Form) -> list[Missing]:
    """Name what is missing by the columns of a table, which names a pairing in one."""
    ends = ("donor", "recipient") if form.name != "pairing" else ()
    named: dict[str, Missing] = {}
    for one in found:
        pairing = Missing(form["pairing"], "--pairing") if one.field.name in ends else None
        hangs = Missing(one.field, _BODY) if one.field.name == "project" else None
        known = pairing or hangs or one
        named.setdefault(known.options, known)
    return list(named.values())


def lacking(found: Sequence[Missing]) -> Unreadable:
    """Build the refusal that names all options that are missing."""
    return Unreadable(
        N_("Still to be said: {options}."), options=_(", ").join(_(one.options) for one in found)
    )
