"""Writes the ledger as activities, one after the other; nothing of the file is held but the one at hand."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Refused, Unreadable
from aidtrack.formats.files import new_stream
from aidtrack.formats.iati.ledger.activities import Activities
from aidtrack.formats.iati.ledger.extension import add_row
from aidtrack.formats.iati.ledger.known import SMALL, Known
from aidtrack.formats.iati.ledger.markup import lxml
from aidtrack.formats.iati.ledger.names import EXTENSION_VERSION, LEDGER, NAMESPACE
from aidtrack.formats.iati.ledger.publisher import credit_reference, publisher
from aidtrack.formats.iati.ledger.streams import Projects, Stream, in_parts
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aidtrack.formats.exchange import ExchangeTable, File, Options, Row
    from aidtrack.formats.iati.ledger.markup import Node
    from aidtrack.formats.iati.ledger.streams import Tabled

VERSION = "2.03"
FIGURES = ("funding", "jobs", "results")
_BY_HAND = ("divisions", "sectors", "indicators")
_ONCE_NAMED = ("sources", "organisations")
_MOST_FIGURES = 2_000
"""In one activity of a pairing; what is beyond goes out as a further one."""


def write(target: File, tables: Iterable[tuple[ExchangeTable, Iterable[Row]]], options: Options) -> None:
    """Write a file of activities."""
    etree = lxml()
    rows = {table.name: rows for table, rows in tables}
    if "pairings" not in rows or "funding" not in rows:
        raise Unreadable(N_("A file of IATI holds records of all kinds; leave --kind out."))
    with new_stream(target, force=options.replace) as stream, closing(_Book(rows, options)) as book:
        with etree.xmlfile(stream, encoding="UTF-8") as file:
            file.write_declaration()
            root = {"version": VERSION, LEDGER: EXTENSION_VERSION}
            with file.element("iati-activities", root, nsmap={"at": NAMESPACE}):
                file.write("\n")
                for activity in book.activities():
                    file.write(activity, pretty_print=True)
                for table, row in book.known.all_untold(_ONCE_NAMED):
                    file.write(_alone(table, row), pretty_print=True)
        stream.write(b"\n")


def _alone(table: str, row: Row) -> Node:
    """Make the element of a record that no activity names."""
    holder = lxml().Element("holder", nsmap={"at": NAMESPACE})
    add_row(holder, table, row)
    return holder[0]


class _Book:
    """The tables on their way out: the small ones in memory, the others row by row beside each other."""

    def __init__(self, rows: dict[str, Iterable[Row]], options: Options) -> None:
        small = {name: {row["uid"]: row for row in rows[name]} for name in SMALL}
        if not small["pairings"]:
            raise Refused(N_("There is no pairing to write, and a file of IATI cannot be empty."))
        own = options.reporting_org
        bodies = small["organisations"].values()
        body = next((row for row in bodies if own and credit_reference(row.get("identifier")) == own), None)
        types = {term.name: term.iati for term in VOCABULARIES["organisation_kind"].terms}
        today = datetime.now(UTC).astimezone().date().isoformat()
        self.known = Known(publisher(own, body, types), today, small)
        self._projects = Projects(rows["projects"])
        self._taking_part = Stream(rows["participations"])
        self._figures = {name: Stream(rows[name]) for name in FIGURES}

    def close(self) -> None:
        self._projects.close()

    def activities(self) -> Iterator[Node]:
        """Make the activities: pairings with what belongs to no project, then projects."""
        make = Activities(self.known)
        further: list[Tabled] = [
            (table, row) for table in _BY_HAND for row in self.known.small[table].values()
        ]
        for uid, row in self.known.small["pairings"].items():
            taking_part = list(self._taking_part.of_pairing(uid))
            yield make.of_pairing(row, taking_part, self._projects.below("pairing", uid), further)
            further = []
            figures = (
                (name, one) for name, stream in self._figures.items() for one in stream.of_pairing(uid)
            )
            for part, some in enumerate(in_parts(figures, _MOST_FIGURES), 1):
                yield make.of_figures(row, some, part)
        for row in self._projects:
            uid = row["uid"]
            taking_part = list(self._taking_part.of_project(uid))
            own = [(name, one) for name, stream in self._figures.items() for one in stream.of_project(uid)]
            yield make.of_project(row, taking_part, own, self._projects.below("parent", uid))
        assert all(stream.is_empty for stream in (self._taking_part, *self._figures.values()))  # noqa: S101 - else records were lost
