"""The command line: a table of its commands, and the way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aidtrack.errors import N_
from aidtrack.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Sequence


class CommandRow(NamedTuple):
    """One command: `module` is imported only when it runs, so `summary` is all that help needs."""

    name: str
    module: str
    summary: str
    panel: str


READING = N_("Reading the ledger")
RECORDING = N_("Recording by hand")
EXCHANGING = N_("Bringing in and giving out")
KEEPING = N_("Keeping the ledger")

COMMANDS = Registry(
    "command",
    (
        CommandRow("list", "aidtrack.cli.list", N_("List the records of one kind."), READING),
        CommandRow(
            "show", "aidtrack.cli.show", N_("Show one record and where its figures are said."), READING
        ),
        CommandRow("totals", "aidtrack.cli.totals", N_("Add up, counting everything once."), READING),
        CommandRow("parse", "aidtrack.cli.parse", N_("Show how a text is read."), READING),
        CommandRow(
            "add", "aidtrack.cli.add", N_("Add a record, or many from the standard input."), RECORDING
        ),
        CommandRow("edit", "aidtrack.cli.edit", N_("Change what is named in a record."), RECORDING),
        CommandRow("remove", "aidtrack.cli.remove", N_("Take a record out."), RECORDING),
        CommandRow(
            "prefer", "aidtrack.cli.prefer", N_("Let another statement of a figure count."), RECORDING
        ),
        CommandRow(
            "import",
            "aidtrack.cli.importing",
            N_("Bring records in from a file, all of them or none."),
            EXCHANGING,
        ),
        CommandRow(
            "export",
            "aidtrack.cli.export",
            N_("Give records out to a file or a folder."),
            EXCHANGING,
        ),
        CommandRow("template", "aidtrack.cli.template", N_("Write an empty form as a workbook."), EXCHANGING),
        CommandRow("history", "aidtrack.cli.history", N_("Show who changed what."), RECORDING),
        CommandRow("undo", "aidtrack.cli.undo", N_("Take a whole change back."), RECORDING),
        CommandRow("init", "aidtrack.cli.init", N_("Create the ledger's database and fill it."), KEEPING),
        CommandRow("check", "aidtrack.cli.check", N_("Check the ledger against its own rules."), KEEPING),
        CommandRow("db", "aidtrack.cli.db", N_("Look after the database itself."), KEEPING),
    ),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the line that the user typed and return its exit code."""
    from aidtrack.cli._main import run

    return run(argv)
