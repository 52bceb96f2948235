"""The activities of a ledger: of each pairing, of its figures that belong to no project, and of each project.

Money stands with projects and figures alone, the lowest level, so that nobody adds it up twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.formats.iati.ledger import names
from aidtrack.formats.iati.ledger.bodies import add_bodies, add_publisher
from aidtrack.formats.iati.ledger.documents import add_documents
from aidtrack.formats.iati.ledger.extension import add_row
from aidtrack.formats.iati.ledger.markup import add, add_text, clean, new_activity
from aidtrack.formats.iati.ledger.measured import add_results
from aidtrack.formats.iati.ledger.money import Home, add_money, stands_alone
from aidtrack.formats.iati.ledger.places import add_places, add_scope
from aidtrack.formats.iati.ledger.sectors import add_sector, add_several
from aidtrack.formats.iati.ledger.state import add_pairing_state, add_project_state
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aidtrack.formats.exchange import Row
    from aidtrack.formats.iati.ledger.known import Known
    from aidtrack.formats.iati.ledger.markup import Node
    from aidtrack.formats.iati.ledger.streams import Tabled

_PARENT, _CHILD = "1", "2"


@dataclass(frozen=True, slots=True)
class Activities:
    """Makes activities of records."""

    known: Known

    def of_pairing(
        self, row: Row, taking_part: Iterable[Row], projects: Iterable[str], further: Iterable[Tabled]
    ) -> Node:
        """Make the activity of a pairing; `further` are records of no activity that travel with it."""
        activity = self._opened(1, names.PAIRING, row["uid"])
        self._add_pairing(activity, row, taking_part, "", "")
        add_documents(activity, self.known, [row, *taking_part])
        self._relate(activity, _CHILD, names.PROJECT, *projects)
        for table, other in further:
            add_row(activity, table, other)
        add_row(activity, "pairings", row)
        return activity

    def of_figures(self, row: Row, figures: Sequence[Tabled], part: int) -> Node:
        """Make the activity of figures of a pairing that belong to no project."""
        activity = self._opened(2, names.FIGURES, row["uid"], part)
        self._add_pairing(activity, row, (), " 未分到项目", ", not split by project")
        self._add_figures(activity, Home(self.known, row, row["uid"]), figures, (), [])
        return activity

    def of_project(
        self, row: Row, taking_part: Sequence[Row], figures: Sequence[Tabled], parts: Iterable[str]
    ) -> Node:
        """Make the activity of a project; `parts` are the projects below it."""
        activity = self._opened(2, names.PROJECT, row["uid"])
        title, works = clean(row["name"]) or clean(row["code"]) or "…", clean(row.get("works"))
        add_text(activity, "title", title, row.get("name_en"))
        add_text(
            activity, "description", works or title, None if works else row.get("name_en"), assumed=not works
        )
        add_bodies(activity, self.known, row["pairing"], taking_part)
        if code := clean(row["code"]):
            add(activity, "other-identifier", {"ref": code, "type": "A1"})
        add_project_state(activity, row, self.known)
        self._add_whereabouts(activity, row["pairing"], row.get("site"))
        add_sector(activity, self.known.sectors, row.get("sector"))
        related = [(_PARENT, row["parent"])] if "parent" in row else []
        related += [(_CHILD, uid) for uid in parts]
        self._add_figures(activity, Home(self.known, row, row["pairing"]), figures, taking_part, related)
        add_row(activity, "projects", row)
        return activity

    def _opened(self, hierarchy: int, holds: str, uid: str, part: int = 1) -> Node:
        activity = new_activity(hierarchy, holds)
        add(activity, "iati-identifier").text = self._id(holds, uid, part)
        add_publisher(activity, self.known.publisher)
        return activity

    def _id(self, holds: str, uid: str, part: int = 1) -> str:
        return names.activity_id(self.known.publisher.ref, holds, uid, part)

    def _add_pairing(
        self, activity: Node, row: Row, taking_part: Iterable[Row], added: str, added_en: str
    ) -> None:
        """Say of a pairing who helps whom, since when and where."""
        donor, recipient = self.known.donor(row["uid"]), self.known.recipient(row["uid"])
        programme = VOCABULARIES["programme"].by_code.get(row.get("programme", ""))
        zh = f"{donor.name} → {recipient.name} {programme.zh if programme else '帮扶'}{added}"
        ends_en = f"{donor.name_en} → {recipient.name_en}" if donor.name_en and recipient.name_en else None
        en = f"{ends_en} {programme.en if programme else 'assistance'}{added_en}" if ends_en else None
        add_text(activity, "title", zh, en)
        add_text(activity, "description", zh, en, assumed=True)
        add_bodies(activity, self.known, row["uid"], taking_part)
        add_pairing_state(activity, row, self.known)
        self._add_whereabouts(activity, row["uid"], None)
        add_several(activity)

    def _add_whereabouts(self, activity: Node, pairing: str, site: str | None) -> None:
        recipient = self.known.recipient(pairing)
        add_scope(activity, recipient)
        add_places(activity, recipient, site)

    def _add_figures(
        self,
        activity: Node,
        home: Home,
        figures: Sequence[Tabled],
        taking_part: Iterable[Row],
        related: Iterable[tuple[str, str]],
    ) -> None:
        """Add money, documents, related activities and results, and what has no place among these."""
        money = [row for table, row in figures if table == "funding"]
        add_money(activity, home, filter(stands_alone, money))
        cited = [] if "name" not in home.row else [home.row]
        add_documents(activity, self.known, [*cited, *taking_part, *(row for _, row in figures)])
        self._relate(activity, _PARENT, names.PAIRING, home.pairing)
        for kind, uid in related:
            self._relate(activity, kind, names.PROJECT, uid)
        for table in ("jobs", "results"):
            rows = [row for of, row in figures if of == table and "restates" not in row]
            add_results(activity, home, table, rows)
        for table, row in figures:
            if "restates" in row or (table == "funding" and not stands_alone(row)):
                add_row(activity, table, row)

    def _relate(self, activity: Node, kind: str, holds: str, *uids: str) -> None:
        for uid in uids:
            add(activity, "related-activity", {"ref": self._id(holds, uid), "type": kind})
