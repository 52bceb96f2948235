"""A reader of one language alone: no help text, table or message has a stray word of the other.

What may stand in either language is taken out first: values of the ledger (names, titles, notes, figures as
printed), codes and field names where a refusal lists them, options, metavars, locators, and what was typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from aidtrack.actions.forms import FORMS
from aidtrack.cli import COMMANDS
from aidtrack.cli._lazy import load
from aidtrack.formats import FORMATS
from aidtrack.queries.dimension_table import DIMENSIONS
from aidtrack.queries.filter_table import FILTERS
from aidtrack.queries.kinds import KINDS
from aidtrack.queries.measure_table import MEASURES
from aidtrack.rules import RULES
from aidtrack.store import reading
from aidtrack.tables import TABLES
from aidtrack.text import LANGUAGES, set_language
from aidtrack.vocab import VOCABULARIES
from aidtrack.wording import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from conftest import Answer, RunLine
    from ledgers import Ledger

WIDE = {"COLUMNS": "2000", "NO_COLOR": "1"}
HAN = re.compile("[\u3400-\u9fff]+")
EITHER = "\u3400-\u9fffA-Za-z"
WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}(?:['’_-][A-Za-zÀ-ɏ]+)*")

TYPER = (
    "shell",  # 为当前 shell 安装补全。
    *("<str>", "<int>", "<path>"),
)
"""What Typer words in English, and the names in its sentences that have no Chinese."""

NAMES = (
    "aidtrack",
    "postgresql://…",
    *(f"{first}{more}" for first in ("projects、", "project、", "") for more in ("funding、jobs",)),
    "或 results",  # the kinds to choose from
    "donor、county、sector、year",
    "none 表示",
    "none 旁",
    "seda",
    *("SQLite", "PostgreSQL", "IATI", "Excel"),
    *("bundle", "字段名(codes)", "记录(funding)", "projects, funding", "projects、funding"),
    *("xlsx", "csv", "jsonl", "yaml", "ignore", "=name", ".md", "donor=", "写 none "),
)
"""Words to be typed as they are, quoted by a help text."""

PROGRAM = (
    re.compile(r"\b[a-z]+://[!-~]+"),  # URLs
    re.compile(r"--?[a-z][a-z-]*(?:[ =](?:json|FILE|none))?"),  # options
    re.compile(r"aidtrack [a-z]+(?: [a-z]+)?"),  # commands
    re.compile(r"\b[A-Z][A-Z\d]+(?:[-_ ][A-Z\d]+)*\b"),  # metavars; JSON, SHA-256, ID, CNY, GB 18030
    re.compile(r"(?<![a-z])(?:[a-zA-Z]+\|)+[a-zA-Z]+"),  # metavars that list choices
    re.compile(r"\bL\d+(?:[-–]L?\d+)?\b|\bp\. \d+"),  # places in a source
    re.compile(r"(?:/[\w.-]+)+/?"),  # paths
    re.compile(r"(?<=行,)[a-z_]+(?=:)|(?<=同名:)[a-z_, ]+"),  # a field as its column is headed
)
QUOTED = (re.compile("“[^”]*”"), re.compile(r"'[^']*'"))
LISTED = re.compile(r"(?<=可用的有:).*|(?<=it is one of: ).*")
EXAMPLES = re.compile(
    "1100余万元|2000多人|近5万人|1029万元|30多户|1200万|余, 多, 几 or 来|2年|8个月|1万—2万元"
    "|(?<=\\()不足, 约|(?<=[0-9 ])万?元(?= or)|万元(?=[?;])"
)
"""Figures and places that an English sentence quotes to show what can be typed."""


# --- what was said, without what may be said in either language


class Values:
    """Knows the values of a ledger that stand in every language as they are."""

    def __init__(self, ledger: Ledger | Path) -> None:
        with reading(str(ledger)) as connection:
            divisions = [*_texts(connection, "division", ("name", "short", "pinyin"))]
            divisions += _texts(connection, "division_name", ("name",))
            values = {
                text
                for name, table in TABLES.items()
                if name not in ("division", "division_name", "change_item", "setting")
                for text in _texts(connection, name, _free(table))
            }
        self.places = {text for text in divisions if HAN.fullmatch(text)}
        self.latin = {word for text in divisions for word in WORD.findall(text)}
        self.values = {safe(value) for value in values if len(value) > 1}

    def without(self, text: str) -> str:
        """Take the values out."""
        for value in sorted(self.values, key=len, reverse=True):
            if value in text:  # but no part of a longer name
                text = re.sub(f"(?<![{EITHER}]){re.escape(value)}(?![{EITHER}])", " ", text)
        return text

    def is_path(self, run: str) -> bool:
        """Tell whether a run of Chinese is one place, or several in a row: 四川省甘孜藏族自治州色达县."""
        ends = {0}
        for end in range(1, len(run) + 1):
            if any(run[start:end] in self.places for start in ends):
                ends.add(end)
        return len(run) in ends


def _free(table: sa.Table) -> list[str]:
    """Name the columns of a table that hold words of people, not codes of ours."""
    ours = {"uid", "search_key", "presumed", "key", "currency", "unit"}
    texts = (column for column in table.c if isinstance(column.type, (sa.String, sa.JSON, sa.TypeDecorator)))
    return [column.name for column in texts if column.name not in ours and not column.info]


def _texts(connection: sa.Connection, table: str, columns: Iterable[str]) -> Iterator[str]:
    wanted = [TABLES[table].c[name] for name in columns]
    for row in connection.execute(sa.select(*wanted)) if wanted else ():
        for value in row:
            yield from value if isinstance(value, list) else [str(value)] if value else []


CODES = {
    *(name for registry in (COMMANDS, KINDS, DIMENSIONS, MEASURES, FILTERS, RULES) for name in registry),
    *(name for registry in (FORMS, FORMATS, VOCABULARIES) for name in registry),
    *(field.name for form in FORMS.values() for field in form.fields),
    *(term.name for vocabulary in VOCABULARIES.values() for term in vocabulary.terms),
    *(name for table in TABLES.values() for name in table.c.keys()),  # noqa: SIM118 - no mapping
    *("table", "county", "prefecture", "province", "amount", "place", *LANGUAGES),
}


def strays(text: str, language: str, known: Values) -> list[str]:
    """Find the words of the other language."""
    text = known.without(LISTED.sub(_unlisted, text))
    for pattern in QUOTED:
        text = pattern.sub(" ", text)
    if language == "en":
        return [run for run in HAN.findall(EXAMPLES.sub(" ", text)) if not known.is_path(run)]
    for pattern in PROGRAM:
        text = pattern.sub(" ", text)
    for phrase in (*TYPER, *NAMES):
        text = text.replace(phrase, " ")
    return [word for word in WORD.findall(text) if word not in known.latin]


def _unlisted(listed: re.Match[str]) -> str:
    """Take out codes where a refusal lists what there is: each may have its label behind it."""
    found = [item.strip(" .。").split(" ", 1) for item in re.split(",|、", listed[0])]
    return " ".join(" ".join(item[1:] if item[0] in CODES else item) for item in found)


@pytest.fixture(scope="module")
def values(seeded: Path) -> Values:
    return Values(seeded)


@pytest.fixture
def known(values: Values, ledger: Ledger) -> Values:  # noqa: ARG001 - the lines are typed at that one
    return values


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name, value in WIDE.items():
        monkeypatch.setenv(name, value)
    yield request.param
    set_language(None)


def found_in(
    run_line: RunLine, lines: Iterable[str], language: str, known: Values
) -> dict[str, Sequence[str]]:
    """Run lines and give the strays of each that has any."""
    found: dict[str, Sequence[str]] = {}
    for line in lines:
        answer = run_line(f"aidtrack {line} --lang {language}")
        assert answer.code in {0, 1, 2, 3, 4, 5}, line
        assert "should not have happened" not in answer.err
        assert "本不应有" not in answer.err
        if words := strays(_untyped(said(line, answer), line), language, known):
            found[line] = words
    return found


def _untyped(text: str, line: str) -> str:
    """Take out the Chinese words of the line itself."""
    for word in filter(HAN.search, line.split()):
        text = re.sub(f"(?<![{EITHER}]){re.escape(word)}(?![{EITHER}])", " ", text)
    return text


def said(line: str, answer: Answer) -> str:
    """Give what people read; without a format the answer is for machines."""
    out = re.sub(r"&emsp;|\\", "", answer.out) if "--format md" in line else answer.out
    return out + answer.err if "--format" in line else answer.err


# --- help


def commands() -> list[str]:
    """Give the line of every command, the nested ones too."""
    lines = [""]
    for name in COMMANDS:
        nested: dict[str, Any] = getattr(load(name), "commands", {})
        lines += [name, *(f"{name} {inner}" for inner, command in nested.items() if not command.hidden)]
    return lines


def test_help(run_line: RunLine, language: str, known: Values) -> None:
    found: dict[str, list[str]] = {}
    for line in commands():
        text = run_line(f"aidtrack {line} --help --lang {language}").out
        rows = re.sub(r"(?m)^│ +\*? *[a-z]+(?= )", "", text)  # names of commands and arguments
        usage = re.sub(r"(?m)^ *(Usage|用法): aidtrack.*", "", rows)
        if words := strays(usage, language, known):
            found[line] = words
    assert found == {}


def test_every_option_and_argument_has_a_help_text() -> None:
    def bare(command: Any, path: str) -> Iterator[str]:
        nested: dict[str, Any] = getattr(command, "commands", {})
        for name, inner in nested.items():
            yield from bare(inner, f"{path} {name}")
        yield from (f"{path} {each.name}" for each in command.params if not getattr(each, "help", ""))
        if not command.help:
            yield path

    assert [one for name in COMMANDS for one in bare(load(name), name)] == []


# --- answers

REFS = {
    "projects": ["513333-01", "513327-01"],
    "donors": ["椒江"],
    "counties": ["色达"],
    "pairings": ["1"],
    "funding": [str(number) for number in range(1, 12)],
    "jobs": ["1", "2", "3"],
    "results": ["1", "2", "3", "4"],
    "organisations": ["1"],
    "participations": ["1"],
    "sources": ["1"],
    "divisions": ["甘孜州"],
    "indicators": ["beneficiaries", "training_attendances"],
    "sectors": ["social", "primary"],
}


def test_lists(run_line: RunLine, language: str, known: Values) -> None:
    few = {"divisions": " --text 鼓楼"}
    lines = [f"list {kind}{few.get(kind, '')} --format table" for kind in KINDS]
    lines += [f"list {kind}{few.get(kind, '')} --format md --columns all" for kind in KINDS]
    lines += ["list projects --county 色达 --format md", "list funding --limit 1 --format table"]
    lines += ["list projects --text 没有 --format table", "list projects --prefecture 甘孜 --format table"]
    assert found_in(run_line, lines, language, known) == {}


def test_records(run_line: RunLine, language: str, known: Values) -> None:
    assert REFS.keys() == KINDS.keys()
    lines = [f"show {kind} {ref} --format table" for kind, refs in REFS.items() for ref in refs]
    assert found_in(run_line, lines, language, known) == {}


def test_totals(run_line: RunLine, language: str, known: Values) -> None:
    lines = [f"totals --by {name} --format md" for name in DIMENSIONS]
    lines += [f"totals --by county {' '.join(f'--measure {name}' for name in MEASURES)} --format md"]
    lines += [f"totals --by {name} --explain --format table" for name in ("donor", "stage", "year")]
    lines += ["totals --format table", "totals --by sector --by year --format table"]
    lines += ["totals --measure beneficiaries --measure training_attendances --format table"]
    lines += ["totals --by programme --group out_of_poverty --explain --format table"]
    lines += ["totals --by indicator --measure beneficiaries --format md", "totals --explain --year 2022"]
    lines[-1] += " --format table"
    assert found_in(run_line, lines, language, known) == {}


def test_parse(run_line: RunLine, language: str, known: Values) -> None:
    amounts = (
        "1100余万元 近5万人 30多户 2000人次 1.5亿 3期 20家 不足100人 1500—5000元 90%以上 约3公里 至少4所"
    )
    lines = [f"parse amount {amounts} --format table", "parse amount 12 --unit 万元 --format table"]
    lines += ["parse place 色达 seda 513333 四川色达 玉环县 331021 --format table", "parse place 鼓楼 xxxx"]
    lines += [
        f"parse amount {word}"
        for word in ("若干 2023年 12人34户 -5 30—20 余 3到5万 1元2人 甲 1.2.3 不足约3人".split())
    ]
    assert found_in(run_line, lines, language, known) == {}


WRITES = (
    "add funding --project 513333-01 --stage spent --amount 300万元 --source 1 --at L49 --period 2023",
    "add jobs --project 513333-01 --kind employed --count 12人 --group 脱贫人口 --source 1 --at L49",
    "add result --project 513333-01 --indicator beneficiaries --count 200多人 --source 1 --at L49",
    "add project --donor 椒江 --county 色达 --name 新项目 --status 未开工 --sector school",
    "add project --donor 椒江 --county 色达 --name 新项目二 --planned-start 1999",
    "add division --name 组合甲 --members 色达,炉霍",
    "add indicator --code wells --name 水井 --unit 口",
    "add organisation --name 新机构 --kind enterprise",
    "add participation --organisation 1 --role employer --project 513333-01",
    "add source --title 新来源 --kind document",
    "add project --donor 椒江 --county 色达 --name 另一项目 --format table",
    "add pairing --donor 萧山 --county 旺苍 --programme 东西部协作 --dry-run",
    "edit project 513333-01 --status suspended --planned-end 2024 --presumed status,planned_end --note 说明",
    "edit project 513333-01 --clear status --clear presumed",
    "edit funding 1 --stage spent --fund-source social --overlaps",
    "edit funding 1 --format table --tier county",
    "edit funding 1 --tier county",
    "remove project 513333-01",
    "remove organisation 1 --with-parts",
    "remove funding 1 --dry-run",
    "prefer funding 1",
    "undo",
    "undo 2",
    "undo 9999",
    "history --format table",
    *(f"history {number} --format table" for number in range(1, 18)),
    "history project 1 --format table",
    "history funding 1 --format table",
    "show project 1 --format table",
    "check",
    "init",
)


def test_writing_and_history(run_line: RunLine, language: str, known: Values, ledger: Ledger) -> None:
    answers = {line: run_line(f"aidtrack {line} --lang {language}") for line in WRITES}
    assert {answer.code for answer in answers.values()} <= {0, 1, 2, 4, 5}
    written = Values(ledger)
    written.values |= known.values | {word for line in WRITES for word in line.split() if HAN.search(word)}
    found = {line: strays(said(line, answer), language, written) for line, answer in answers.items()}
    assert {line: words for line, words in found.items() if words} == {}


BATCHES = (
    "[{}]",
    "",
    '{"name": }',
    '"x"',
    '{"nam": "x"}',
    '{"name": 1.5}',
    '{"name": {}}',
    "name,name\n",
    "name,code\nx,y,z\n",
    '{"name": "x"}\n{"name": "y", "donor": "椒江", "county": "鼓楼"}',
)


def test_batches(run_line: RunLine, language: str, known: Values) -> None:
    found = {}
    for stdin in BATCHES:
        answer = run_line(f"aidtrack add project - --lang {language}", stdin=stdin)
        assert answer.code in {2, 5}, stdin
        if words := strays(answer.err, language, known):
            found[stdin] = words
    assert found == {}


BREAKS = (
    "UPDATE funding SET locator = NULL WHERE id = 3",
    "UPDATE funding SET year = 1990 WHERE id = 4",
    "UPDATE project SET search_key = 'x' WHERE id = 2",
    "UPDATE project SET planned_start = '2030', planned_end = '2020' WHERE id = 3",
    "UPDATE project SET parent_id = 4 WHERE id = 4",
    "UPDATE funding SET part_of_id = 5, restates_id = NULL, currency = 'USD', period_start = '1990', period_end = '1990' WHERE id = 6",
    "UPDATE funding SET high = 1, low = 1, value = 1, period_start = '2022', period_end = '2022' WHERE id = 5",
    'UPDATE funding SET restates_id = 7, part_of_id = NULL, "overlaps" = false WHERE id = 8',
    "UPDATE funding SET stage = 'issued' WHERE id = 8",
    "UPDATE funding SET restates_id = 8, part_of_id = NULL, \"overlaps\" = false, stage = 'planned' WHERE id = 9",
    "UPDATE jobs SET part_of_id = 1, restates_id = NULL, kind = 'posts', scenario = 'target' WHERE id = 2",
    'UPDATE result SET restates_id = 1, part_of_id = NULL, "overlaps" = false WHERE id = 2',
    'UPDATE funding SET separate = false, part_of_id = NULL, restates_id = NULL, "overlaps" = false WHERE id > 9',
    "INSERT INTO pairing (uid, donor_id, recipient_id, programme, change_id, since) SELECT 'again', donor_id, recipient_id, programme, change_id, since FROM pairing WHERE id = 2",
    "UPDATE jobs SET part_of_id = 999 WHERE id = 3",
    "UPDATE participation SET presumed = '[1]' WHERE id = 3",
    "UPDATE result SET change_id = 99 WHERE id = 2",
    "UPDATE project SET version = 7 WHERE id = 5",
    "UPDATE division SET change_id = 98 WHERE id = 5",
    "INSERT INTO change SELECT 98, 'x', at, actor, command, program, 98 FROM change WHERE id = 1",
    "INSERT INTO change SELECT 97, 'y', at, actor, command, program, NULL FROM change WHERE id = 1",
    (
        "INSERT INTO change_item (change_id, seq, table_name, row_id, action, before) VALUES"
        " (1, 500, 'project', 1, 'edit', '[]'), (1, 501, 'project', 1, 'edit', '{\"id\": 1}'),"
        " (1, 502, 'project', 2, 'restore', NULL), (1, 503, 'setting', 1, 'restore', NULL),"
        " (1, 504, 'jobs', 999, 'restore', NULL), (1, 505, 'project', 2, 'edit', '{\"version\": 9}'),"
        " (1, 506, 'project', 3, 'remove', '[]'), (1, 507, 'project', 3, 'edit', '[]')"
    ),
)


def test_findings(run_line: RunLine, language: str, known: Values, ledger: Ledger, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("\n".join(["没有数字的一行", "1100余万元"] * 20), encoding="utf-8")
    empty, binary = tmp_path / "empty.txt", tmp_path / "binary"
    empty.write_text("")
    binary.write_bytes(bytes(range(256)))
    lines = [f"check --source {text} --of 1 --format table", f"show project 1 --source {text} --format table"]
    lines += [f"check --source {file}" for file in (empty, binary, tmp_path, tmp_path / "none", text)]
    lines += ["check --of 1"]
    assert found_in(run_line, lines, language, known) == {}
    ledger.write(*BREAKS)
    broken = {
        row.split("\t")[0] for row in run_line("aidtrack check --deep --format tsv").out.splitlines()[1:]
    }
    assert RULES.keys() - broken <= {"overlaps_answered"}
    lines = ["check --deep --format table", "edit funding 3 --note 看过", "add source --title 又一来源"]
    assert found_in(run_line, lines, language, known) == {}


# --- refusals

REFUSALS = """
frobnicate
lst
list
list planets
list project --county 色大
list projects --county 椒江
list projects --county 鼓楼
list projects --county 泸霍
list projects --county 甘孜州
list projects --prefecture 色达
list projects --province 色达
list projects --donor 色达
list projects --county 甘
list projects --sector 军事
list projects --sector 11330
list projects --sector schol
list projects --year 20x
list projects --status done
list projects --status 在健
list projects --format xls
list projects --columns nme
list projects --sort nme
list projects --limit x
list projects --limit -1
list projects --colums x
list projects extra
list divisions --status under_way
list results --indicator wels
--format json list projects
show
show project
show project 999
show project 学校
show funding 999
show funding abc
show jobs 999999999999999999999
show organisation 不存在
show pairing 99
show source 不存在
show indicator x
show sector x
show division x
totals --by contry
totals --by donor --by county --by year
totals --measure fundin
totals --measure tax_per_year
history 99
history project 999
history project
history frob 1
undo 99
parse amount
parse place
parse place x --level conty
add
add projet --name x
add project
add funding
add jobs
add pairing
add participation
add funding --project 1 --stage stated --amount 8500 --source 1 --at L1
add funding --project 1 --stage stated --amount 若干 --source 1 --at L1
add funding --project 1 --stage stated --amount 1元 --source 1 --at L1
add funding --project 1 --stage stated --amount 1元 --source 1
add funding --project 1 --stage stated --amount 3人 --source 1 --at L1
add funding --project 1 --stage stated --amount 0.001元 --source 1 --at L1
add funding --project 1 --stage stated --amount 9999999999亿元 --source 1 --at L1
add funding --project 1 --stage stated --amount 3万元 --unit 人 --source 1 --at L1
add funding --project 1 --stage stat --amount 3万元 --source 1 --at L1
add funding --project 1 --stage stated --amount 3万元 --source 1 --at L1 --currency yuan
add funding --project 1 --stage stated --amount 3万元 --source 1 --at L1 --part-of 1 --restates 2
add funding --project 1 --stage stated --amount 3万元 --source 1 --at L1 --overlaps
add funding --project 1 --stage stated --amount 3万元 --source 1 --at L1 --restates 2 --separate
add funding --project 1 --stage stated --amount 3万元 --source 1 --at L1 --period 20x
add funding --project 1 --stage stated --amount 3万元 --source 1 --at L1 --as-of 1月
add funding --project 1 --stage stated --amount 3万元 --source 1 --at L1 --presumed colour
add funding --project 1 --pairing 2 --donor 椒江 --stage stated --amount 3万元 --source 1 --at L1
add jobs --project 1 --kind employed --count 2.5人 --source 1 --at L1
add jobs --project 1 --kind employed --count 3个 --source 1 --at L1
add jobs --project 1 --kind employed --count 3人次 --source 1 --at L1
add project --donor 萧山 --county 旺苍 --name 新
add project --donor 椒江 --county 色达 --prefecture 甘孜州 --name 新
add project --donor 椒江 --county 甘孜州 --name 新
add project --donor 椒江 --county 色达 --name 新 --code 513333-01
add project --donor 椒江 --county 色达 --name 新 --code 'a b'
add project --donor 椒江 --county 色达 --name ' '
add project --donor 椒江 --county 色达 --name 新 --status 未知
add project extra
add pairing --donor 椒江 --county 色达 --programme 对口支援 --since 2021-06
add pairing --donor 椒江 --recipient 椒江 --programme none
add participation --organisation 1 --role 实施 --project 1 --pairing 1
add participation --organisation 不存在 --role 实施 --project 1
add source --title x --sha256 abc
add indicator --code Wells --name 井 --unit 口
add division --name 色达县 --level county --parent 甘孜州 --code 513398
add division --name 新县 --level county --parent 甘孜州 --code 513333
add division --name 新县 --level county
add division --name 新县 --level county --parent 色达
add division --name 新县 --level county --parent 甘孜州 --members 色达
add division --name 组 --code 513399
edit
edit project
edit project 999 --name x
edit project 1
edit project 1 --name 甲 --clear name
edit project 1 --clear name
edit project 1 --clear colour
edit project 1 --parent 1
edit division 色达 --name x
edit funding 1 --part-of 1
edit funding 1 --restates 1
remove
remove prject 1
remove project 999
remove source 1
prefer
prefer project 1
prefer funding 1
prefer funding 999
check --source /nowhere/at/all
db
db pth
init --db /nowhere/at/all/x.db
list projects --db /
list projects --db mysql://x
list projects --db /tmp/there/is/none.db
""".strip().splitlines()


def test_refusals(run_line: RunLine, language: str, known: Values) -> None:
    assert found_in(run_line, REFUSALS, language, known) == {}
