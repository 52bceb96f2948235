"""Random forests of figures with hidden true sizes, and the rules of the numbers as a slow oracle.

A figure is a set of atoms (people, or yuan). Ordinary parts of one whole are disjoint subsets of it, a view
is any subset, a restatement says a figure again with other numbers, and a printed range holds the true size.
The oracle is written from "The rules of the numbers" in DESIGN.md and from nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
    from typing import TypeVar

    T = TypeVar("T")

OUT: Final = None
"""The group of all that a filter leaves out."""


class Unsaid(Exception):
    """DESIGN.md does not say, or not in one way, what becomes of a view."""


@dataclass(frozen=True)
class Range:
    """A sum of figures; `high` is null where one is open, `value` where one states no number."""

    rows: int = 0
    low: int = 0
    high: int | None = 0
    value: int | None = 0

    def __add__(self, other: Range) -> Range:
        return Range(
            self.rows + other.rows,
            self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            None if self.value is None or other.value is None else self.value + other.value,
        )

    def holds(self, size: int) -> bool:
        return self.low <= size and (self.high is None or size <= self.high)

    def within(self, other: Range) -> bool:
        """Tell whether the other range, maybe a wider one, covers this one."""
        return self.low >= other.low and (
            other.high is None or (self.high is not None and self.high <= other.high)
        )


NOTHING = Range()


@dataclass(frozen=True)
class Figure:
    """A figure and what is true of it: `atoms`. `view` is marked; `narrower` is one only by its group."""

    id: int
    low: int
    high: int | None
    value: int | None
    part_of: int | None = None
    restates: int | None = None
    view: bool = False
    narrower: bool = False
    atoms: frozenset[int] = frozenset()
    labels: tuple[str, str] = ("", "")
    passes: bool = True

    @property
    def range(self) -> Range:
        return Range(1, self.low, self.high, self.value)


class Forest:
    """Figures by id, with what lies above each."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.figures = list(figures)
        self.by_id = {figure.id: figure for figure in self.figures}

    def __repr__(self) -> str:
        return "Forest(\n  " + ",\n  ".join(map(repr, self.figures)) + "\n)"

    def wholes(self, figure: Figure) -> list[Figure]:
        """List its whole, that one's whole, and so on."""
        found = []
        while figure.part_of is not None:
            figure = self.by_id[figure.part_of]
            found.append(figure)
        return found

    def restates(self, figure: Figure) -> bool:
        return any(one.restates is not None for one in (figure, *self.wholes(figure)))

    def is_view(self, figure: Figure) -> bool:
        return any(one.view or one.narrower for one in (figure, *self.wholes(figure)))

    def is_ordinary(self, figure: Figure) -> bool:
        return not self.restates(figure) and not self.is_view(figure)

    def without(self, unwanted: Callable[[Figure], bool]) -> Forest:
        return Forest(figure for figure in self.figures if not unwanted(figure))

    def deepest(self) -> dict[int, Figure]:
        """Assign each atom to the deepest ordinary figure that has it."""
        found: dict[int, Figure] = {}
        for figure in sorted(filter(self.is_ordinary, self.figures), key=lambda one: len(self.wholes(one))):
            found |= dict.fromkeys(figure.atoms, figure)
        return found


# The oracle.


def by_the_rule(forest: Forest, groups: Mapping[int, Hashable]) -> dict[Hashable, Range]:
    """Add the figures up by group, each counted once; raises Unsaid where the rule leaves a view open."""
    sums: dict[Hashable, Range] = defaultdict(Range)
    ordinary = [figure for figure in forest.figures if forest.is_ordinary(figure)]
    for figure in ordinary:
        if counts(groups, figure):
            taken = [part for part in ordinary if taken_from(forest, groups, part) is figure]
            sums[groups[figure.id]] += remains(figure, taken)
    for figure in counted_views(forest, groups):
        sums[groups[figure.id]] += figure.range
    return dict(sums)


def counts(groups: Mapping[int, Hashable], figure: Figure) -> bool:
    """A row counts in its group unless its whole is in the same group, which holds it already."""
    shown = groups[figure.id] is not OUT
    return shown and (figure.part_of is None or groups[figure.part_of] != groups[figure.id])


def taken_from(forest: Forest, groups: Mapping[int, Hashable], part: Figure) -> Figure | None:
    """Otherwise the part is taken from its whole's group: from the topmost figure that holds the whole there."""
    if part.part_of is None or groups[part.part_of] == groups[part.id]:
        return None
    holder, *above = forest.wholes(part)
    for whole in above:
        if groups[whole.id] != groups[holder.id]:
            break
        holder = whole
    return holder


def remains(whole: Figure, parts: Sequence[Figure]) -> Range:
    """low = its low - its parts' highs, never below 0; high = its high - its parts' lows."""
    highs = [part.high for part in parts]
    values = [whole.value, *(part.value for part in parts)]
    low = max(0, whole.low - sum(h for h in highs if h is not None)) if None not in highs else 0
    high = None if whole.high is None else max(low, whole.high - sum(part.low for part in parts))
    stated = [value for value in values if value is not None]
    return Range(1, low, high, stated[0] - sum(stated[1:]) if len(stated) == len(values) else None)


def counted_views(forest: Forest, groups: Mapping[int, Hashable]) -> list[Figure]:
    """List the views that count under a filter."""
    views = [one for one in forest.figures if forest.is_view(one) and not forest.restates(one)]
    return [view for view in views if _view_counts(forest, groups, views, view)]


def _view_counts(
    forest: Forest, groups: Mapping[int, Hashable], views: Sequence[Figure], view: Figure
) -> bool:
    """It counts only where the filter leaves out its whole, and nothing further up holds it already.

    Nor beside an ordinary part that counts of a figure of which it is a view (docs/decisions.md). Where the
    rule is silent Unsaid is raised: an unmarked part of a view beside a marked view of the same figure.
    """
    whole, *further = forest.wholes(view)
    if groups[view.id] is OUT or groups[whole.id] is not OUT:
        return False
    viewed = [whole]
    for above in further:
        if not forest.is_view(viewed[-1]):
            break
        if groups[above.id] is not OUT:
            return False
        viewed.append(above)
    if any(_is_split(forest, groups, above) for above in viewed):
        return False
    marked = [one for one in views if one.view and one is not view]
    holders = [one for one in marked if one.part_of in {above.id for above in further}]
    beside = [one for one in marked if one.part_of == whole.id and not view.view]
    if any(_view_counts(forest, groups, views, one) for one in holders):
        return False
    if any(_view_counts(forest, groups, views, one) for one in beside):
        if view.narrower:
            return False
        raise Unsaid
    return True


def _is_split(forest: Forest, groups: Mapping[int, Hashable], whole: Figure) -> bool:
    """Tell whether an ordinary part of a figure counts, with all between the two left out."""
    for part in forest.figures:
        if forest.is_ordinary(part) and counts(groups, part) and part is not whole:
            path = forest.wholes(part)
            if whole in path and all(groups[one.id] is OUT for one in path[: path.index(whole) + 1]):
                return True
    return False


# The forests.

MOST_ATOMS = 9
DEEPEST = 3
LABELS = "abc"


class Chance:
    """Chance out of one string of bytes, which Hypothesis shrinks; the first choice is the simplest."""

    def __init__(self, drawn: bytes) -> None:
        self.drawn = iter(drawn)

    def randrange(self, stop: int) -> int:
        return next(self.drawn, 0) % stop

    def randint(self, low: int, high: int) -> int:
        return low + self.randrange(high - low + 1)

    def choice(self, these: Sequence[T]) -> T:
        return these[self.randrange(len(these))]

    def seldom(self) -> bool:
        return self.randrange(3) == 2


def chances(size: int = 300) -> st.SearchStrategy[Chance]:
    return st.builds(Chance, st.binary(min_size=size, max_size=size))


class Grower:
    """Grows forests out of one source of chance; `stated` makes every figure state its number."""

    def __init__(self, chance: Chance, *, stated: bool = False, deepest: int = DEEPEST) -> None:
        self.chance = chance
        self.stated = stated
        self.deepest = deepest
        self.figures: list[Figure] = []
        self.atoms = 0

    def root(self, **said: object) -> Figure:
        size = self.chance.randrange(MOST_ATOMS + 1)
        self.atoms += size
        return self.add(range(self.atoms - size, self.atoms), **said)

    def add(self, atoms: Iterable[int], **said: object) -> Figure:
        inside = frozenset(atoms)
        figure = Figure(len(self.figures) + 1, *self.printed(len(inside)), atoms=inside)
        labels = (self.chance.choice(LABELS), self.chance.choice(LABELS))
        self.figures.append(replace(figure, labels=labels, **said))  # type: ignore[arg-type]
        return self.figures[-1]

    def printed(self, size: int) -> tuple[int, int | None, int | None]:
        """Print a size: exactly, as a range, or open at the top; the number stated lies in the range."""
        low = size - self.chance.randrange(min(size, 3) + 1)
        high = size + self.chance.randrange(4)
        kind = self.chance.choice(("exact", "exact", "range", "open", "range" if self.stated else "unstated"))
        if kind == "exact":
            return size, size, size
        value = None if kind == "unstated" else self.chance.randint(low, high)
        return low, None if kind == "open" else high, value

    def piles(self, atoms: frozenset[int]) -> list[frozenset[int]]:
        """Divide some of the atoms into up to three piles."""
        piles: list[set[int]] = [set() for _ in range(self.chance.randrange(4))]
        for atom in sorted(atoms):
            pile = self.chance.randrange(len(piles) + 1)
            if pile < len(piles):
                piles[pile].add(atom)
        return [frozenset(pile) for pile in piles]

    def some(self, atoms: frozenset[int]) -> frozenset[int]:
        return frozenset(atom for atom in sorted(atoms) if self.chance.randrange(2))

    def divide(self, whole: Figure, depth: int = 1) -> None:
        """Give a figure parts, views and restatements, and these theirs."""
        if depth > self.deepest:
            return
        for pile in self.piles(whole.atoms):
            self.divide(self.add(pile, part_of=whole.id, passes=self.passes(whole)), depth + 1)
        if self.chance.seldom():
            view = self.add(self.some(whole.atoms), part_of=whole.id, view=True, passes=whole.passes)
            self.divide(view, depth + 1)
        self.restate(whole)

    def passes(self, whole: Figure) -> bool:
        """Let an ordinary part pass the filter by chance; what is in a view passes as the view does."""
        in_view = Forest(self.figures).is_view(whole)
        return whole.passes if in_view else self.chance.choice((True, False))

    def restate(self, figure: Figure) -> None:
        """Say a figure again with another number, on which something may hang."""
        if self.chance.seldom():
            other = self.add(range(self.chance.randrange(2 * MOST_ATOMS)), restates=figure.id)
            if self.chance.seldom():
                self.add(self.some(other.atoms), part_of=other.id)


def grown(grow: Callable[[Grower], None], **how: bool) -> st.SearchStrategy[Forest]:
    """Make a strategy of what a function grows."""

    def forest(chance: Chance) -> Forest:
        grower = Grower(chance, **how)
        for _ in range(chance.randint(1, 3)):
            grow(grower)
        return Forest(grower.figures)

    return st.builds(forest, chances())


def _mixed(grower: Grower) -> None:
    grower.divide(grower.root(passes=grower.chance.choice((True, False))))


def forests(*, stated: bool = False) -> st.SearchStrategy[Forest]:
    """Forests in which a view passes the filter exactly where its whole does: then it never counts."""
    return grown(_mixed, stated=stated)


def wild_forests() -> st.SearchStrategy[Forest]:
    """Forests in which everything is by chance: views of either sort, and what the filter lets pass."""

    def wild(chance: Chance, forest: Forest) -> Forest:
        def changed(figure: Figure) -> Figure:
            narrower = figure.part_of is not None and chance.randrange(4) == 3
            return replace(figure, passes=chance.choice((True, False)), narrower=narrower)

        return Forest(map(changed, forest.figures))

    return st.builds(wild, chances(), forests())


POOR = "poor"


def forests_of_people() -> st.SearchStrategy[Forest]:
    """Forests of people, of whom some are poor; the filter lets the figures of the poor pass.

    A view is all the poor of its whole. A part of another pairing that is of the poor alone is a view under
    this filter (`narrower`). A part of the poor may be said without repeating that they are.
    """
    return grown(lambda grower: _people(grower, grower.root(passes=False)))


def _people(grower: Grower, whole: Figure, depth: int = 1) -> None:
    if depth > grower.deepest:
        return
    forest = Forest(grower.figures)
    inside = whole.passes or any(above.passes for above in forest.wholes(whole))
    for pile in grower.piles(whole.atoms):
        poor = grower.chance.choice((True, False))
        atoms = pile if inside or not poor else frozenset(filter(is_poor, pile))
        narrower = poor and not whole.passes
        part = grower.add(atoms, part_of=whole.id, passes=poor, narrower=narrower)
        _people(grower, part, depth + 1)
    if not whole.passes and grower.chance.seldom():
        atoms = whole.atoms if inside else frozenset(filter(is_poor, whole.atoms))
        view = grower.add(atoms, part_of=whole.id, passes=True, view=True, narrower=True)
        _people(grower, view, depth + 1)
    grower.restate(whole)


def is_poor(atom: int) -> bool:
    return atom % 2 == 0


def forests_divided_twice() -> st.SearchStrategy[Forest]:
    """Forests whose wholes the filter leaves out, with all their parts; of a second division some pass.

    The views of the second division are disjoint; in what does not pass nothing does; in what passes
    anything may, for the view holds it.
    """

    def twice(grower: Grower) -> None:
        whole = grower.root(passes=False)
        for pile in grower.piles(whole.atoms):
            grower.add(pile, part_of=whole.id, passes=False)
        for pile in grower.piles(whole.atoms):
            view = grower.add(pile, part_of=whole.id, view=True, passes=grower.chance.choice((True, False)))
            for part in grower.piles(pile):
                passes = view.passes and grower.chance.choice((True, False))
                inner = grower.add(part, part_of=view.id, passes=passes)
                grower.add(
                    grower.some(part), part_of=inner.id, view=grower.chance.seldom(), passes=view.passes
                )

    return grown(twice)
