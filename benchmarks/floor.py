"""The least that a program of these parts can be: Typer, a select of SQLAlchemy Core, a rich table.

    python benchmarks/floor.py list LEDGER.db 色达
    python benchmarks/floor.py totals LEDGER.db benchmarks/sql/totals_by_donor.sql

What stands between it and the machine is what these libraries cost; what stands between it and aidtrack is ours.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer evaluates annotations
from typing import Any

import sqlalchemy as sa
import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer()


def _table(name: str, columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns.split()))


project = _table("project", "id code name pairing_id sector_id status planned_end actual_end")
pairing = _table("pairing", "id donor_id recipient_id")
division = _table("division", "id name short")
sector = _table("sector", "id code")
funding = _table("funding", "project_id low high stage part_of_id restates_id")


def _show(ledger: str, query: sa.Executable) -> None:
    engine = sa.create_engine(f"sqlite:///{ledger}")
    with engine.connect() as connection:
        found = connection.execute(query)
        table = Table(*found.keys())
        for row in found:
            table.add_row(*map(_cell, row))
    Console().print(table)


def _cell(value: Any) -> str:  # noqa: ANN401 - of any column
    return "–" if value is None else str(value)


@app.command("list")
def list_(ledger: str, county: str) -> None:
    """List the projects of a county, with the money of each."""
    money = (
        sa.select(funding.c.project_id, sa.func.sum(funding.c.low).label("low"))
        .where(funding.c.part_of_id.is_(None), funding.c.restates_id.is_(None))
        .group_by(funding.c.project_id)
        .subquery()
    )
    source = (
        project.join(pairing, pairing.c.id == project.c.pairing_id)
        .join(division, division.c.id == pairing.c.recipient_id)
        .outerjoin(sector, sector.c.id == project.c.sector_id)
        .outerjoin(money, money.c.project_id == project.c.id)
    )
    columns = project.c.code, project.c.name, sector.c.code, project.c.status, project.c.planned_end
    query = sa.select(*columns, money.c.low).select_from(source).where(division.c.short == county)
    _show(ledger, query.order_by(project.c.code))


@app.command()
def totals(ledger: str, statement: Path) -> None:
    """Run a statement that gives totals."""
    _show(ledger, sa.text(statement.read_text(encoding="utf-8")))


if __name__ == "__main__":
    app()
