"""Options that commands share, and what the options of every command said."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from typer.core import TyperOption

from aidtrack.errors import N_
from aidtrack.formats import FORMATS
from aidtrack.registry import unknown
from aidtrack.text import LANGUAGES, set_language
from aidtrack.wording import without_passwords

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CHOICES = ("table", *FORMATS)

EVERYWHERE = N_("Options of every command")
OUTPUT = N_("Output")


@dataclass(slots=True)
class Settings:
    """What `--db` and `--debug` said, before the command or after it; without `--db` the store knows where."""

    db: str | None = None
    debug: bool = False

    def reset(self) -> None:
        """Forget what an earlier run in this process was told."""
        self.db, self.debug = None, False


settings = Settings()

_typed: list[str] = []


def remember(args: Iterable[str]) -> None:
    """Remember what was typed after the program's name, for the history."""
    _typed[:] = args


def command_line() -> str:
    """Write the command as it was typed, without the password of a database's URL."""
    return shlex.join(["aidtrack", *map(without_passwords, _typed)])


def _take_db(_context: object, _option: object, value: str | None) -> None:
    # Null means only that it is not said here: it may have been said before the command.
    settings.db = value or settings.db


def _take_debug(_context: object, _option: object, value: bool | None) -> None:
    settings.debug = settings.debug or bool(value)


def _take_lang(_context: object, _option: object, value: str | None) -> None:
    if value is None:
        return
    if value not in LANGUAGES:
        raise unknown("language", value, LANGUAGES)
    set_language(value)


def global_options() -> list[TyperOption]:
    """Make the options that work both before the command and after it."""
    return [
        _global("--db", _take_db, N_("The ledger's database, else AIDTRACK_DB."), metavar="PATH|URL"),
        _global("--lang", _take_lang, N_("The language to speak, else AIDTRACK_LANG."), metavar="zh|en"),
        _global("--debug", _take_debug, N_("Show where an error comes from."), is_flag=True),
    ]


def _global(flag: str, callback: Callable[..., None], text: str, **attrs: Any) -> TyperOption:
    return TyperOption(
        param_decls=[flag],
        callback=callback,
        expose_value=False,
        help=text,
        rich_help_panel=EVERYWHERE,
        show_default=False,
        **attrs,
    )


def _known_format(value: str | None) -> str | None:
    # Here already, so that nothing is asked of the ledger in vain.
    if value is not None and value not in CHOICES:
        raise unknown("format", value, CHOICES)
    return value


Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="|".join(CHOICES),
        callback=_known_format,
        help=N_("How to write the answer; a table at a terminal, else TSV."),
        rich_help_panel=OUTPUT,
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns", metavar="NAME,…", help=N_("Only these columns, in this order."), rich_help_panel=OUTPUT
    ),
]
Sort = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="[-]NAME",
        help=N_("Sort by this column; - sorts downwards."),
        rich_help_panel=OUTPUT,
    ),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=0, help=N_("At most so many rows."), rich_help_panel=OUTPUT),
]


class OptionSpec(NamedTuple):
    """One option that a registry adds to a command; `name` is its key among the values given.

    `alias` is a shorter way to write it; a `switch` has no value, and `--no-…` says the opposite.
    """

    name: str
    flag: str
    help: str
    multiple: bool = True
    metavar: str | None = None
    panel: str | None = None
    alias: str = ""
    switch: bool = False

    def keyword(self, into: str) -> str:
        """Name its parameter: `list KIND --kind` has an argument of the option's name already."""
        return f"{into}_{self.name}".replace("-", "_")

    def parameter(self, into: str) -> Parameter:
        """Declare it the way Typer reads a command's signature."""
        flags = (f"{self.flag}/--no-{self.flag.strip('-')}",) if self.switch else (self.flag, self.alias)
        metavar = None if self.switch else self.metavar or self.flag.strip("-").upper()
        option = typer.Option(
            *filter(None, flags), help=self.help, metavar=metavar, rich_help_panel=self.panel
        )
        kind = bool if self.switch else list[str] if self.multiple else str
        return Parameter(
            self.keyword(into),
            Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[kind | None, option],
        )


Given = dict[str, tuple[str, ...]]
"""The values of the options that were given, by name."""


def with_options(
    options: Iterable[OptionSpec], into: str = "filters"
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command these options; it receives those that were given as one dict, its parameter `into`."""
    specs = tuple(options)

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def filtered(**values: Any) -> None:
            given = {spec.name: _as_tuple(values.pop(spec.keyword(into), None)) for spec in specs}
            command(**values, **{into: {name: value for name, value in given.items() if value}})

        _declare(filtered, specs, into)
        return filtered

    return decorate


def _as_tuple(value: str | bool | list[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return (value,) if isinstance(value, str) else tuple(value)


def _declare(function: Callable[..., None], specs: tuple[OptionSpec, ...], into: str) -> None:
    # Typer reads the signature for the parameters and __annotations__ for their types: both must agree.
    own = signature(function, eval_str=True)
    kept = [parameter for name, parameter in own.parameters.items() if name != into]
    parameters = [*kept, *(spec.parameter(into) for spec in specs)]
    function.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    function.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
