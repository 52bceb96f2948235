"""Money: budgets and planned disbursements of what is planned and agreed, transactions of all else.

What is part of another figure, or says it again, is no transaction of its own: it would be counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.formats._flat import plain
from aidtrack.formats.iati.codelists import codelist
from aidtrack.formats.iati.ledger import names
from aidtrack.formats.iati.ledger.days import ends, first_day, is_a_year, last_day, nearest, start_before
from aidtrack.formats.iati.ledger.extension import add_row
from aidtrack.formats.iati.ledger.markup import add, add_text, clean, narrate
from aidtrack.formats.iati.ledger.publisher import LOCAL_GOVERNMENT
from aidtrack.vocab import AID_SOURCES, VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from aidtrack.formats.exchange import Row
    from aidtrack.formats.iati.ledger.known import Known
    from aidtrack.formats.iati.ledger.markup import Node

_STAGES = VOCABULARIES["stage"].by_code
_FUND_SOURCES = VOCABULARIES["fund_source"].by_code
_ORIGINAL = "1"
_STATUS = {"planned": "1", "agreed": "2"}
"""Of a budget: what is planned is indicative, what is agreed is committed."""

_GIVEN = frozenset({"1", "2", "3", "12"})
"""The types of transactions that go from one end of the pairing to the other."""

_IN_KIND = "4"
_FLOWS = {"social": "30"}
_FINANCE = {"government": "110", "social": "110", "loan": "421"}


@dataclass(frozen=True, slots=True)
class Home:
    """What the money of an activity hangs on: a project, or a pairing."""

    known: Known
    row: Row
    pairing: str

    def days(self, row: Row) -> Iterator[str | None]:
        """Give the dates near a figure, the nearest first: until when it counts, when it was said, when it began."""
        yield ends(row.get("period"))[1]
        yield row.get("as_of")
        yield self.known.said_on(row)
        yield from self.begins()

    def begins(self) -> Iterator[str | None]:
        """Give the dates on which it may have begun, the nearest first."""
        yield self.row.get("actual_start")
        yield self.row.get("planned_start")
        yield self.known.pairing(self.pairing).get("since")
        yield self.known.said_on(self.row)


def stands_alone(row: Row) -> bool:
    """Tell whether a figure counts by itself, in a currency that the standard knows."""
    return (
        "part_of" not in row
        and "restates" not in row
        and row.get("currency", "CNY") in codelist("Currency").codes
    )


def add_money(activity: Node, home: Home, rows: Iterable[Row]) -> None:
    """Add budgets, planned disbursements and transactions, in this order."""
    budgets, planned, paid = [], [], []
    for row in rows:
        if row["stage"] not in _STATUS:
            paid.append(row)
        elif _is_budget(row):
            budgets.append(row)
        else:
            planned.append(row)
    for row in budgets:
        _add_budget(activity, home, row)
    for row in planned:
        _add_planned(activity, home, row)
    for row in paid:
        _add_transaction(activity, home, row)


def _is_budget(row: Row) -> bool:
    start, end = ends(row.get("period"))
    return start is not None and end is not None and is_a_year(first_day(start), last_day(end))


def _add_budget(activity: Node, home: Home, row: Row) -> None:
    start, end = ends(row["period"])
    budget = add(activity, "budget", {"type": _ORIGINAL, "status": _STATUS[row["stage"]]})
    _add_day(budget, "period-start", first_day(start or ""))
    _add_day(budget, "period-end", last_day(end or ""))
    _add_value(budget, home, row)
    add_row(budget, "funding", row)


def _add_planned(activity: Node, home: Home, row: Row) -> None:
    start, end = ends(row.get("period"))
    planned = add(activity, "planned-disbursement", {"type": _ORIGINAL})
    last = [] if end is None else [last_day(end)]
    near = (*home.begins(), row.get("as_of"), home.known.said_on(row))
    day = first_day(start) if start else start_before(near, last)
    _add_day(planned, "period-start", day, assumed=start is None)
    for day in last:
        _add_day(planned, "period-end", day)
    _add_value(planned, home, row)
    _add_ends(planned, home, row)
    add_row(planned, "funding", row)


def _add_transaction(activity: Node, home: Home, row: Row) -> None:
    kind = _STAGES[row["stage"]].iati
    transaction = add(activity, "transaction")
    add(transaction, "transaction-type", {"code": kind}, assumed="code" if row["stage"] == "stated" else "")
    day, assumed = _day(home, row)
    _add_day(transaction, "transaction-date", day, assumed=assumed)
    _add_value(transaction, home, row)
    _describe(transaction, row)
    if kind in _GIVEN:
        _add_ends(transaction, home, row)
    source = row.get("fund_source", "unstated")
    if row.get("form") == "in_kind":
        add(transaction, "disbursement-channel", {"code": _IN_KIND})
    if source in _FLOWS:
        add(transaction, "flow-type", {"code": _FLOWS[source]})
    if source in _FINANCE:
        add(transaction, "finance-type", {"code": _FINANCE[source]})
    add_row(transaction, "funding", row)


def _add_day(parent: Node, name: str, day: str, *, assumed: bool = False) -> None:
    add(parent, name, {"iso-date": day}, assumed="iso-date" if assumed else "")


def _day(home: Home, row: Row) -> tuple[str, bool]:
    """Give the day of a figure: the end of its period, else the nearest known; and whether it is assumed."""
    day = nearest(home.days(row), home.known.today)
    return day, row.get("period") != day


def _add_value(parent: Node, home: Home, row: Row) -> None:
    amount: dict[str, Decimal] = row["amount"]
    day, assumed = _day(home, row)
    unknown = [name for name, is_so in (("value-date", assumed), ("value", "value" not in amount)) if is_so]
    value = add(
        parent,
        "value",
        {"currency": row.get("currency", "CNY"), "value-date": day},
        assumed=" ".join(unknown),
    )
    number = amount.get("value", amount["low"])
    value.text = plain(-number if row["stage"] == "returned" and number else number)


def _describe(transaction: Node, row: Row) -> None:
    term, text = _STAGES[row["stage"]], clean(row["amount"].get("text"))
    add_text(
        transaction,
        "description",
        f"{term.zh} {text}".strip(),
        f"{term.en} {text}".strip(),
    )


def _add_ends(parent: Node, home: Home, row: Row) -> None:
    """Say from whom the money goes to whom: from the donor only where it is aid."""
    known, source = home.known, row.get("fund_source", "unstated")
    pairing = row.get("pairing", home.pairing)
    if source in AID_SOURCES:
        owner = names.activity_id(known.publisher.ref, names.PAIRING, pairing)
        donor = known.donor(pairing)
        provider = add(parent, "provider-org", {"type": LOCAL_GOVERNMENT, "provider-activity-id": owner})
        narrate(provider, donor.name, donor.name_en)
    else:
        term = _FUND_SOURCES[source]
        narrate(add(parent, "provider-org"), term.zh, term.en)
    recipient = known.recipient(pairing)
    narrate(add(parent, "receiver-org", {"type": LOCAL_GOVERNMENT}), recipient.name, recipient.name_en)
