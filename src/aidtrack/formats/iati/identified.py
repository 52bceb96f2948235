"""Where identifiers stand, and what their form is: no spaces around them, none of the signs / & | ? in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.errors import N_
from aidtrack.formats.iati.rule import WARNING, Rule
from aidtrack.formats.iati.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats.iati.element import Place
    from aidtrack.formats.iati.fault import Tally

TABLE = """
1.3 iati-identifier/text()
1.4 transaction/provider-org/@provider-activity-id
1.5 transaction/receiver-org/@receiver-activity-id
1.6 other-identifier/@ref A3
1.7 related-activity/@ref
1.8 participating-org/@ref
1.9 participating-org/@activity-id
1.10 transaction/provider-org/@ref
1.11 other-identifier/owner-org/@ref
1.14 reporting-org/@ref
1.15 transaction/receiver-org/@ref
1.16 other-identifier/@ref B1
"""
"""By number: where an identifier stands, and of which type its element has to be."""

_SIGNS = re.compile(r"[/&|?]")


@dataclass(frozen=True, slots=True)
class Identified:
    """A place where an identifier stands."""

    number: str
    path: str
    type: str = ""

    @property
    def called(self) -> str:
        """What a sentence calls it."""
        path = self.path.removesuffix("/text()")
        return f"{path} ({self.type})" if self.type else path


ROWS = tuple(Identified(*line.split()) for line in TABLE.split("\n")[1:-1])
IDENTIFIED = {
    path: tuple(each for each in ROWS if each.path == path) for path in {each.path for each in ROWS}
}


def look_at_identifier(element: Place, known: Identified, value: str, tally: Tally) -> None:
    """Hold an identifier against its form."""
    if known.type and (element.get("type") or "").strip().upper() != known.type:
        return
    if value != value.strip():
        sentence = N_("{path} begins or ends with a space or a new line: {value}.")
        tally.add(f"{known.number}.1", element, sentence, path=known.called, value=shown(value))
    if _SIGNS.search(value):
        sentence = N_("{path} is {value}, with one of / & | ? in it.")
        tally.add(f"{known.number}.13", element, sentence, path=known.called, value=shown(value))


def _rules() -> Iterator[Rule]:
    for each in ROWS:
        about = {"path": each.called}
        yield Rule(f"{each.number}.1", WARNING, N_("{path} has no spaces around it."), about=about)
        yield Rule(f"{each.number}.13", WARNING, N_("{path} has none of / & | ? in it."), about=about)


IDENTIFIER_RULES = tuple(_rules())
