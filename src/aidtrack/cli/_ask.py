"""Questions at a terminal: one line each on stderr; the end of the input or Ctrl-C leaves nothing behind."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from aidtrack.cli._main import complain
from aidtrack.errors import AidtrackError
from aidtrack.text import _, language
from aidtrack.vocab import VOCABULARIES
from aidtrack.wording import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aidtrack.actions.entry import Reader
    from aidtrack.actions.forms import Field, Form


def line(prompt: str) -> str:
    """Ask one question and give the answer without the blanks around it."""
    sys.stdout.flush()
    sys.stderr.write(f"{safe(prompt)} ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer:
        sys.stderr.write("\n")
        raise typer.Abort
    return answer.strip()


def yes(question: str) -> bool:
    """Ask a question to which an empty answer is no."""
    answers = _("[yes/NO]")  # not in an f-string: there Babel sees no sentence
    return line(f"{question} {answers}:").lower() in {"y", "yes", "是"}


def choose(question: str, choices: Sequence[tuple[str, str]]) -> str:
    """Ask for one of several things that are written out above the question, each with its letter."""
    for key, text in choices:
        sys.stderr.write(safe(f"  {key}  {text}") + "\n")
    keys = [key for key, _text in choices]
    while (answer := line(f"{question} [{'/'.join(keys)}]:").lower()) not in keys:
        pass
    return answer


Values = dict[str, "str | Sequence[str]"]


def fill(form: Form, given: Values, reader: Reader, unit: str | None) -> None:
    """Ask for all that is missing, one question each, and again where an answer cannot be read."""
    skipped: set[str] = set()
    while wanted := reader.missing(form, given, skipped):
        field = wanted[0].field
        answer = line(_question(field, reader))
        if not answer and field.name == "project":
            skipped.add(field.name)
        elif answer and _is_readable(reader, form, field.name, {**given, field.name: answer}, unit):
            given[field.name] = answer


def _is_readable(reader: Reader, form: Form, name: str, given: Values, unit: str | None) -> bool:
    try:
        reader.try_field(form, name, given, unit)
    except AidtrackError as error:
        complain(error)
        return False
    return True


def _question(field: Field, reader: Reader) -> str:
    from aidtrack.headings import field_name

    choices = _choices(field, reader)
    listed = f" ({choices})" if choices else ""
    default = f" [{field.default}]" if field.default else ""
    return f"{field_name(field.name)} – {_(field.help)}{listed}{default}:"


def _choices(field: Field, reader: Reader) -> str:
    if field.reads == "word":
        terms = [term.zh if language() == "zh" else term.name for term in VOCABULARIES[field.of].terms]
        if field.name == "programme":
            terms.append("none")
        return _(", ").join(terms)
    return _(", ").join(reader.choices(field)) if field.reads == "ref" else ""
