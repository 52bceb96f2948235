"""The citations of a source held against its text: what does not stand where it is said to stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aidtrack.document import passages
from aidtrack.errors import N_
from aidtrack.quotes import nearest, stands
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aidtrack.document import Document, Passage
    from aidtrack.queries.citations import Citation

# What was held against the text, and what could not be: the keys of the tally, in the order of telling.
FIGURES = N_("Printed figures held against their lines: {count}.")
OTHERS = N_("Other records whose lines were looked up: {count}.")
COUNTED = N_("Not checkable, since they were counted and are not printed: {count}.")
NO_LINES = N_("Not checkable, since their place is not given in lines (L49): {count}.")
NOWHERE = N_("Not checkable, since no place is given: {count}.")
_TALLY = (FIGURES, OTHERS, COUNTED, NO_LINES, NOWHERE)


@dataclass(frozen=True, slots=True)
class Deviation:
    """A citation that does not hold, and where: a sentence to translate, and what fills it."""

    citation: Citation
    at: str
    sentence: str
    fields: dict[str, Any]

    def __str__(self) -> str:
        return self.sentence.format(**self.fields)


@dataclass(slots=True)
class Held:
    """What came of it."""

    deviations: list[Deviation] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)

    def remarks(self) -> Iterator[str]:
        """Say how much was checked, how much could not be, and whether it looks like another text."""
        amiss = {deviation.citation for deviation in self.deviations if deviation.citation.printed}
        if len(amiss) == self.tally[FIGURES] > 1:
            yield _("No figure stands where it should; is this the right file?")
        yield from (
            _(sentence).format(count=self.tally[sentence])
            for sentence in _TALLY
            if self.tally[sentence] or sentence == FIGURES
        )


def hold(citations: Iterable[Citation], document: Document) -> Held:
    """Hold each citation against the text of its source."""
    held = Held()
    for citation in citations:
        cited = passages(citation.locator)
        held.tally[_kind(citation, cited)] += 1
        held.deviations += (found for passage in cited for found in _amiss(citation, passage, document))
    return held


def _kind(citation: Citation, cited: list[Passage]) -> str:
    if not cited:
        return NO_LINES if citation.locator else NOWHERE
    if not citation.is_figure:
        return OTHERS
    return FIGURES if citation.printed else COUNTED


def _amiss(citation: Citation, passage: Passage, document: Document) -> Iterator[Deviation]:
    names = {"name": citation.name, "printed": citation.printed, "place": str(passage)}
    if not document.holds(passage):
        last = len(document.lines)
        sentence = N_("{name}: the text has no {place}, it ends with L{last}.")
        yield Deviation(citation, str(passage), sentence, {**names, "last": last})
    elif citation.printed and not _is_said(citation.printed, passage, document):
        yield Deviation(citation, str(passage), *_instead(citation.printed, passage, document, names))


def _is_said(printed: str, passage: Passage, document: Document) -> bool:
    """Tell whether a figure stands in a passage: on its line, or where it has several on one of them."""
    return any(stands(printed, line) for _number, line in document.read(passage))


def _instead(
    printed: str, passage: Passage, document: Document, names: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    near = next((near for _number, line in document.read(passage) if (near := nearest(printed, line))), None)
    if near is None:
        return N_("{name}: {printed} does not stand on {place}."), names
    return N_("{name}: {printed} does not stand on {place}, which says {near}."), {**names, "near": near}
