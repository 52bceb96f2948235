"""The filters as options, the same for every command that takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._options import OptionSpec, with_options
from aidtrack.errors import N_, Unreadable
from aidtrack.queries.filter_table import FILTERS

if TYPE_CHECKING:
    from collections.abc import Callable

FILTERING = N_("Filters")


def filtered_with(**helps: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command all filters; it receives those that were given as the dict `filters`.

    `helps` are the words on those that mean more to this command than to others.
    """
    # The trailing underscore keeps `kind` and `project` apart from a command's own parameters.
    return with_options(
        OptionSpec(f"{name.replace('-', '_')}_", f"--{name}", helps.get(name, row.help), panel=FILTERING)
        for name, row in FILTERS.items()
    )


filtered = filtered_with()

Currency = Annotated[
    str,
    typer.Option(
        "--currency", metavar="CNY", help=N_("The currency of the answer."), rich_help_panel=FILTERING
    ),
]


def given(filters: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Turn the options that were given into filters by name."""
    named = {name.rstrip("_").replace("_", "-"): values for name, values in filters.items()}
    for name, values in named.items():
        if len(values) > 1:
            raise Unreadable(N_("--{name} is given twice; give it once."), name=name)
    return {name: values[0] for name, values in named.items()}
