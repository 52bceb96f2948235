"""The rules of `check --iati`, for docs/exchange.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs_text import code, table

from aidtrack.formats.iati.codelists import ROWS as CODED
from aidtrack.formats.iati.codelists import codelist
from aidtrack.formats.iati.identified import ROWS as IDENTIFIED
from aidtrack.formats.iati.rule import ERROR, WARNING
from aidtrack.formats.iati.rules import RULES_IATI

if TYPE_CHECKING:
    from collections.abc import Iterator


def iati_rules() -> Iterator[str]:
    """List the rules; those that one sentence says of many places stand in tables of their own."""
    tabled = {each.rule for each in CODED} | {
        f"{each.number}.{form}" for each in IDENTIFIED for form in ("1", "13")
    }
    rules = [rule for rule in RULES_IATI.values() if rule.name not in tabled]
    yield from table(
        ("rule", "breaking it is", "what holds"),
        ((code(rule.name), rule.severity, str(rule)) for rule in rules),
    )
    yield "Identifiers have no spaces around them (`….1`) and none of `/ & | ?` in them (`….13`); breaking that is a warning."
    yield ""
    yield from table(
        ("rules", "where the identifier stands"),
        ((code(f"{each.number}.1", f"{each.number}.13"), code(each.called)) for each in IDENTIFIED),
    )
    yield "Codes are those of IATI's lists."
    yield ""
    rows = (
        (
            code(each.rule),
            WARNING if codelist(each.codelist).open else ERROR,
            code(each.path),
            each.codelist,
            f"{each.attribute} = {each.vocabulary}" if each.attribute else "",
        )
        for each in CODED
    )
    yield from table(("rule", "breaking it is", "where the code stands", "list", "if"), rows)


if __name__ == "__main__":
    print("\n".join(iati_rules()))
