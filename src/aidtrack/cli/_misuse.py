"""What Typer refuses, in the program's own words: Typer speaks English alone."""

from __future__ import annotations

import re
from difflib import get_close_matches

from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.registry import unknown
from aidtrack.text import _

_WORDS = (
    (
        re.compile(r"(?P<value>.*) is not a valid (?:int|integer)(?: range)?\."),
        N_("{value} is no whole number."),
    ),
    (re.compile(r"(?P<value>.*) is not a valid float(?: range)?\."), N_("{value} is no number.")),
    (
        re.compile(r"(?P<value>.*) is not in the range x>=(?P<low>.*)\."),
        N_("{value} is too small, it must be at least {low}."),
    ),
    (
        re.compile(r"(?P<value>.*) is not in the range (?P<low>.*)<=x<=(?P<high>.*)\."),
        N_("{value} is not within {low} and {high}."),
    ),
)
"""By what Typer says why a value is none. Whatever is not here stays in English."""

_OTHER_WORDS = {
    "--recipient": "--county",
    "--receiver": "--county",
    "--district": "--county",
    "--city": "--prefecture",
    "--helper": "--donor",
    "--money": "--amount",
    "--type": "--kind",
}
"""Words that people try, each with the option that has it."""


def misused(error: BaseException, names: set[str]) -> AidtrackError:
    """Word what Typer refuses; `names` are those of the error's classes."""
    if "typer.NoSuchOption" in names:
        return _no_option(error)
    if "typer.BadOptionUsage" in names:
        needs = "requires" in str(error)
        sentence = N_("{name} needs a value.") if needs else N_("{name} takes no value.")
        return Unreadable(sentence, name=getattr(error, "option_name", ""))
    if "typer.MissingParameter" in names:
        return Unreadable(N_("{name} is missing; --help says more."), name=_parameter(error))
    if "typer.BadParameter" in names:
        return Unreadable(
            N_("The value of {name} cannot be read: {why}"), name=_parameter(error), why=_why(str(error))
        )
    if str(error) == "Missing command.":
        return Unreadable(N_("The command is missing; --help lists them."))
    return Unreadable("{why}", why=str(error))


def _alike(name: str, option: str) -> bool:
    """Tell whether two options are much alike, not counting the dashes that all have."""
    return bool(get_close_matches(name.lstrip("-"), [option.lstrip("-")], cutoff=0.6))


def _no_option(error: BaseException) -> AidtrackError:
    name = getattr(error, "option_name", "")
    near = [one for one in getattr(error, "possibilities", None) or () if _alike(name, one)]
    if meant := _meant(error, name):
        return unknown("option", name, [], {name: meant})
    if near:
        return unknown("option", name, near)
    if getattr(getattr(error, "ctx", None), "parent", None) is None:
        return Unreadable(N_("{name} is no option that stands before the command; try it after."), name=name)
    return Unreadable(N_("No option is called {name}; --help lists them."), name=name)


def _meant(error: BaseException, name: str) -> str | None:
    """Know the right option by another word for it, where the command has that option."""
    meant = _OTHER_WORDS.get(name)
    command = getattr(getattr(error, "ctx", None), "command", None)
    known = {flag for parameter in getattr(command, "params", ()) for flag in parameter.opts}
    return meant if meant in known else None


def _parameter(error: BaseException) -> str:
    parameter = getattr(error, "param", None)
    flags = [flag for flag in getattr(parameter, "opts", ()) if flag.startswith("-")]
    return flags[0] if flags else getattr(parameter, "human_readable_name", "?")


def _why(said: str) -> str:
    for pattern, sentence in _WORDS:
        if found := pattern.fullmatch(said):
            return _(sentence).format(**found.groupdict())
    return said
