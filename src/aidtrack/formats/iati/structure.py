"""The rules that are held where every element is looked at once: those of the schema, and the codes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from difflib import get_close_matches
from typing import TYPE_CHECKING

from aidtrack.errors import N_
from aidtrack.formats.iati.activity import narrated
from aidtrack.formats.iati.codelists import LANGUAGE_RULE, ROWS, codelist
from aidtrack.formats.iati.element import LANG, is_foreign, local
from aidtrack.formats.iati.identified import look_at_identifier
from aidtrack.formats.iati.order import longest_in_order
from aidtrack.formats.iati.rule import ERROR, WARNING, Rule
from aidtrack.formats.iati.values import KINDS, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aidtrack.formats.iati.codelists import Coded, Codelist
    from aidtrack.formats.iati.element import Element, Place
    from aidtrack.formats.iati.fault import Tally
    from aidtrack.formats.iati.schema import Attribute, Node, Spot

_FEW = 16
_EMPTY = "empty"
_SAID_ELSEWHERE = frozenset({"title", "description"})
"""The standard has numbers of its own for these without a text."""

_CODE = N_("A code of {path} is of the list {codelist}.")

SCHEMA_RULES = (
    Rule("xsd.element", ERROR, N_("An element stands only where the schema has one of its name.")),
    Rule("xsd.order", ERROR, N_("The elements stand in the order of the schema.")),
    Rule("xsd.missing", ERROR, N_("What the schema requires is there.")),
    Rule("xsd.many", ERROR, N_("An element stands no more often than the schema allows.")),
    Rule("xsd.attribute", ERROR, N_("An element has only attributes that the schema has for it.")),
    Rule("xsd.required", ERROR, N_("The attributes that the schema requires are there.")),
    Rule("xsd.text", ERROR, N_("Text stands only where the schema has text.")),
    Rule("xsd.date", ERROR, N_("Days are written as 2023-08-15, times as 2023-08-15T12:00:00Z.")),
    Rule("xsd.decimal", ERROR, N_("Decimal numbers are written with digits and a point.")),
    Rule("xsd.value", ERROR, N_("Flags, whole numbers and languages are written as the schema has them.")),
    Rule(_EMPTY, ERROR, N_("What the schema requires is not empty.")),
)

CODE_RULES = (
    *(
        Rule(
            each.rule,
            WARNING if codelist(each.codelist).open else ERROR,
            _CODE,
            about={"path": each.path, "codelist": each.codelist},
        )
        for each in ROWS
    ),
    Rule(LANGUAGE_RULE, WARNING, _CODE, about={"path": "@xml:lang", "codelist": "Language"}),
)


def look_over(element: Element, node: Node, tally: Tally) -> None:
    """Hold an element and all below it against the schema."""
    look_at_attributes(element, node, tally)
    text = element.text
    if node.has_text:
        if node.text is not None:
            _look_at_value(element, node.text, text or "", tally)
        if node.must_say and (not text or text.isspace()):
            tally.add(_EMPTY, element, N_("{path} is empty."), path=_named(node))
    elif text and not text.isspace():
        _text_out_of_place(element, node, text, tally)
    if len(element):
        _look_at_children(element, node, tally)
    elif node.least:
        _require(element, node, (), tally)


# --- attributes


def look_at_attributes(element: Place, node: Node, tally: Tally) -> None:
    """Hold the attributes of an element against the schema."""
    names = element.keys()
    for name in names:
        if name not in node.attributes:
            _look_at_others(element, node, name, tally)
        elif (known := node.attributes[name]) is not None:
            _look_at_value(element, known, element.get(name) or "", tally)
    for name in node.required:
        value = element.get(name)
        if value is None:
            sentence = N_("{path} lacks the attribute {name}.")
            tally.add("xsd.required", element, sentence, path=_path(element, node), name=name)
        elif not value or value.isspace():
            _empty_attribute(element, node, name, tally)


def _empty_attribute(element: Place, node: Node, name: str, tally: Tally) -> None:
    """Name an empty attribute, unless its kind or its codes have been held against it already."""
    known = node.attributes[name]
    if known is None or (known.check is None and not any(each.applies(element) for each, _ in known.codes)):
        tally.add(_EMPTY, element, N_("{path} is empty."), path=f"{_path(element, node)}/@{name}")


def _look_at_others(element: Place, node: Node, name: str, tally: Tally) -> None:
    if not (node.foreign_attributes and is_foreign(name)):
        _unknown_attribute(element, node, name, tally)
    elif name == LANG:
        _look_at_language(element, node, element.get(name) or "", tally)


def _unknown_attribute(element: Place, node: Node, name: str, tally: Tally) -> None:
    near = _near(name, node.attributes) if tally.wants("xsd.attribute") else None
    if near:
        sentence = N_("{path} has no attribute {name} in the standard; did you mean {near}?")
    else:
        sentence = N_("{path} has no attribute {name} in the standard.")
    tally.add("xsd.attribute", element, sentence, path=_path(element, node), name=shown(name), near=near)


def _look_at_language(element: Place, node: Node, value: str, tally: Tally) -> None:
    path = f"{_path(element, node)}/@xml:lang"
    rule, check = KINDS["lang"] or ("", None)
    wrong = check(value.strip()) if check else None
    if wrong:
        tally.add(rule, element, wrong.sentence, path=path, value=shown(value))
    elif value not in codelist("Language").codes:
        tally.add(LANGUAGE_RULE, element, _NOT_KNOWN, path=path, value=shown(value), codelist="Language")


def _look_at_value(element: Place, known: Attribute, value: str, tally: Tally) -> None:
    if known.check is not None:
        wrong = known.check(value.strip())
        if wrong:
            tally.add(
                known.rule, element, wrong.sentence, path=known.path, value=shown(value), right=wrong.right
            )
    for coded, found in known.codes:
        if value not in found.codes and coded.applies(element):
            _not_in_list(element, coded, found, value, tally)
    for each in known.identified:
        look_at_identifier(element, each, value, tally)


_NOT_ONE_OF = N_("{path} is {value}; the list {codelist} has {codes}.")
_NOT_IN = N_("{path} is {value}, which is no code of the list {codelist}.")
_NOT_KNOWN = N_("{path} is {value}, which the list {codelist} did not have when aidtrack was made.")


def _not_in_list(element: Place, coded: Coded, found: Codelist, value: str, tally: Tally) -> None:
    fields = {"path": coded.path.removesuffix("/text()"), "value": shown(value), "codelist": found.name}
    if found.open:
        tally.add(coded.rule, element, _NOT_KNOWN, **fields)
    elif len(found.codes) > _FEW:
        tally.add(coded.rule, element, _NOT_IN, **fields)
    else:
        codes = ", ".join(sorted(found.codes, key=lambda code: (len(code), code)))
        tally.add(coded.rule, element, _NOT_ONE_OF, codes=codes, **fields)


# --- text and children


def _text_out_of_place(element: Element, node: Node, text: str, tally: Tally) -> None:
    sentence = N_("{path} has the text {value}; text stands there only in a <narrative>, if at all.")
    tally.add("xsd.text", element, sentence, path=_named(node), value=shown(text))


def _look_at_children(element: Element, node: Node, tally: Tally) -> None:
    counts: dict[str, int] = {}
    placed: list[tuple[int, Element]] = []
    in_order, last = True, 0
    for child in element:
        name, tail = child.tag, child.tail
        if tail and not tail.isspace():
            _text_out_of_place(element, node, tail, tally)
        spot = node.children.get(name)
        at = spot.at if spot else node.others if is_foreign(name) else None
        if at is None:
            _unplaced(child, node, tally)
            continue
        placed.append((at, child))
        in_order, last = in_order and at >= last, at
        if spot is not None:
            counts[name] = counts.get(name, 0) + 1
            _look_at_child(child, node, spot, counts[name], tally)
    if not in_order:
        _out_of_order(placed, node, tally)
    if node.least:
        _require(element, node, counts, tally)
        if "narrative" in counts and "narrative" in node.least:
            _require_words(element, node, tally)


def _require_words(element: Element, node: Node, tally: Tally) -> None:
    """Require that one narrative says something, where the schema requires one."""
    if not narrated(element) and node.path not in _SAID_ELSEWHERE:
        tally.add(_EMPTY, element, N_("{path} has no text in its <narrative>."), path=_named(node))


def _look_at_child(child: Element, node: Node, spot: Spot, count: int, tally: Tally) -> None:
    if spot.most is not None and count > spot.most:
        sentence = N_("{path} has more than {most} <{name}>.")
        tally.add("xsd.many", child, sentence, path=_named(node), most=spot.most, name=child.tag)
    look_over(child, spot.node, tally)


def _unplaced(child: Element, node: Node, tally: Tally) -> None:
    near = _near(child.tag, node.children) if tally.wants("xsd.element") else None
    if near:
        sentence = N_("{path} has no <{name}> in the standard; did you mean <{near}>?")
    else:
        sentence = N_("{path} has no <{name}> in the standard.")
    tally.add("xsd.element", child, sentence, path=_named(node), name=_short(child.tag), near=near)


def _out_of_order(placed: list[tuple[int, Element]], node: Node, tally: Tally) -> None:
    """Name those that would have to move, as few as can be, each with the one that it has to pass."""
    stay = longest_in_order([at for at, _ in placed])
    places = [placed[index][0] for index in stay]
    for index in sorted({*range(len(placed))}.difference(stay)):
        at, child = placed[index]
        later = stay[bisect_right(places, at) :]
        if later and later[0] < index:
            sentence = N_("In {path} <{name}> stands after <{other}>, but belongs before it.")
            other = later[0]
        else:  # or it could stay where it is
            sentence = N_("In {path} <{name}> stands before <{other}>, but belongs after it.")
            other = stay[bisect_left(places, at) - 1]
        known = {"path": _named(node), "name": _short(child.tag), "other": _short(placed[other][1].tag)}
        tally.add("xsd.order", child, sentence, **known)


def _require(element: Element, node: Node, there: Iterable[str], tally: Tally) -> None:
    for name in node.least:
        if name not in there:
            sentence = N_("{path} lacks <{name}>.")
            tally.add("xsd.missing", element, sentence, path=_named(node), name=name)


def _near(name: str, names: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(name[:100], list(names), n=1, cutoff=0.7)), None)


def _named(node: Node) -> str:
    return node.path or "iati-activity"


def _path(element: Place, node: Node) -> str:
    return node.path or local(element.tag)


def _short(name: str) -> str:
    return local(name)[:100]
