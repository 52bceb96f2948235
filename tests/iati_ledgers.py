"""Ledgers as rows that go out, made by chance: with all that a ledger may hold, and with next to nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from aidtrack.actions.exchange_tables import EXCHANGED
from aidtrack.rules.dates import in_order
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from aidtrack.formats.exchange import ExchangeField, Row

Ledger = dict[str, list["Row"]]

PLACES = (
    "331002 椒江区",
    "513333 色达县",
    "330000 浙江省",
    "511300 南充市",
    "100000 中国",
    "group",
    "other-place",
)
SECTORS = ("livestock", "park", "own-sector", "social")
INDICATORS = ("beneficiaries", "own-indicator")

texts = st.text(min_size=1, max_size=12) | st.sampled_from(
    (
        "色达县第二中学",
        "1100餘萬元",
        " ",
        "\x00",
        "a\nb\tc",
        r"\u0001;;\\",
        "<&>'\"",
        "]]>",
        "\ufffe",
        "\u2028",
        "-",
    )
)
uids = st.text(alphabet="ab/&|?% 中#.-:\x0b\\", min_size=1, max_size=6)
addresses = st.sampled_from(
    (
        "https://a.cn/1.pdf",
        "http://a.cn:80/中文?a=b&c=d#e",
        "http://[bad",
        "馆藏 12",
        "https://a.cn/%zz",
        "ftp://a/b",
    )
)


@st.composite
def partial_dates(draw: st.DrawFn) -> str:
    year = draw(st.sampled_from((1, 1979, 2020, 2021, 2022, 2026, 2027, 2040, 9999)))
    day = f"{year:04}-{draw(st.integers(1, 12)):02}-{draw(st.integers(1, 28)):02}"
    return day[: draw(st.sampled_from((4, 7, 10)))]


@st.composite
def ordered(draw: st.DrawFn) -> tuple[str, str]:
    first, second = draw(partial_dates()), draw(partial_dates())
    return (first, second) if in_order(first, second) else (second, first)


@st.composite
def periods(draw: st.DrawFn) -> str:
    start, end = draw(ordered())
    return draw(st.sampled_from((start, f"{start}/{end}", f"{start}/", f"/{end}")))


@st.composite
def quantities(draw: st.DrawFn) -> dict[str, Any]:
    low, value, high = sorted(draw(st.lists(st.integers(0, 10**17), min_size=3, max_size=3)))
    parts: dict[str, Any] = {"low": Decimal(low) / 100, "kind": draw(words("quantity_kind"))}
    if draw(st.booleans()):
        parts["value"] = Decimal(value) / 100
    if draw(st.booleans()):
        parts["high"] = Decimal(high) / 100
    if draw(st.booleans()):
        parts["text"] = draw(texts)
    return parts


def words(vocabulary: str) -> st.SearchStrategy[str]:
    return st.sampled_from(VOCABULARIES[vocabulary].codes)


KINDS: dict[str, st.SearchStrategy[Any]] = {
    "text": texts,
    "words": st.lists(texts, min_size=1, max_size=3),
    "date": partial_dates(),
    "period": periods(),
    "flag": st.sampled_from((True,)),
    "quantity": quantities(),
    "place": st.sampled_from(PLACES),
    "places": st.just(["331002 椒江区", "513333 色达县"]),
    "code": texts,
}

ALWAYS = {
    "divisions": ("uid", "name", "level"),
    "sectors": ("uid", "code", "name", "name_en"),
    "indicators": ("uid", "code", "name", "unit"),
    "sources": ("uid", "title"),
    "organisations": ("uid", "name"),
    "pairings": ("uid", "donor", "recipient"),
    "projects": ("uid", "code", "name", "pairing"),
    "participations": ("uid", "organisation", "role"),
    "funding": ("uid", "amount", "stage", "source"),
    "jobs": ("uid", "count", "kind", "source"),
    "results": ("uid", "count", "indicator", "source"),
}


class Maker:
    """Makes the rows of a ledger; `full` tells which fields are filled: all, those that must be, or by chance."""

    def __init__(self, draw: st.DrawFn, *, full: bool | None) -> None:
        self._draw, self._full = draw, full
        self.made: Ledger = {name: [] for name in EXCHANGED}

    def all(self) -> Ledger:
        self._add(
            "divisions", uid="group", name="几个地方", level="group", members=["513333 色达县", "other-place"]
        )
        self._add("divisions", uid="other-place", level="county")
        self._add("sectors", uid="own", code="own-sector")
        self._add("indicators", uid="own", code="own-indicator")
        for table, most in (("sources", 3), ("organisations", 2), ("pairings", 3)):
            self._several(table, most, least=1)
        self._several("projects", 3)
        self._hanging("participations")
        for table in ("funding", "jobs", "results"):
            self._hanging(table)
        return self.made

    def _several(self, table: str, most: int, least: int = 0) -> None:
        for uid in self._draw(st.lists(uids, min_size=least, max_size=most, unique=True)):
            self._add(table, uid=uid)

    def _hanging(self, table: str) -> None:
        """Make rows in the order in which they go out: those of pairings, then those of projects."""
        for pairing in self.made["pairings"]:
            for _ in range(self._draw(st.integers(0, 2))):
                self._add(table, pairing=pairing["uid"])
        for project in self.made["projects"]:
            for _ in range(self._draw(st.integers(0, 2))):
                self._add(table, project=project["uid"])

    def _add(self, table: str, **said: Any) -> None:
        row: Row = {}
        for field in EXCHANGED[table].fields:
            if field.name in said:
                row[field.name] = said[field.name]
            elif field.name == "uid":
                row["uid"] = f"{table}-{len(self.made[table])}"
            elif self._wanted(table, field):
                value = self._value(table, field)
                if value is not None:
                    row[field.name] = value
        _put_right(table, row)
        self.made[table].append(row)

    def _wanted(self, table: str, field: ExchangeField) -> bool:
        if field.name in ALWAYS[table]:
            return True
        return self._draw(st.booleans()) if self._full is None else self._full

    def _value(self, table: str, field: ExchangeField) -> Any:
        if field.kind == "word":
            return self._draw(words(field.vocabulary))
        if field.kind == "ref":
            return self._reference(table, field.name)
        special: dict[str, Callable[[], Any]] = {
            "currency": lambda: self._draw(st.sampled_from(("USD", "XQZ"))),
            "address": lambda: self._draw(addresses | texts),
            "identifier": lambda: self._draw(texts | st.just("91330100799655058B")),
            "dac": lambda: self._draw(st.sampled_from(("11220", "00000"))),
            "code": lambda: f"c{len(self.made[table])}" + self._draw(texts),
            "unit": lambda: self._draw(st.sampled_from(("人", "%", "公里", " "))),
            "external_id": lambda: "SYSTEM:1",
        }
        if field.name in special:
            return special[field.name]()
        return self._draw(KINDS[field.kind])

    def _reference(self, table: str, name: str) -> str | None:
        if name in ("project", "pairing") and table != "projects":
            return None  # said where it hangs
        targets = {
            "source": "sources",
            "copy_of": "sources",
            "organisation": "organisations",
            "pairing": "pairings",
            "parent": table,
            "part_of": table,
            "restates": table,
        }
        if name == "sector":
            return self._draw(st.sampled_from(SECTORS))
        if name == "indicator":
            return self._draw(st.sampled_from(INDICATORS))
        there = [row["uid"] for row in self.made[targets[name]]]
        return self._draw(st.sampled_from(there)) if there else None


def _put_right(table: str, row: Row) -> None:
    """Take from a row what no ledger holds together."""
    for first, second in (
        ("since", "until"),
        ("planned_start", "planned_end"),
        ("actual_start", "actual_end"),
    ):
        if not in_order(row.get(first), row.get(second)):
            row[first], row[second] = row[second], row[first]
    if "part_of" in row:
        row.pop("restates", None)
    if table in ("divisions", "sectors"):
        row.pop("parent", None)


def ledgers(*, full: bool | None = None) -> st.SearchStrategy[Ledger]:
    """Make ledgers by chance, with every field or with none that need not be."""

    @st.composite
    def make(draw: st.DrawFn) -> Ledger:
        return Maker(draw, full=full).all()

    return make()
