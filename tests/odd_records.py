"""Records that are hard to write down, for the tests of exchange: what a ledger may hold beside the article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aidtrack.actions.load import Loader
from aidtrack.actions.record import record
from aidtrack.facts import Bundle

if TYPE_CHECKING:
    from aidtrack.actions.record import Recorder

FORMULA = '=HYPERLINK("http://x","y")'
LINES = "第一行\n第二行\t“引”'号'\u202e\r\n- x: 👨‍👩‍👧 \\;"
WAY_OUT = "../../../../etc/passwd"

_SAID = {"source": "article", "locator": "L1", "separate": True}
_OF = {"project": "odd-part", "stage": "issued", **_SAID}

ODD: dict[str, list[dict[str, Any]]] = {
    "divisions": [
        {"uid": "odd-three", "name": "东部三区(旧)", "members": ["331002 椒江区", "331003 黄岩区"], "note": "-"},
        {"uid": "odd-county", "name": "新区", "level": "county", "code": "990001", "parent": "330000 浙江省"},
    ],
    "indicators": [
        {"uid": "visits", "code": "visits", "name": "走访", "unit": "人次", "summable": False},
    ],
    "sources": [
        {"uid": "odd-source", "title": "共饮一江水,同是一家人", "kind": "ledger", "external_id": "gov:s1"},
        {"uid": "odd-copy", "title": "2023", "copy_of": "odd-source", "document_number": "+1〔2023〕2号"},
    ],
    "organisations": [
        {"uid": "odd-path", "name": WAY_OUT, "aliases": ["a;b", " c\\", "-", "=1"], "identifier": "-x"},
        {"uid": "odd-same", "name": "同名", "division": "odd-three"},
        {"uid": "odd-same-2", "name": "同名", "division": "odd-county", "external_id": "gov:o1"},
        {"uid": "odd-number", "name": "123"},
    ],
    "pairings": [
        {"uid": "odd-other", "donor": "331002 椒江区", "recipient": "513333 色达县", "programme": "other"},
        {"uid": "odd-unsaid", "donor": "331002 椒江区", "recipient": "513333 色达县", "since": "2024"},
        {"uid": "odd-group", "donor": "odd-county", "recipient": "odd-three", "programme": "other"},
    ],
    "projects": [
        {"uid": "odd-whole", "code": "odd-1", "name": FORMULA, "aliases": ["=1;2"], "pairing": "odd-other",
         "works": LINES, "note": "-", "presumed": ["name"]},
        {"uid": "odd-part", "code": "odd-2", "name": "子项", "pairing": "odd-unsaid", "parent": "odd-whole",
         "planned_start": "2023", "planned_end": "2023-08-15", "status": "under_way", "external_id": "gov:p1"},
        {"uid": "odd-alone", "code": "odd-3", "name": "独立", "pairing": "odd-group", "sector": "livestock"},
    ],
    "participations": [
        {"uid": "odd-role", "organisation": "odd-same", "role": "partner", "project": "odd-part", "note": FORMULA},
        {"uid": "odd-role-2", "organisation": "odd-path", "role": "employer", "pairing": "odd-group"},
    ],
    "funding": [
        {"uid": "odd-dollars", **_OF, "amount": "85.5万美元", "currency": "USD", "period": "2022", "as_of": "2022-12-31"},
        {"uid": "odd-euro", **_OF, "amount": 1000, "currency": "EUR", "fund_source": "government", "form": "cash"},
        {"uid": "odd-counted", **_OF, "amount": 1234567.89, "period": "2021-06/", "basis": "cumulative"},
        {"uid": "odd-open", **_OF, "amount": {"low": 500, "value": 500, "kind": "at_least"}, "period": "/2023"},
        {"uid": "odd-range", **_OF, "amount": {"low": 500, "high": 700, "kind": "range"}, "tier": "county"},
        {"uid": "odd-vague", **_OF, "amount": {"low": 1, "kind": "vague", "text": "一笔"}, "external_id": "gov:f1"},
        {"uid": "odd-other-bounds", **_OF, "amount": {"text": "1000余万元", "low": 10_000_000, "value": 10_000_000,
         "high": 10_500_000, "kind": "over"}},
        {"uid": "odd-plan", **_OF, "amount": "2亿", "period": "2021"},
        {"uid": "odd-of-plan", **_OF, "amount": "约5000万元", "period": "2021", "separate": False, "part_of": "odd-plan",
         "overlaps": True, "presumed": ["part_of"], "note": "\t-"},
        {"uid": "odd-again", "pairing": "odd-group", "stage": "stated", "amount": "2亿元以上", "restates": "odd-plan",
         "source": "odd-copy", "locator": "@L4"},
    ],
    "jobs": [
        {"uid": "odd-posts", "project": "odd-part", "kind": "posts", "count": "近2000个", "group": "students", **_SAID},
    ],
    "results": [
        {"uid": "odd-visit", "pairing": "odd-group", "indicator": "visits", "count": 0.5, "scenario": "target", **_SAID},
    ],
}  # fmt: skip


def add_odd_records(db: str) -> int:
    """Write them into the article's ledger, and count them."""

    def fill(recorder: Recorder) -> int:
        return Loader(recorder).load(Bundle.model_validate(ODD)).added

    return record(db, "aidtrack import odd.yaml", fill)[1]
