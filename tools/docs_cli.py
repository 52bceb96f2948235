"""`docs/cli.md`: the commands and all that they share, walked from the registries and from Typer's commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docs_text import code, link, section, table, title
from typer.core import TyperArgument, TyperGroup, TyperOption

from aidtrack import errors
from aidtrack.cli import COMMANDS
from aidtrack.cli._filters import FILTERING
from aidtrack.cli._lazy import load, root
from aidtrack.cli._main import INTERRUPTED
from aidtrack.cli._options import EVERYWHERE, OUTPUT, global_options
from aidtrack.formats import FORMATS
from aidtrack.queries.arrange import Page
from aidtrack.queries.dimensions import DIMENSIONS
from aidtrack.queries.filter_table import FILTERS
from aidtrack.queries.filters import read_filters
from aidtrack.queries.kinds import KINDS
from aidtrack.queries.measures import MEASURES
from aidtrack.store import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aidtrack.formats import Format
    from aidtrack.queries.dimensions import Dimension
    from aidtrack.queries.filter_table import Filter
    from aidtrack.queries.measures import Measure

ENVIRONMENT = {
    "AIDTRACK_DB": "the ledger: a path or a URL; `--db` goes before it",
    "AIDTRACK_LANG": "the language, `zh` or `en`; else the locale decides (`LC_ALL`, `LC_MESSAGES`, `LANG`)",
    "AIDTRACK_UNIT": "the unit of amounts that are typed without one; `--unit` goes before it",
    "AIDTRACK_ACTOR": "the name under which a change is recorded; else the user's name on the machine",
    "AIDTRACK_SOURCE": "the source of what is recorded by hand, where `--source` names none",
    "AIDTRACK_ASCII": "draw the rules and dashes of tables in ASCII",
    "NO_COLOR": "write no styles at a terminal",
    "COLUMNS": "the width of tables; else that of the terminal, else 80",
}
"""What the program reads of its environment; a test holds it against the source."""

PLACES = {
    "sector": "a [sector](vocabulary.md#sectors), or a DAC code",
    "indicator": "an [indicator](vocabulary.md#indicators)",
    "year": "a year",
    "project": "an id, a code or a name",
    "text": "words",
}


def cli_page() -> Iterator[str]:
    """Describe the command line: the commands, then what they share."""
    yield from title("The command line")
    yield "Answers go to stdout, what is said about them to stderr. An error is one sentence that says what to do."
    yield ""
    yield from _root()
    for name in COMMANDS:
        yield from _command(f"aidtrack {name}", load(name))
    yield from section("Options of every command", "They stand before the command or after it.")
    yield from _options(global_options())
    yield from (*_output(), *_filters(), *_kinds(), *_dimensions(), *_measures())
    yield from section("Exit codes")
    yield from table(("code", "means"), exit_codes())
    yield from section("Environment")
    yield from table(("variable", "says"), ((code(name), says) for name, says in ENVIRONMENT.items()))


# --- the commands


def _root() -> Iterator[str]:
    group = root()
    yield from section("aidtrack", group.help or "")
    rows = ((f"[{row.name}](#aidtrack-{row.name})", row.summary) for row in COMMANDS.values())
    yield from table(("command", "does"), rows)
    yield from _options(option for option in _of_type(group, TyperOption) if not _is_shared(option))


def _of_type(command: Any, kind: type[Any]) -> list[Any]:  # noqa: ANN401 - Typer's own
    return [parameter for parameter in command.params if isinstance(parameter, kind)]


def _command(path: str, command: Any) -> Iterator[str]:  # noqa: ANN401 - Typer's own
    yield from section(path, command.help)
    if isinstance(command, TyperGroup):
        for name, nested in command.commands.items():
            lines = () if nested.hidden else _command(f"{path} {name}", nested)
            yield from (f"#{line}" if line.startswith("## ") else line for line in lines)
        return
    arguments, options = _of_type(command, TyperArgument), _of_type(command, TyperOption)
    yield from (f"    {' '.join([path, '[OPTIONS]', *(_metavar(each) for each in arguments)])}", "")
    yield from table(("argument", "is"), ((code(_metavar(each)), each.help) for each in arguments))
    yield from _options(option for option in options if not _is_shared(option))
    yield from _also(options)


def _metavar(argument: TyperArgument) -> str:
    name = str(argument.metavar)
    return name if argument.required or name.startswith("[") else f"[{name}]"


def _options(options: Iterable[TyperOption]) -> Iterator[str]:
    yield from table(("option", "does"), ((code(_flag(option)), _meaning(option)) for option in options))


def _flag(option: TyperOption) -> str:
    flag = ", ".join(option.opts)
    return flag if option.is_flag else f"{flag} {option.metavar}"


def _meaning(option: TyperOption) -> str:
    more = [f"Default: {code(option.default)}."] if isinstance(option.default, str) else []
    more += [f"Else {code(str(option.envvar))}."] if option.envvar else []
    return " ".join([option.help or "", *more])


def _is_filter(option: TyperOption) -> bool:
    return option.opts[0].removeprefix("--") in FILTERS and option.rich_help_panel == FILTERING


def _is_shared(option: TyperOption) -> bool:
    """Tell whether an option is described once for all commands."""
    return _is_filter(option) or option.rich_help_panel in {OUTPUT, EVERYWHERE}


def _also(options: list[TyperOption]) -> Iterator[str]:
    """Name the shared options that a command takes."""
    output = [option.opts[0] for option in options if option.rich_help_panel == OUTPUT]
    groups = ["all [filters](#filters)"] if any(map(_is_filter, options)) else []
    groups += [f"of the [output](#output) {code(*output)}"] if output else []
    yield f"Also: {'; '.join([*groups, 'the [options of every command](#options-of-every-command)'])}."
    yield ""


# --- what they share


def _output() -> Iterator[str]:
    found = (option for name in COMMANDS for option in _of_type(load(name), TyperOption))
    options = {option.opts[0]: option for option in found if option.rich_help_panel == OUTPUT}
    yield from section("Output")
    yield from _options(options.values())
    yield from table(
        ("format", "is"), [(code("table"), "A table for people."), *map(_format, FORMATS.values())]
    )


def _format(row: Format) -> tuple[str, str]:
    text = row._loaded().__doc__ or ""  # noqa: SLF001 - the module says what it writes
    return code(row.name), text.partition("\n")[0]


def _filters() -> Iterator[str]:
    yield from section(
        "Filters",
        "The same words in every command that takes filters. Where a filter takes a word of a vocabulary, a sector, "
        "an indicator or a year, `none` selects what is not said.",
    )
    yield from table(("filter", "selects", "held against", "takes"), map(_filter, FILTERS.values()))


def _filter(row: Filter) -> tuple[str, str, str, str]:
    takes = link(row.vocabulary) if row.vocabulary else PLACES.get(row.name, "a place")
    return code(f"--{row.name}"), row.help, f"the {row.on}", takes


def _kinds() -> Iterator[str]:
    yield from section(
        "Kinds",
        "`KIND` is the plural or the singular. The columns are those that `--columns` and `--sort` take, the keys of "
        "JSON and the head of CSV.",
    )
    with reading(None) as connection:
        criteria = read_filters(connection, {})
        columns = {
            name: kind.list(connection, criteria, Page(limit=1)).columns for name, kind in KINDS.items()
        }
    rows = (
        (
            code(kind.name),
            code(kind.singular),
            kind.summary,
            code(*(column.name for column in columns[kind.name])),
        )
        for kind in KINDS.values()
    )
    yield from table(("kind", "singular", "holds", "columns"), rows)


def _dimensions() -> Iterator[str]:
    yield from section(
        "Dimensions", "`totals --by` takes one or two of them; [numbers](numbers.md) explains them."
    )
    heads = ("dimension", "English", "中文", "whose value", "total line")
    yield from table(heads, map(_dimension, DIMENSIONS.values()))


def _dimension(row: Dimension) -> tuple[str, str, str, str, str]:
    total = "none: each line by itself" if row.alone else "yes"
    return code(row.name), row.en, row.zh, f"the {row.of}'s", total


def _measures() -> Iterator[str]:
    yield from section(
        "Measures",
        "`totals --measure` takes these, and the code of each [indicator](vocabulary.md#indicators) that may be added "
        "up. A measure of people that names no scenario takes actual figures, unless `--scenario` or `--by scenario` "
        "asks for others.",
    )
    heads = ("measure", "English", "中文", "adds up", "takes")
    yield from table(heads, map(_measure, MEASURES.values()))


def _measure(row: Measure) -> tuple[str, str, str, str, str]:
    takes = "; ".join(f"{column}: {code(*values)}" for column, values in row.where.items())
    return code(row.name), row.en, row.zh, row.table, takes


def exit_codes() -> list[tuple[int, str]]:
    """Say what each exit code means, in the words of the errors that end with it."""
    kinds = [kind for kind in vars(errors).values() if _ends_a_run(kind)]
    found = {kind.exit_code: re.split(r"[;.]", str(kind.__doc__))[0] + "." for kind in kinds}
    interrupted = "Interrupted; nothing was changed, unless it is said what is kept."
    found |= {0: "Done; an empty answer too.", INTERRUPTED: interrupted}
    return sorted(found.items())


def _ends_a_run(kind: object) -> bool:
    base = errors.AidtrackError
    return isinstance(kind, type) and issubclass(kind, base) and kind is not base
