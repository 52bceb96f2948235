"""A list cut off by its limit has the rows of the whole list in their order, and speaks of no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aidtrack.queries.arrange import ALL, Page, arranged
from aidtrack.queries.kinds import KINDS
from aidtrack.store import reading
from aidtrack.text import set_language
from odd_records import add_odd_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

    from aidtrack.queries.filters import Criteria
    from aidtrack.queries.kinds import Kind
    from aidtrack.result import Result
    from ledgers import Ledger

PROJECTS = (
    "id code name name_en donor recipient county prefecture programme sector status planned_start actual_end "
    "parent site source locator presumed note funding sector_name start end stages"
).split()
FIGURES = (
    "id project project_name pairing donor county period as_of basis part_of overlaps restates separate "
    "source locator printed"
).split()
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"county": "色达"},
    {"donor": "台州"},
    {"text": "学"},
    {"sector": "livestock"},
    {"status": "in_use"},
    {"status": "none"},
    {"stage": "issued"},
    {"year": "2022"},
    {"project": "511381-02"},
    {"project": "none"},
    {"programme": "other"},
)


@pytest.fixture
def odd(ledger: Ledger) -> Iterator[sa.Connection]:
    """Open the article's ledger with the odd records in it."""
    add_odd_records(str(ledger))
    # A project whose part is in another county, one with a part of a part, and one that only says again.
    ledger.write(
        "UPDATE project SET parent_id = (SELECT id FROM project WHERE code = '511381-02.1') "
        "WHERE code = '511304-01'",
        "UPDATE project SET parent_id = (SELECT id FROM project WHERE code = 'odd-2') WHERE code = '513328-02'",
    )
    with reading(str(ledger)) as connection:
        yield connection


def said(result: Result, page: Page) -> dict[str, Any]:
    """Tell all that a format would show of an answer."""
    names = (
        {name for row in result.rows for name in row if name[0] != "_"}
        if page.worded
        else {c.name for c in result.columns}
    )
    rows = [{name: row.get(name) for name in names} for row in result.rows]
    common = {"rows": rows, "left out": result.left_out, "remarks": result.remarks}
    if not page.for_people:
        return common
    depths = [row.get("_depth") for row in result.rows]
    return {**common, "depths": depths, "presumed": [row.get("_presumed") for row in result.rows]}


def same(connection: sa.Connection, kind: Kind, criteria: Criteria, page: Page) -> None:
    whole = kind.list(connection, criteria, Page(for_people=page.for_people, named=page.worded))
    part = kind.list(connection, criteria, page)
    assert said(part, page) == said(arranged(whole, page), page), (kind.name, page)
    if page.for_people and not part.left_out:
        assert (part.title, part.shown, part.total, part.notes) == (
            *(whole.title, whole.shown),
            *(whole.total, whole.notes),
        )
    elif page.for_people:
        speaks_of_its_rows_alone(part)


def speaks_of_its_rows_alone(part: Result) -> None:
    """A page claims nothing that holds of its rows by chance, and nothing of those that it does not show."""
    assert part.total is None
    assert " · " not in part.title
    assert "→" not in part.title
    shown = [column.name for column in part.shown]
    for name in ("donor", "stage", "sector_name", "group"):
        assert name in shown or all(row.get(name) in (None, "unstated") for row in part.rows), name


@pytest.mark.parametrize("name", ["projects", "funding", "jobs", "results"])
def test_a_page_has_the_rows_of_the_whole_list(odd: sa.Connection, name: str) -> None:
    kind = KINDS[name]
    for given in FILTERS:
        criteria = kind.criteria(odd, given, "CNY")
        for limit in (0, 1, 3, 1000):
            same(odd, kind, criteria, Page(limit=limit))
        same(odd, kind, criteria, Page(limit=2, for_people=False))


def test_so_has_it_in_chinese(odd: sa.Connection) -> None:
    set_language("zh")
    for name in ("projects", "funding"):
        same(odd, KINDS[name], KINDS[name].criteria(odd, {}, "CNY"), Page(limit=4))


@pytest.mark.parametrize("name", ["projects", "funding", "jobs"])
def test_a_page_is_sorted_as_the_whole_list_is(odd: sa.Connection, name: str) -> None:
    kind = KINDS[name]
    criteria = kind.criteria(odd, {}, "CNY")
    for column in PROJECTS if name == "projects" else FIGURES:
        for sort in (column, f"-{column}"):
            for for_people in (True, False):
                same(odd, kind, criteria, Page(sort, 4, for_people=for_people))


def test_other_lists_are_cut_off_too(odd: sa.Connection) -> None:
    for kind in KINDS.values():
        criteria = kind.criteria(odd, {}, "CNY")
        whole, part = kind.list(odd, criteria, ALL), kind.list(odd, criteria, Page(limit=1))
        assert part.rows == whole.rows[:1]
        assert part.left_out == len(whole.rows) - 1
