"""The rules of the standard, one registry."""

from __future__ import annotations

from aidtrack.errors import N_
from aidtrack.formats.iati.identified import IDENTIFIER_RULES
from aidtrack.formats.iati.rule import ERROR, Rule
from aidtrack.formats.iati.standard import dates, identifiers, presence, results, shares
from aidtrack.formats.iati.structure import CODE_RULES, SCHEMA_RULES
from aidtrack.registry import Registry

VERSION = "9.1.1"


def _place(rule: Rule) -> tuple[object, ...]:
    """Sort by number, as numbers; what has none of the standard's stands first."""
    return tuple((0, part, 0) if not part.isdigit() else (1, "", int(part)) for part in rule.name.split("."))


RULES_IATI = Registry(
    "rule",
    (
        *SCHEMA_RULES,
        *sorted(
            (
                Rule(VERSION, ERROR, N_("The version is 2.01, 2.02 or 2.03.")),
                *CODE_RULES,
                *IDENTIFIER_RULES,
                *identifiers.RULES,
                *presence.RULES,
                *shares.RULES,
                *dates.RULES,
                *results.RULES,
            ),
            key=_place,
        ),
    ),
)
