"""The loader of bundles: each fact once, nothing of it lost, what cannot be is refused whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from aidtrack import store, tables
from aidtrack.actions.initialise import read_bundle
from aidtrack.actions.load import Loaded, Loader
from aidtrack.actions.record import recording
from aidtrack.errors import Refused
from aidtrack.facts import Bundle

if TYPE_CHECKING:
    from ledgers import Ledger

SOURCE = {"uid": "paper", "title": "报", "kind": "news"}
PAIRING = {"uid": "pair", "donor": "331002 椒江区", "recipient": "513333 色达县"}


def load(ledger: Ledger, **lists: Any) -> Loaded:
    with recording(str(ledger), "test") as recorder:
        return Loader(recorder).load(Bundle.model_validate(lists))


def money(uid: str, amount: str, **more: Any) -> dict[str, Any]:
    about = {"pairing": "pair", "stage": "stated", "source": "paper", "locator": "L1", "separate": True}
    return {"uid": uid, "amount": amount, **about, **more}


def count(ledger: Ledger, table: sa.Table) -> int:
    with store.reading(str(ledger)) as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_the_seed_adds_nothing_the_second_time(ledger: Ledger) -> None:
    before = ledger.state()
    with recording(str(ledger), "again") as recorder:
        loaded = Loader(recorder).load(read_bundle(store.shipped("seed")))
    assert (loaded.added, loaded.unchanged) == (0, 135)
    assert ledger.state() == before


def test_a_named_group_keeps_its_members(empty_ledger: Ledger) -> None:
    east = {"uid": "east", "name": "东部二省", "members": ["330000 浙江省", "320000 江苏省"]}
    load(empty_ledger, divisions=[east])
    assert count(empty_ledger, tables.division_member) == 2


def test_a_part_may_stand_before_its_whole(empty_ledger: Ledger) -> None:
    figures = [money("part", "100万元", part_of="whole"), money("whole", "300万元")]
    assert load(empty_ledger, sources=[SOURCE], pairings=[PAIRING], funding=figures).added == 4


def test_a_restatement_points_at_what_counts(empty_ledger: Ledger) -> None:
    figures = [
        money("first", "1亿元"),
        money("second", "1.1亿元", restates="first"),
        money("third", "9千万元", restates="second"),
    ]
    load(empty_ledger, sources=[SOURCE], pairings=[PAIRING], funding=figures)
    columns = tables.funding.c
    with store.reading(str(empty_ledger)) as connection:
        rows = connection.execute(sa.select(columns.uid, columns.restates_id)).all()
        first = connection.execute(sa.select(columns.id).where(columns.uid == "first")).scalar()
    assert {row.uid: row.restates_id for row in rows} == {"first": None, "second": first, "third": first}


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"pairings": [{**PAIRING, "donor": "331002 黄岩区"}]}, "331002"),
        ({"pairings": [{**PAIRING, "donor": "999999 某区"}]}, "999999"),
        ({"pairings": [PAIRING], "funding": [money("a", "8500")]}, "no unit"),
        ({"pairings": [PAIRING], "funding": [money("a", "5人")]}, "5人"),
        ({"pairings": [PAIRING], "funding": [money("a", "1元", part_of="a")]}, "circle"),
        ({"divisions": [{"uid": "g", "name": "组", "members": ["999999 某区"]}]}, "999999"),
    ],
)
def test_what_cannot_be_is_refused_whole(empty_ledger: Ledger, lists: dict[str, Any], said: str) -> None:
    before = empty_ledger.state()
    with pytest.raises(Refused, match=said):
        load(empty_ledger, sources=[SOURCE], **lists)
    assert empty_ledger.state() == before
