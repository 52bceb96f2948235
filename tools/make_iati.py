"""Make what the program knows of the IATI standard: the structure of activities and the codelists.

    python tools/make_iati.py PYIATI

PYIATI is the unpacked source of pyIATI 0.4.1, of which only the data is read: the schemas of 2.01, 2.02 and 2.03
and the codelists of 2018. The codes that IATI has added since, as of 2026, stand in LATER.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from lxml import etree

OUT = Path(__file__).parents[1] / "src/aidtrack/formats/iati/data"
VERSIONS = ("2.01", "2.02", "2.03")
XSD = "{http://www.w3.org/2001/XMLSchema}"
XML = "{http://www.w3.org/XML/1998/namespace}"
LICENCE = (
    "From the schemas and codelists of the International Aid Transparency Initiative (IATI), https://iatistandard.org, "
    "licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/); reduced to names, types, order and codes."
)

NOT_EMBEDDED = {
    "FileFormat": "IANA adds to it all the time",
    "OrganisationIdentifier": "superseded",
    "IATIOrganisationIdentifier": "superseded",
    "Vocabulary": "of version 1",
    "GazetteerAgency": "of version 1",
    "VerificationStatus": "of version 1",
    "PublisherType": "not in activities",
    "GeographicalPrecision": "of version 1",
    "BudgetIdentifierSector": "not in activities",
    "Version": "a rule of its own",
}
LATER = {
    "AidType": "B021 B022 B031 B032 B033 H03 H04 H05 H06",
    "AidTypeVocabulary": "2 3 4",
    "Currency": "BYN MRU SLE STN UYW VED VES XCG ZMW ZWG",
    "FinanceType": "1 2 3 4",
    "OrganisationRegistrationAgency": "CN-COA CN-SAIC CN-USCI HK-CR XI-IATI XI-LEI XI-WIKIDATA",
    "PolicyMarker": "10 11 12",
    "Region": "1027 1028 1029 1030 1031 1032 1033 1034 1035",
    "Sector": (
        "11250 11260 12196 12264 12310 12320 12330 12340 12350 12382 13096 15190 15196 16070 16080 23231 23232 23631 "
        "23641 23642 24050 25030 25040 32173 32174 43060 43071 43072 43073 72011 72012 74020 93011 93012 93013 93014 "
        "93015 93016 93017 93018"
    ),
    "SectorVocabulary": "11 12",
    "TagVocabulary": "2 3 4",
}
OPEN = frozenset(
    {
        "AidTypeVocabulary",
        "CRSChannelCode",
        "Country",
        "HumanitarianScopeType",
        "HumanitarianScopeVocabulary",
        "IndicatorVocabulary",
        "Language",
        "OrganisationRegistrationAgency",
        "ResultVocabulary",
        "SectorCategory",
        "TagVocabulary",
    }
)
"""IATI says itself that these are not complete, or adds to them and there is no newer copy of them at hand."""


# --- the structure


class Schema:
    """The elements and types that a schema declares by name."""

    def __init__(self, folder: Path) -> None:
        self.named: dict[tuple[str, str], Any] = {}
        for file in ("iati-common.xsd", "iati-activities-schema.xsd"):
            for each in etree.parse(str(folder / file)).getroot():
                if isinstance(each.tag, str) and each.get("name"):
                    self.named[each.tag.removeprefix(XSD), each.get("name")] = each
        self.types: dict[str, Any] = {}

    def element(self, declared: Any, where: str) -> tuple[str, str]:  # noqa: ANN401 - lxml has no types
        """Give the name and the type of a declared element, and keep the type."""
        if declared.get("ref"):
            declared, where = self.named["element", declared.get("ref")], ""
        name = declared.get("name")
        kind = declared.get("type") or f"{where}/{name}".strip("/")
        if kind.startswith("xsd:"):
            self.types.setdefault(kind, {"text": kind.removeprefix("xsd:")})
        elif kind not in self.types:
            found = declared.find(f"{XSD}complexType")
            self.types[kind] = {}
            self.types[kind] = self.complex(self.named["complexType", kind] if found is None else found, kind)
        return name, kind

    def complex(self, declared: Any, where: str) -> dict[str, Any]:  # noqa: ANN401 - lxml has no types
        """Reduce a type to its attributes, its text and its children in order."""
        made: dict[str, Any] = {}
        extension = declared.find(f"{XSD}simpleContent/{XSD}extension")
        if extension is None:
            extension = declared.find(f"{XSD}complexContent/{XSD}extension")
        if extension is not None:
            base = extension.get("base")
            if base.startswith("xsd:"):
                made["text"] = base.removeprefix("xsd:")
            else:
                made = self.complex(self.named["complexType", base], where)
            declared = extension
        attributes = made.setdefault("attributes", {})
        attributes.update(self.attribute(each) for each in declared.findall(f"{XSD}attribute"))
        if declared.find(f"{XSD}anyAttribute") is not None:
            made["foreign"] = True
        children = [self.child(each, where) for each in declared.findall(f"{XSD}sequence/*")]
        made["children"] = [*made.get("children", ()), *children]
        if declared.findall(f".//{XSD}choice"):
            raise SystemExit(f"{where} leaves a choice, which nothing here can hold")
        return {key: value for key, value in made.items() if value}

    def attribute(self, declared: Any) -> tuple[str, tuple[str, bool]]:  # noqa: ANN401 - lxml has no types
        """Give the name of an attribute, its type and whether it must be there."""
        required = declared.get("use") == "required"
        if declared.get("ref", "").startswith("xml:"):
            return declared.get("ref"), ("lang", required)
        kind = declared
        if declared.get("ref"):
            kind = self.named["attribute", declared.get("ref")]
        return kind.get("name"), ((kind.get("type") or "xsd:string").removeprefix("xsd:"), required)

    def child(self, declared: Any, where: str) -> list[Any]:  # noqa: ANN401 - lxml has no types
        """Give a child's name, type, and how often it must and may be there; `*` is what is of others."""
        most = declared.get("maxOccurs", "1")
        bounds = [int(declared.get("minOccurs", "1")), None if most == "unbounded" else int(most)]
        if declared.tag == f"{XSD}any":
            return ["*", None, *bounds]
        return [*self.element(declared, where), *bounds]


def structure(folder: Path) -> dict[str, Any]:
    """Reduce the schema of one version."""
    schema = Schema(folder)
    schema.element(schema.named["element", "iati-activities"], "")
    return schema.types


# --- the lists


def codelists(folder: Path) -> dict[str, Any]:
    """Gather the codes of each list, and whether a code outside it is wrong for sure."""
    made = {}
    for path in sorted(folder.glob("*.xml")):
        name = path.stem
        if name in NOT_EMBEDDED or name.endswith("-category"):
            continue
        codes = {
            (code.text or "").strip() for code in etree.parse(str(path)).iterfind(".//codelist-item/code")
        }
        made[name] = codes | set(LATER.get(name, "").split())
    return {name: {"open": name in OPEN, "codes": " ".join(sorted(codes))} for name, codes in made.items()}


# --- writing


def write(name: str, made: dict[str, Any]) -> None:
    """Write one thing a line, so that a difference can be read."""
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in made.items())
    text = f'{{"licence": {json.dumps(LICENCE)},\n{lines}}}\n'
    (OUT / name).write_text(text, encoding="utf-8")


def main() -> None:
    """Write all of it."""
    standard = Path(sys.argv[1]) / "iati/resources/standard"
    for version in VERSIONS:
        write(f"structure-{version}.json", structure(standard / version.replace(".", "-") / "schemas"))
    write("codelists.json", codelists(standard / "2-03/codelists"))


if __name__ == "__main__":
    main()
