"""Typer, taught three things: to load commands late, to speak Chinese, to take the options of every command.

Everything that leans on the inside of Typer is here and in _shells.py (and pinned in pyproject.toml).
"""

from __future__ import annotations

import os
from copy import copy
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer._click.core import Command as ClickCommand
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command, get_install_completion_arguments

from aidtrack import __version__
from aidtrack.cli import COMMANDS
from aidtrack.cli._options import global_options
from aidtrack.errors import N_, Unreadable
from aidtrack.registry import unknown
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from typer._click.core import Context, Parameter
    from typer._click.formatting import HelpFormatter
    from typer.models import CommandFunctionType

COMPLETING = "_AIDTRACK_COMPLETE"
"""The variable in which a shell asks what could stand next on the line."""

# What Typer itself says; translated with the rest when a command is loaded.
N_("Install completion for the current shell.")
N_("Show completion for the current shell, to copy it or customize the installation.")


class Spoken(ClickCommand):
    """What commands and groups have in common: help in the user's language, and plain refusals."""

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = _("Show this message and exit.")
        return option

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        translate_panels()
        super().format_help(ctx, formatter)


class Command(Spoken, TyperCommand):
    """A command that does something."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True  # in order to refuse them in our own words
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise Unreadable(
                N_("'{extra}' is more than '{command}' takes."),
                extra=" ".join(rest),
                command=ctx.command_path,
            )
        return rest


class Group(Spoken, TyperGroup):
    """A command that only holds others."""

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, ClickCommand | None, list[str]]:
        if args[0] not in self.commands and not ctx.resilient_parsing:
            shown = [name for name, command in self.commands.items() if not command.hidden]
            raise unknown("command", args[0], shown, self._other_words())
        return super().resolve_command(ctx, args)

    def _other_words(self) -> dict[str, str]:
        """Know what people call it too: the help, and kinds of records where the commands are called by these."""
        from aidtrack.queries.kinds import KINDS

        kinds = {word: name for word, name in KINDS.synonyms.items() if name in self.commands}
        return {"help": "--help", **kinds}


class LazyGroup(Group):
    """The root: shows every command from the table, and imports a module only to run it."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        for row in COMMANDS.values():
            stub = TyperCommand(row.name, help=_(row.summary), rich_help_panel=_(row.panel))
            self.add_command(stub)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, ClickCommand | None, list[str]]:
        name, stub, rest = super().resolve_command(ctx, args)
        return name, load(name, rest) if name else stub, rest


class App(typer.Typer):
    """The Typer app of a command's module, by the name `app`; give `group=True` where it holds several.

    Texts are marked with N_ and not translated by the module: `load` does that when the language is known.
    """

    def __init__(self, *, group: bool = False) -> None:
        super().__init__(
            cls=Group, add_completion=False, no_args_is_help=True, rich_markup_mode="rich", help=""
        )
        if group:  # Typer takes an app of one command for that command, unless it has a callback
            self.callback()(_nothing)

    def of(self, line: Sequence[str]) -> App:
        """Leave out the commands that a line does not name: to make them all takes longer than to run one."""
        named = [command for command in self.registered_commands if [command.name] == [*line[:1]]]
        if not named:
            return self
        app = copy(self)
        app.registered_commands = named
        return app

    def command(  # type: ignore[override] # fewer ways to call it, for fewer ways to forget the class
        self, name: str | None = None, *, help: str = "", **attrs: Any
    ) -> Callable[[CommandFunctionType], CommandFunctionType]:
        """Add a command; where `help` is not said it is the summary in COMMANDS, never the docstring."""
        return super().command(name, cls=Command, help=help, **attrs)


def _nothing() -> None:
    """Stand for a group that does nothing by itself."""


def load(name: str, line: Sequence[str] = ()) -> ClickCommand:
    """Import the module of a command and make it for the rest of a line, in the language spoken now."""
    row = COMMANDS[name]
    command = get_command(import_module(row.module).app.of(line))
    command.name = name
    command.help = command.help or row.summary
    _complete(command)
    if os.environ.get(COMPLETING):
        from aidtrack.cli._shells import hook

        hook(command)
    return command


def _complete(command: ClickCommand) -> None:
    """Add the options of every command, and translate, down to the last nested command."""
    if isinstance(command, TyperGroup):
        for nested in command.commands.values():
            _complete(nested)
    command.params.extend(global_options())
    translate(command)


def translate(command: ClickCommand) -> None:
    """Turn the marked texts of a command and its parameters into the language spoken now."""
    command.help = _text(command.help)
    command.options_metavar = _("[OPTIONS]")
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
    for parameter in command.params:
        if isinstance(parameter, (typer.core.TyperArgument, TyperOption)):
            parameter.help = _text(parameter.help)
            parameter.rich_help_panel = _text(parameter.rich_help_panel)


def _text(marked: str | None) -> str | None:
    return _(marked) if marked else marked


def translate_panels() -> None:
    """Give Typer's own words, which it fixes when it is imported, in the language spoken now."""
    from typer import rich_utils

    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.DEFAULT_STRING = _("[default: {}]")
    rich_utils.ENVVAR_STRING = _("[env var: {}]")
    rich_utils.REQUIRED_LONG_STRING = _("[required]")
    _fold_long_words()


@cache
def _fold_long_words() -> None:
    """Fold what is too wide: a Chinese sentence is one long word, of which rich would show the beginning."""
    from typer import rich_utils

    make: Callable[..., Any] = rich_utils._make_rich_text  # noqa: SLF001 - no other way in

    def made(**attrs: Any) -> Any:
        text = make(**attrs)
        text.overflow = "fold"
        return text

    rich_utils._make_rich_text = made  # noqa: SLF001 - as above


def _version(ctx: Context, _option: Parameter, value: bool | None) -> None:
    if value and not ctx.resilient_parsing:
        typer.echo(f"aidtrack {__version__}")
        raise typer.Exit


def root() -> LazyGroup:
    """Make the command that all others hang on."""
    group = LazyGroup(
        name="aidtrack",
        help=N_("The ledger of paired assistance: who helps whom, with what, and where each figure is said."),
        no_args_is_help=True,
        rich_markup_mode="rich",
        params=[*global_options(), _version_option(), *get_install_completion_arguments()],
    )
    translate(group)
    return group


def _version_option() -> TyperOption:
    return TyperOption(
        param_decls=["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        show_default=False,
        callback=_version,
        help=N_("Show the version and exit."),
    )
