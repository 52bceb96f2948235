"""Holds a file against the rules of the standard, activity by activity."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, Unreadable
from aidtrack.formats.iati.activity import Activity, Setting
from aidtrack.formats.iati.element import local
from aidtrack.formats.iati.fault import MOST_OF_A_RULE, Tally
from aidtrack.formats.iati.rules import RULES_IATI, VERSION
from aidtrack.formats.iati.schema import VERSIONS, activity_node, root_node
from aidtrack.formats.iati.standard.identifiers import UNIQUE
from aidtrack.formats.iati.structure import look_at_attributes, look_over
from aidtrack.formats.iati.values import shown
from aidtrack.formats.iati.xml import Records, lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from aidtrack.formats.iati.element import Element, Place
    from aidtrack.formats.iati.xml import Root

ACTIVITIES = "iati-activities"
ORGANISATIONS = "iati-organisations"
_LONGEST = 200
_ONCE = frozenset(rule.name for rule in RULES_IATI.values() if rule.once)
_FIRST_VERSIONS = re.compile(r"1(?:\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that breaks a rule: where it stands, a sentence to translate, and what fills it."""

    line: int
    activity: str | None
    rule: str
    sentence: str
    fields: dict[str, Any]


@dataclass(slots=True)
class Report:
    """What is wrong with a file; `stopped` is why it was not read to its end."""

    file: str
    version: str
    activities: int = 0
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    stopped: Unreadable | None = None

    def count(self, severity: str) -> int:
        """Tell how many findings are that grave."""
        return sum(count for rule, count in self.counts.items() if RULES_IATI[rule].severity == severity)


def check(
    chunks: Iterable[bytes], file: str, *, now: datetime | None = None, most: int = MOST_OF_A_RULE
) -> Report:
    """Hold a file against all rules; what is no file of activities is refused."""
    records = Records(chunks, file, "iati-activity")
    version = version_of(records.root, file)
    work = _Check(records, Setting(version, now or datetime.now(UTC).astimezone()), Tally(most, once=_ONCE))
    work.run()
    return work.report


def version_of(root: Root, file: str) -> str:
    """Tell by which version to read; one that there is not is read as the latest, and found by a rule."""
    if root.tag == ORGANISATIONS:
        raise Unreadable(
            N_("'{file}' is a file of organisations ({tag}); give a file of activities."),
            file=file,
            tag=ORGANISATIONS,
        )
    if root.tag != ACTIVITIES:
        sentence = N_("'{file}' is no IATI file: it begins with <{tag}>, not with <{right}>.")
        raise Unreadable(sentence, file=file, tag=root.tag[:100], right=ACTIVITIES)
    said = root.attrib.get("version", "").strip()
    if _FIRST_VERSIONS.fullmatch(said):
        sentence = N_(
            "'{file}' is of version {version}, which is built in another way; only 2.01, 2.02 and 2.03 can be read."
        )
        raise Unreadable(sentence, file=file, version=said)
    return said if said in VERSIONS else VERSIONS[-1]


class _Check:
    """One file at work: `seen` are the hashes of the identifiers so far, eight bytes for each."""

    def __init__(self, records: Records, setting: Setting, tally: Tally) -> None:
        self.records = records
        self.setting = setting
        self.tally = tally
        self.report = Report(records.file, setting.version)
        self.node = activity_node(setting.version)
        self.finders = [(rule.name, rule.find) for rule in RULES_IATI.values() if rule.find]
        self.seen: set[int] = set()

    def run(self) -> None:
        self._root()
        try:
            for element in self.records:
                self._activity(element)
        except Unreadable as error:
            self.report.stopped = error
        else:
            self._end()
        self.report.counts = dict(self.tally.counts)
        self.report.findings.sort(key=lambda finding: finding.line)

    def _root(self) -> None:
        root = self.records.root
        look_at_attributes(root, root_node(self.setting.version), self.tally)
        said = root.attrib.get("version")
        if said is not None and said not in VERSIONS:
            sentence = N_("The version is {value}; it is read as {version}.")
            self.tally.add(VERSION, root, sentence, value=shown(said), version=self.setting.version)
        self._tell(None, lambda element: element.sourceline or 1)

    def _activity(self, element: Element) -> None:
        activity = Activity(element, self.setting)
        self.report.activities += 1
        look_over(element, self.node, self.tally)
        self._unique(activity)
        for name, find in self.finders:
            for found in find(activity):
                self.tally.add(name, found.element, found.sentence, **found.fields)
        if self.tally.kept:
            known = lines(element, self.records.line, {found.element for _, found in self.tally.kept})
            self._tell(activity.identifier[:_LONGEST] or None, known.__getitem__)

    def _unique(self, activity: Activity) -> None:
        said = activity.identifier
        if not said:
            return
        if hash(said) in self.seen:
            [element, *_] = activity.all("iati-identifier")
            sentence = N_("An earlier activity of the file has the same identifier, {value}.")
            self.tally.add(UNIQUE, element, sentence, value=shown(said))
        self.seen.add(hash(said))

    def _end(self) -> None:
        """Look at what is no activity, and whether there was one at all."""
        root, tally = self.records.root, self.tally
        if not self.report.activities:
            tally.add(
                "xsd.missing", root, N_("{path} lacks <{name}>."), path=ACTIVITIES, name="iati-activity"
            )
        for element in self.records.strays:
            sentence = N_("<{name}> stands among the activities, where it has no place.")
            tally.add("xsd.element", element, sentence, name=local(element.tag)[:100])
        for text in self.records.texts:
            tally.add(
                "xsd.text", root, N_("The text {value} stands between the activities."), value=shown(text)
            )
        self._tell(None, lambda element: element.sourceline or 1)

    def _tell(self, activity: str | None, line: Callable[[Place], int]) -> None:
        for rule, found in self.tally.take():
            self.report.findings.append(
                Finding(line(found.element), activity, rule, found.sentence, found.fields)
            )
