"""What can stand on the line where the tab key was pressed: which values each option and argument takes.

The tables are those that the commands themselves are made of; what only a ledger knows comes from `_live`.
Nothing of this is loaded unless a shell asks.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from aidtrack.actions.forms import FORMS
from aidtrack.cli import _live
from aidtrack.cli._options import CHOICES
from aidtrack.formats.exchange import EXCHANGE
from aidtrack.queries.dimension_table import DIMENSIONS
from aidtrack.queries.filter_table import FILTERS
from aidtrack.queries.kinds import KINDS
from aidtrack.queries.measure_table import MEASURES
from aidtrack.text import LANGUAGES, _, language
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from aidtrack.actions.forms import Field
    from aidtrack.cli._live import Candidate
    from aidtrack.queries.filter_table import Filter
    from aidtrack.vocab import Term

    Completer = Callable[[str], Iterable[Candidate]]
    """Gives what goes on from an incomplete word."""


def words(incomplete: str, *, vocabulary: str) -> list[Candidate]:
    """Give the codes of a vocabulary, and its labels once one is begun."""
    found: list[Candidate] = []
    for term in VOCABULARIES[vocabulary].terms:
        forms = (term.name, term.zh, term.en) if incomplete else (term.name,)
        form = next((form for form in forms if form.startswith(incomplete)), None)
        if form is not None:
            found.append((form, _label(term) if form == term.name else term.name))
    return found


def _label(term: Term) -> str:
    return term.zh if language() == "zh" else term.en


def _one_of(incomplete: str, *, choices: Mapping[str, str]) -> list[Candidate]:
    return [(name, text) for name, text in choices.items() if name.startswith(incomplete)]


def dimensions(incomplete: str) -> list[Candidate]:
    """Give the dimensions of totals."""
    zh = language() == "zh"
    return _one_of(incomplete, choices={name: row.zh if zh else row.en for name, row in DIMENSIONS.items()})


def measures(incomplete: str) -> list[Candidate]:
    """Give the fixed measures, and the indicators of this ledger that may be summed."""
    zh = language() == "zh"
    fixed = _one_of(incomplete, choices={name: row.zh if zh else row.en for name, row in MEASURES.items()})
    return fixed + _live.summable(incomplete)


def kinds(incomplete: str) -> list[Candidate]:
    """Give the kinds of records: in the plural, and in the singular once one is begun that has no plural."""
    plural = _one_of(incomplete, choices={name: _(row.summary) for name, row in KINDS.items()})
    singular = _one_of(incomplete, choices={row.singular: _(row.summary) for row in KINDS.values()})
    return plural + [one for one in singular if one[0] not in KINDS] if incomplete else plural


def references(incomplete: str, *, kind: str) -> Iterable[Candidate]:
    """Give the records of a kind: `show project`, and then the tab key."""
    rows = (row for row in KINDS.values() if kind in (row.name, row.singular))
    row = next(rows, None)
    if row is None:
        return []
    ends = {"donors": "donor", "counties": "recipient"}
    if row.name in ends:
        return _live.paired(incomplete, end=ends[row.name])
    return _live.records(incomplete, table=row.table)


def complete_filter(row: Filter) -> Completer | None:
    """Find what completes the values of a filter."""
    if row.vocabulary:
        return partial(words, vocabulary=row.vocabulary)
    if row.on in ("donor", "recipient"):
        return partial(_live.paired, end=row.on, level=row.level)
    if row.name in _live.CODED:
        return partial(_live.records, table=row.name)
    return None


def complete_field(field: Field) -> Completer | None:
    """Find what completes the values of a field of a form."""
    if field.reads == "word":
        return partial(words, vocabulary=field.of)
    if field.reads in ("place", "places"):
        end = "donor" if field.name == "donor" else "recipient" if field.of else ""
        return partial(_live.divisions, level=field.of, end=end)
    if field.reads == "ref":
        return partial(_live.records, table=field.of)
    return None


OPTIONS: Mapping[str, Completer | None] = {
    **{f"--{name}": complete_filter(row) for name, row in FILTERS.items()},
    "--by": dimensions,
    "--measure": measures,
    "--format": partial(_one_of, choices=dict.fromkeys(CHOICES, "")),
    "--lang": partial(_one_of, choices=dict.fromkeys(LANGUAGES, "")),
    "--of": partial(_live.records, table="source"),
}
"""What completes the options that mean the same in every command."""


_EXCHANGED = partial(_one_of, choices={name: ", ".join(row.endings) for name, row in EXCHANGE.items()})
OF_COMMANDS: Mapping[tuple[str | None, str], Completer] = {
    ("export", "--format"): _EXCHANGED,
    ("import", "--format"): _EXCHANGED,
}
"""What completes the options that mean something else in one command."""


def complete_option(flags: Iterable[str], form: str | None, command: str | None = None) -> Completer | None:
    """Find what completes an option by its flags: in the commands of a form, the form says."""
    fields = _FIELDS.get(form, {})
    for flag in flags:
        if (command, flag) in OF_COMMANDS:
            return OF_COMMANDS[command, flag]
        if flag == "--clear":
            return partial(_one_of, choices={field.name: _(field.help) for field in fields.values()})
        if flag in fields:
            return complete_field(fields[flag])
        if flag in OPTIONS:
            return OPTIONS[flag]
    return None


_FIELDS: Mapping[str | None, Mapping[str, Field]] = {
    name: {field.option: field for field in form.fields}
    for form in FORMS.values()
    for name in (form.name, form.also)
}


def complete_argument(name: str, form: str | None, before: Mapping[str, object]) -> Completer | None:
    """Find what completes an argument, knowing those `before` it on the line."""
    if name == "kind":
        return kinds
    if name == "ref":
        return partial(references, kind=form or str(before.get("kind")))
    if name == "what":  # history takes kind and reference as one argument of two words
        said = before.get(name)
        return partial(references, kind=str(said[0])) if isinstance(said, (list, tuple)) and said else kinds
    return None
