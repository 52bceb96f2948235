"""What the schema of a version says of an activity: which elements and attributes, in which order, of which kind."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aidtrack.formats.iati.codelists import CODED, codelist
from aidtrack.formats.iati.identified import IDENTIFIED
from aidtrack.formats.iati.values import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from aidtrack.formats.iati.codelists import Coded, Codelist
    from aidtrack.formats.iati.identified import Identified
    from aidtrack.formats.iati.values import Wrong

VERSIONS = ("2.01", "2.02", "2.03")
_OTHERS = "*"
_MUST_SAY = frozenset({"iati-identifier", "location/point/pos"})
"""What the schema requires and takes for a text of any kind, even an empty one."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute or a text that can be wrong: the rule of its kind and what holds a value against it, its codes."""

    path: str
    rule: str = ""
    check: Callable[[str], Wrong | None] | None = None
    codes: tuple[tuple[Coded, Codelist], ...] = ()
    identified: tuple[Identified, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a child stands among its siblings, and how often."""

    at: int
    node: Node
    most: int | None


@dataclass(slots=True)
class Node:
    """An element that the standard knows, at one place; `path` is the way to it from the activity.

    Text stands in it where `children` do not, and `others` tells at which place among them what is of other
    namespaces may stand; `least` are those that have to be there, `must_say` that its text may not be empty, though the schema lets it be. Of an attribute or a text about which nothing can be wrong there is no more than None.
    """

    path: str
    text: Attribute | None = None
    has_text: bool = False
    must_say: bool = False
    attributes: dict[str, Attribute | None] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    foreign_attributes: bool = False
    children: dict[str, Spot] = field(default_factory=dict)
    others: int | None = None
    least: tuple[str, ...] = ()


@cache
def root_node(version: str) -> Node:
    """Read the schema of a version, from its root."""
    path = Path(__file__).parent / "data" / f"structure-{version}.json"
    types = json.loads(path.read_text(encoding="utf-8"))
    root = _node(types, "iati-activities", "iati-activities")
    root.children["iati-activity"] = Spot(0, _node(types, "iati-activity", ""), None)
    return root


def activity_node(version: str) -> Node:
    """Read the schema of a version, from the activity."""
    return root_node(version).children["iati-activity"].node


def _node(types: dict[str, Any], kind: str, path: str) -> Node:
    said = types[kind]
    node = Node(path, foreign_attributes=said.get("foreign", False))
    if "text" in said:
        node.has_text, node.must_say = True, path in _MUST_SAY
        node.text = _attribute(path, said["text"], "text()")
    attributes = said.get("attributes", {})
    node.attributes = {name: _attribute(path, each, f"@{name}") for name, (each, _) in attributes.items()}
    node.required = tuple(name for name, (_, required) in attributes.items() if required)
    for at, (name, child, least, most) in enumerate(said.get("children", ())):
        if name == _OTHERS:
            node.others = at
        elif path != "iati-activities":
            below = f"{path}/{name}" if path else name
            node.children[name] = Spot(at, _node(types, child, below), most)
            node.least += (name,) if least else ()
    return node


def _attribute(path: str, kind: str, name: str) -> Attribute | None:
    there = f"{path}/{name}" if path else name
    rule, check = KINDS[kind] or ("", None)
    codes = tuple((each, codelist(each.codelist)) for each in CODED.get(there, ()))
    identified = IDENTIFIED.get(there, ())
    if check is None and not codes and not identified:
        return None
    return Attribute(there.removesuffix("/text()"), rule, check, codes, identified)
