"""The shells that ask what could stand next, and how each takes the answer.

Typer answers bash, zsh and fish, but leaves it to the shell what becomes of a blank or a quote in a value. This
leans on the inside of Typer, as `_lazy` does.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from typer._click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
    split_arg_string,
)
from typer._completion_classes import BashComplete, FishComplete, ZshComplete
from typer.core import TyperArgument, TyperGroup

if TYPE_CHECKING:
    from typer._click.core import Command, Context, Parameter


def answer(command: Command) -> None:
    """Answer the shell and exit; whatever goes wrong, a person who pressed the tab key hears nothing of it."""
    hook(command)
    for kind in (Bash, Zsh, Fish):
        add_completion_class(kind, kind.name)
    with suppress(Exception):
        command.main([], prog_name="aidtrack")
    sys.exit(1)


def hook(command: Command, form: str | None = None) -> None:
    """Give all parameters of a command, down to the last nested one, what completes their values."""
    if isinstance(command, TyperGroup):
        for name, nested in command.commands.items():
            hook(nested, name if command.name in ("add", "edit") else None)
    for parameter in command.params:
        parameter._custom_shell_complete = partial(_candidates, form)  # noqa: SLF001 - no other way in


def _candidates(
    form: str | None, context: Context, parameter: Parameter, incomplete: str
) -> list[CompletionItem]:
    from aidtrack.cli._complete import complete_argument, complete_option  # not for the names of commands

    if isinstance(parameter, TyperArgument):
        completer = complete_argument(parameter.name or "", form, context.params)
    else:
        completer = complete_option(parameter.opts, form, context.command.name)
    found = dict(completer(incomplete)) if completer else {}
    # What cannot be seen on a line cannot be completed on it either.
    return [CompletionItem(value, help=text) for value, text in found.items() if value.isprintable()]


def _words(text: str) -> tuple[list[str], str]:
    """Split a line at the cursor: the words before it, and the one it stands in, be its quotes still open."""
    *before, last = split_arg_string(f"{text}x")
    return before[1:], last[:-1]


def _unquoted(word: str) -> str:
    return "".join(split_arg_string(f"{word}x"))[:-1]


class Bash(BashComplete):
    """Bash puts the answer on the line as it is: what it would read otherwise must come quoted."""

    name = "bash"

    @property
    def raw(self) -> list[str]:
        """The words as they stand on the line; the script hands them over one a line."""
        return os.environ["COMP_WORDS"].split("\n")

    def get_completion_args(self) -> tuple[list[str], str]:
        if len(self.raw) == 1:
            return super().get_completion_args()
        words = [_unquoted(word) for word in self.raw]
        place = int(os.environ["COMP_CWORD"])
        # Bash breaks --county=色达 into three.
        before = [word for word in words[1:place] if word != "="]
        return before, "".join(words[place : place + 1])

    def format_completion(self, item: CompletionItem) -> str:
        return quoted(str(item.value), self._open_quote())

    def _open_quote(self) -> str:
        place = int(os.environ["COMP_CWORD"])
        word = "".join(self.raw[place : place + 1])
        return word[:1] if len(self.raw) > 1 and word[:1] in ("'", '"') else ""


def quoted(value: str, quote: str) -> str:
    """Write a value as bash reads it, after the quote that is open on the line, if one is."""
    if quote == "'":
        return value.replace("'", "'\\''")
    if quote:
        return re.sub(r'(["\\$`])', r"\\\1", value)
    return re.sub(r"([^\w./,+@%-])", lambda found: _escaped(found[1]), value)


def _escaped(character: str) -> str:
    return f"\\{character}" if character.isascii() or character.isspace() else character


class WholeLine(ShellComplete):
    """A shell that hands over the line up to the cursor, with `--county=色达` as the one word that it is."""

    def get_completion_args(self) -> tuple[list[str], str]:
        return _words(os.environ.get("_TYPER_COMPLETE_ARGS", ""))

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        found = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if equals and option.startswith("--"):
            for item in found:
                item.value = f"{option}={item.value}"
        return found


class Zsh(WholeLine, ZshComplete):
    """Zsh quotes for itself, but evaluates what it is told twice."""

    name = "zsh"

    def format_completion(self, item: CompletionItem) -> str:
        value = _for_zsh(str(item.value))
        return f"{value}:{_for_zsh(item.help)}" if item.help else value


def _for_zsh(text: str) -> str:
    """Keep a text together in the list that `_arguments` evaluates, itself inside single quotes."""
    escaped = re.sub(
        r"([^\w./,+@%-])", lambda found: _escaped(found[1]), text.replace("\\", r"\\").replace(":", r"\:")
    )
    return escaped.replace("'", "'\\''")


class Fish(WholeLine, FishComplete):
    """Fish takes a value and its meaning on a line, and quotes for itself."""

    name = "fish"

    def format_completion(self, item: CompletionItem) -> str:
        meaning = " ".join((item.help or "").split())
        return f"{item.value}\t{meaning}" if meaning else str(item.value)
