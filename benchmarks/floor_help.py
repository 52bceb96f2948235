"""The least that a program with Typer can be: what `--help` and completion cost without a database."""

from __future__ import annotations

import typer

app = typer.Typer(help="The ledger of paired assistance.")

COMMANDS = (
    "list show totals parse add edit remove prefer history undo import export template init check db".split()
)


def _command(name: str) -> None:
    @app.command(name, help=f"What {name} does with the ledger.")
    def _do(word: str = typer.Argument(""), county: str = typer.Option("", help="Recipient county.")) -> None:
        typer.echo(word + county)


for _name in COMMANDS:
    _command(_name)

if __name__ == "__main__":
    app(prog_name="floor")
