"""What `check --iati` answers with: one row for each finding."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from aidtrack.errors import N_
from aidtrack.formats.iati.rule import ERROR, WARNING
from aidtrack.formats.iati.rules import RULES_IATI
from aidtrack.result import Column, Result
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats.iati.checker import Finding, Report
    from aidtrack.result import Row

_COLUMNS = (
    Column("file"),
    Column("line", shape="number"),
    Column("activity", shape="code"),
    Column("rule", shape="code"),
    Column("severity", shape="code"),
    Column("finding"),
)
_FIRST = N_("Of rule {rule} the first {most} findings are told; there are {count}.")
_ALIKE = N_(
    "Rule {rule} is broken in {count} activities; what is wrong alike is told with the first of them."
)
_WORDS = {ERROR: N_("error"), WARNING: N_("warning")}


def findings(report: Report) -> Result:
    """Lay out what was found; how much there is of each, and in what, is said besides."""
    shown = (
        Column("line", _("Line"), "number"),
        Column("activity", _("Activity"), "code", rank=2),
        Column("rule", _("Rule"), "code"),
        Column("grave", _("Severity")),
        Column("finding", _("Finding")),
    )
    rows = [_row(report.file, each) for each in report.findings]
    return Result(_COLUMNS, rows, shown, _("Against the rules of IATI"), remarks=[*_remarks(report)])


def _row(file: str, found: Finding) -> Row:
    severity = RULES_IATI[found.rule].severity
    return {
        "file": file,
        "line": found.line,
        "activity": found.activity,
        "rule": found.rule,
        "severity": severity,
        "grave": _(_WORDS[severity]),
        "finding": _(found.sentence).format(**found.fields),
    }


def _remarks(report: Report) -> Iterator[str]:
    """Say nothing where there is nothing to say."""
    if not report.counts:
        return
    told = Counter(each.rule for each in report.findings)
    for rule, count in report.counts.items():
        if count > told[rule]:
            sentence = _ALIKE if RULES_IATI[rule].once else _FIRST
            yield _(sentence).format(rule=rule, most=told[rule], count=f"{count:,}")
    yield _("Errors: {errors}. Warnings: {warnings}. Activities: {activities}, of version {version}.").format(
        errors=f"{report.count(ERROR):,}",
        warnings=f"{report.count(WARNING):,}",
        activities=f"{report.activities:,}",
        version=report.version,
    )
