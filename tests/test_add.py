"""Recording by hand: each kind of record in one line or by answering questions, and every refusal."""

from __future__ import annotations

import json
import multiprocessing
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack.cli import main

sys.path.insert(0, str(Path(__file__).parent))  # pytest's importlib mode leaves the helpers' folder out

from terminal import at_terminal

if TYPE_CHECKING:
    from conftest import RunLine
    from ledgers import Ledger


@pytest.fixture(autouse=True)
def _no_default_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIDTRACK_SOURCE", raising=False)
    monkeypatch.delenv("AIDTRACK_ACTOR", raising=False)


# Each kind in one line

LINES = [
    (
        "funding --project 513333-06 --amount 8500万元 --stage stated --source 1 --locator L50",
        {
            "low": 850_000_000_0,
            "text": "8500万元",
            "fund_source": "unstated",
            "form": "unstated",
            "currency": "CNY",
        },
    ),
    (
        (
            "funding --donor 椒江 --county 色达 --amount 1100余万元 --stage 下达 --fund-source 财政援助资金 --tier 县级"
            " --form cash --currency cny --period 2022-01/2022-06 --as-of 2022-07 --basis 'year to date' --source 共饮"
            " --at L3 --presumed period --presumed fund-source --note 注 --separate"
        ),
        {
            "project_id": None,
            "pairing_id": 1,
            "high": 12_000_000_00,
            "stage": "issued",
            "fund_source": "government",
            "tier": "county",
            "period_start": "2022-01",
            "year": 2022,
            "basis": "to_date",
            "locator": "L3",
            "presumed": '["period", "fund_source"]',
            "separate": 1,
        },
    ),
    (
        "jobs --donor 临海 --county 嘉陵 --count 24名 --kind vacancies --source 1 --locator L27",
        {"low": 24, "kind": "vacancies", "pairing_id": 5, "group": "all", "scenario": "actual"},
    ),
    (
        (
            "job --donor 临海 --county 嘉陵 --count 约5人 --kind 实现就业 --place 到东部 --channel 招聘会"
            " --group out-of-poverty --scenario 预计 --source 1 --locator L27"
        ),
        {"low": 4, "high": 6, "value": 5, "place": "east", "channel": "fair", "group": "out_of_poverty"},
    ),
    (
        "result --donor 临海 --county 嘉陵 --indicator 1 --count 3 --separate --source 1 --locator L27",
        None,
    ),
    (
        "pairing --donor 杭州萧山 --county 广元旺苍 --programme east_west_cooperation --since 2021-06",
        {"programme": "east_west_cooperation", "since": "2021-06", "until": None},
    ),
    ("pairing --donor 浙江 --province 四川 --programme none --since 1996 --until 2020", {"programme": None}),
    (
        "project --donor 椒江 --county 色达 --name 第三中学 --sector 初中 --planned-end 2023-08",
        {"code": "513333-07", "planned_end": "2023-08", "pairing_id": 1, "name": "第三中学"},
    ),
    (
        (
            "project --parent 513327-01 --name 子项目 --code X-1 --name-en Sub --aliases 甲 --aliases '乙;丙' --status 在建"
            " --planned-start 2021 --actual-start 2021-07 --planned-end 2022 --actual-end 2022-12-31 --site 村 --works 路"
            " --source 1 --locator L1 --presumed parent --note 注"
        ),
        {
            "code": "X-1",
            "pairing_id": 4,
            "parent_id": 12,
            "aliases": '["甲", "乙;丙"]',
            "status": "under_way",
        },
    ),
    ("project --parent 513327-01 --name 又一子项目", {"code": "513327-01.4", "pairing_id": 4}),
    ("organisation --name 某公司", {"name": "某公司", "kind": None}),
    (
        (
            "organisations --name 某县政府 --name-en Government --aliases 县府 --kind 地方政府 --division 色达"
            " --identifier 91330000 --note 注"
        ),
        {"kind": "local_government", "identifier": "91330000"},
    ),
    ("participation --organisation 1 --role implementing --project 1", {"project_id": 1, "pairing_id": None}),
    (
        "participation --organisation 1 --role 实施 --donor 椒江 --county 色达 --source 1 --locator L1",
        {"project_id": None, "pairing_id": 1, "role": "implementing"},
    ),
    ("source --title 一文", {"title": "一文", "kind": "news"}),
    (
        (
            f"source --title 台账 --publisher 局 --date 2023-01 --address http://x --kind 台账 --document-number 1号"
            f" --sha256 {'AB' * 32} --copy-of 1 --note 注"
        ),
        {"kind": "ledger", "sha256": "ab" * 32, "copy_of_id": 1},
    ),
    ("indicator --code wells --name 水井 --unit 口", {"summable": 1, "unit": "口"}),
    (
        "indicator --code rate --name 率 --unit % --name-en Rate --no-summable --note 注",
        {"summable": 0, "name_en": "Rate"},
    ),
    ("division --name 东部8省市", {"level": "group", "code": None, "short": "东部8省市"}),
    ("division --name 三县 --members 色达 --members 甘孜县 --note 注", {"level": "group"}),
    (
        "division --name 新设县 --level 县级 --code 513399 --parent 甘孜州",
        {"level": "county", "code": "513399", "short": "新设", "pinyin": "xinshe xian"},
    ),
]


@pytest.mark.parametrize(("line", "row"), LINES, ids=[line for line, _ in LINES])
def test_each_kind_in_one_line(
    run_line: RunLine, ledger: Ledger, line: str, row: dict[str, Any] | None
) -> None:
    if row is None:
        line = line.replace("--indicator 1", f"--indicator {indicator(ledger)}")
        row = {"low": 3000}
    before = ledger.count("change")
    answer = run_line(f"aidtrack add {line}")
    assert answer.code == 0, answer.err
    assert answer.err.endswith(f"undo with: aidtrack undo {before + 1}\n")
    assert answer.out.count("\n") == 1
    table = {"job": "jobs", "organisations": "organisation"}.get(line.split()[0], line.split()[0])
    written = ledger.last(table)
    assert {name: written[name] for name in row} == row
    assert ledger.count("change") == before + 1
    assert run_line("aidtrack check").code == 0 or table == "funding"
    assert run_line("aidtrack undo").code == 0


def indicator(ledger: Ledger) -> str:
    [(code,), *_] = ledger.ask("SELECT code FROM indicator WHERE unit = '人' ORDER BY id")
    return str(code)


def test_it_says_what_it_understood(run_line: RunLine, ledger: Ledger) -> None:
    answer = run_line(
        "aidtrack add funding --donor 椒江 --county 色達縣 --amount 1100餘萬元 --stage 计划 --source 1 --at L9 --separate"
    )
    assert answer.out == f"funding {ledger.last('funding')['id']} (1100餘萬元)\n"
    assert answer.err.splitlines() == [
        "amount: 11,000,000–12,000,000 CNY (1100餘萬元, over)",
        "donor: 椒江区 331002",
        "county: 色达县 513333",
        "pairing: 1 椒江区 → 色达县",
        "stage: planned",
        "source: 1 共饮一江水,同是一家人",
        "undo with: aidtrack undo 2",
    ]


def test_json_gives_the_new_record(run_line: RunLine, ledger: Ledger) -> None:
    line = "aidtrack add project --donor 椒江 --county 色达 --name 新项目 --format json"
    record = json.loads(run_line(line).out)
    assert (record["code"], record["name"], record["donor"], record["county"]) == (
        "513333-07",
        "新项目",
        "椒江区",
        "色达县",
    )
    assert record["id"] == ledger.last("project")["id"]


@pytest.mark.parametrize("kind", ["organisation --name 甲", "source --title 甲", "division --name 甲"])
def test_json_of_other_kinds(run_line: RunLine, ledger: Ledger, kind: str) -> None:
    record = json.loads(run_line(f"aidtrack add {kind} --format json").out)
    assert record["id"] == ledger.last(kind.split(maxsplit=1)[0])["id"]


# Dry runs


@pytest.mark.parametrize("extra", ["", "--format json"])
def test_a_dry_run_writes_nothing(run_line: RunLine, ledger: Ledger, tmp_path: Path, extra: str) -> None:
    before = ledger.state()
    answer = run_line(f"aidtrack add project --donor 椒江 --county 色达 --name 新 --dry-run {extra}")
    assert answer.code == 0
    assert "513333-07" in answer.out
    assert answer.err.endswith("Nothing was written: this was a dry run.\n")
    assert ledger.state() == before
    assert {path.name for path in tmp_path.iterdir()} <= {"ledger.db"}


def test_a_dry_run_holds_the_rules(run_line: RunLine, ledger: Ledger) -> None:
    before = ledger.state()
    line = "project --donor 椒江 --county 色达 --name 新 --planned-start 2023 --planned-end 2022"
    assert run_line(f"aidtrack add {line} --dry-run").code == 5
    assert ledger.state() == before


# Refusals

FUNDING = "funding --project 1 --stage 计划 --source 1 --at L1"
REFUSED = [
    ("funding --project 1", 2, "Still to be said: --amount, --stage, --source, --locator."),
    (
        "funding",
        2,
        (
            "Still to be said: --project (or --donor with --county, --prefecture, --province or --recipient), "
            "--amount, --stage, --source, --locator."
        ),
    ),
    ("project --donor 椒江", 2, "--county (or --prefecture, --province, --recipient), --name."),
    ("pairing --donor 椒江 --county 色达", 2, "Still to be said: --programme."),
    ("source", 2, "Still to be said: --title."),
    (
        f"{FUNDING} --amount 8500",
        2,
        "'8500' has no unit: 8,500元 or 8,500万元? Write the unit, or give --unit.",
    ),
    (f"{FUNDING} --amount 若干", 2, "若干"),
    (f"{FUNDING} --amount 1.234元", 2, "too fine"),
    (f"{FUNDING} --amount 1001万亿元", 2, "too large"),
    (f"{FUNDING} --amount 8500人", 2, "is counted in people; here it is yuan"),
    (f"{FUNDING} --amount 8500 --unit 人", 2, "is counted in people; here it is yuan"),
    (f"{FUNDING} --amount 1元 --period 2022/2021", 2, "is no period"),
    (f"{FUNDING} --amount 1元 --as-of 2022-02-30", 2, "is no date"),
    (f"{FUNDING} --amount 1元 --currency yuan", 2, "ISO code"),
    (f"{FUNDING} --amount 1元 --tier 村级", 2, "No tier is called '村级'"),
    (f"{FUNDING} --amount 1元 --part-of 1 --restates 2", 2, "not both"),
    (f"{FUNDING} --amount 1元 --overlaps", 2, "give --part-of"),
    (f"{FUNDING} --amount 1元 --restates 1 --separate", 2, "not separate"),
    (f"{FUNDING} --amount 1元 --part-of 999", 4, "No funding has the id 999."),
    (f"{FUNDING} --amount 1元 --part-of 1", 5, "different stages"),
    (f"{FUNDING} --amount 1元 --presumed colour", 2, "No field is called 'colour'"),
    (f"{FUNDING} --amount 1元 --donor 椒江 --pairing 1", 2, "not both"),
    ("funding --project 1 --stage stated --amount 1元 --source 9 --at L1", 4, "No source is called '9'"),
    ("funding --project 色达县 --stage stated --amount 1元 --source 1 --at L1", 5, "can be"),
    ("funding --project 1 --stage stated --amount 1元 --source 1 --at L1", 5, "may have said this already"),
    ("jobs --project 1 --kind employed --count 2.5人 --source 1 --at L1", 2, "no whole number"),
    (
        "jobs --project 1 --kind employed --count 3个 --source 1 --at L1",
        2,
        "counted in items; here it is people",
    ),
    ("jobs --project 1 --kind employed --count 3人次 --source 1 --at L1", 2, "counted in attendances"),
    (
        "project --donor 萧山 --county 旺苍 --name 新",
        5,
        "aidtrack add pairing --donor 330109 --county 510821",
    ),
    ("project --donor 椒江 --county 色达 --prefecture 甘孜州 --name 新", 2, "give one of them"),
    ("project --donor 椒江 --county 甘孜州 --name 新", 2, "use --prefecture"),
    ("project --donor 椒江 --county 朝阳 --name 新", 5, "can be"),
    ("project --donor 椒江 --county 色打 --name 新", 2, "did you mean 色达县"),
    ("project --donor 朝阳区 --county 色达 --name 新", 5, "can be"),
    ("project --donor 椒江 --county 色达 --name 新 --code 513333-01", 5, "is that of project 1"),
    ("project --donor 椒江 --county 色达 --name 新 --code 'a b'", 2, "no blanks"),
    ("project --donor 椒江 --county 色达 --name ' '", 2, "--name is blank"),
    ("project --donor 椒江 --county 色达 --name 新 --status 未知", 2, "No status is called"),
    ("pairing --donor 椒江 --county 色达 --programme 对口支援 --since 2021-06", 5, "the same as pairing 1"),
    ("pairing --donor 椒江 --recipient 椒江 --programme none", 2, "cannot be paired with itself"),
    ("participation --organisation 1 --role 实施 --project 1 --pairing 1", 2, "one of the two"),
    ("participation --organisation 不存在 --role 实施 --project 1", 4, "No organisation"),
    ("source --title x --sha256 abc", 2, "no SHA-256"),
    ("indicator --code Wells --name 井 --unit 口", 2, "snake_case"),
    ("division --name 色达县 --level county --parent 甘孜州 --code 513398", 5, "There is a 色达县 already"),
    ("division --name 新县 --level county --parent 甘孜州 --code 513333", 5, "is that of division"),
    ("division --name 新县 --level county", 2, "give its --parent"),
    ("division --name 新县 --level county --parent 色达", 2, "too low a level"),
    ("division --name 新县 --level county --parent 甘孜州 --members 色达", 2, "Only a named group"),
    ("division --name 组 --code 513399", 2, "has no code"),
    ("projet --name x", 2, "did you mean 'project'?"),
    ("project x", 2, "'x' is more than 'aidtrack add project' takes."),
]


@pytest.mark.parametrize(("line", "code", "said"), REFUSED, ids=[line for line, _, _ in REFUSED])
def test_refusals(run_line: RunLine, ledger: Ledger, line: str, code: int, said: str) -> None:
    before = ledger.state()
    answer = run_line(f"aidtrack add {line}")
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert ledger.state() == before


def test_pairings_between_the_same_places_are_listed(run_line: RunLine, ledger: Ledger) -> None:
    run_line("aidtrack add pairing --donor 椒江 --county 色达 --programme 东西部协作")
    answer = run_line("aidtrack add project --donor 椒江 --county 色达 --name 新")
    assert (answer.code, "--pairing 1" in answer.err, "--pairing 11" in answer.err) == (5, True, True)
    assert run_line("aidtrack add project --pairing 11 --name 新").code == 0
    line = "aidtrack add funding --project 6 --donor 椒江 --amount 1元 --stage 计划 --source 1 --at L1"
    assert run_line(line).code == 0
    assert ledger.last("funding")["pairing_id"] == 1


# Units


@pytest.mark.parametrize(
    ("amount", "unit", "text", "low"),
    [
        ("8500", "万元", "8500万元", 85_000_000_00),
        ("1.2亿", "万元", "1.2亿元", 120_000_000_00),
        ("8500左右", "万元", "8500万元左右", None),
        ("8500元", "万元", "8500元", 8500_00),
        ("1500-5000", "万元", "1500-5000万元", 15_000_000_00),
        ("100", "万美元", "100万美元", 1_000_000_00),
    ],
)
def test_a_unit_is_kept_in_the_text(
    run_line: RunLine, ledger: Ledger, amount: str, unit: str, text: str, low: int | None
) -> None:
    currency = "--currency USD" if "美" in unit else ""
    for line, env in ((f"--unit {unit}", {}), ("", {"AIDTRACK_UNIT": unit})):
        answer = run_line(f"aidtrack add {FUNDING} --amount {amount} {currency} --separate {line}", env=env)
        assert answer.code == 0, answer.err
        row = ledger.last("funding")
        assert (row["text"], row["low"] if low else None) == (text, low)
    assert run_line("aidtrack check").code in (0, 1)


def test_yuan_are_said_by_a_myriad_too(run_line: RunLine, ledger: Ledger) -> None:
    assert run_line(f"aidtrack add {FUNDING} --amount 1.2亿 --separate").code == 0
    assert ledger.last("funding")["text"] == "1.2亿"


def test_dollars_are_dollars(run_line: RunLine, ledger: Ledger) -> None:
    assert run_line(f"aidtrack add {FUNDING} --amount 100万美元").code == 0
    assert ledger.last("funding")["currency"] == "USD"


def test_the_unit_of_money_is_not_that_of_people(run_line: RunLine, ledger: Ledger) -> None:
    line = "aidtrack add jobs --project 1 --kind employed --count 12 --separate --source 1 --at L1"
    assert run_line(line, env={"AIDTRACK_UNIT": "万元"}).code == 0
    assert ledger.last("jobs")["low"] == 12


# Sources


def test_a_default_source(run_line: RunLine, ledger: Ledger) -> None:
    line = "aidtrack add funding --project 6 --stage 计划 --amount 1元"
    assert run_line(f"{line} --at L1", env={"AIDTRACK_SOURCE": "共饮一江水"}).code == 0
    run_line("aidtrack add source --title 本局台账 --kind ledger")
    answer = run_line(f"{line} --separate")
    assert (answer.code, "source: 2 本局台账" in answer.err) == (0, True)
    assert (ledger.last("funding")["source_id"], ledger.last("funding")["locator"]) == (2, None)
    run_line("aidtrack add source --title 又一台账 --kind ledger")
    assert run_line(f"{line} --separate").code == 2


# Links


def test_a_restatement_points_at_what_counts(run_line: RunLine, ledger: Ledger) -> None:
    base = "aidtrack add funding --project 3 --stage stated --source 1 --at L1"
    assert run_line(f"{base} --amount 8400万元 --restates 5").code == 0
    second = ledger.last("funding")["id"]
    answer = run_line(f"{base} --amount 8600万元 --restates {second}")
    assert (answer.code, "restates: 5 8500萬元" in answer.err) == (0, True)
    assert ledger.last("funding")["restates_id"] == 5
    assert run_line(f"{base} --amount 100万元 --part-of {second}").code == 0
    assert ledger.last("funding")["part_of_id"] == 5


def test_cofunding_takes_the_donor_that_is_named(run_line: RunLine, ledger: Ledger) -> None:
    line = "aidtrack add funding --project 6 --donor 温岭 --amount 1元 --stage 计划 --source 1 --at L1"
    refused = run_line(line)
    assert (refused.code, "--donor 331081 --county 513333" in refused.err) == (5, True)
    assert "pairing: 11 温岭市 → 色达县 (new)" in run_line(f"{line} --yes").err
    row, pairing = ledger.last("funding"), ledger.last("pairing")
    assert (row["project_id"], row["pairing_id"]) == (6, pairing["id"])
    assert (pairing["programme"], pairing["change_id"]) == (None, row["change_id"])
    assert run_line("aidtrack undo").code == 0
    assert ledger.last("pairing")["id"] == 10


# Warnings


def test_a_likely_duplicate_is_pointed_out(run_line: RunLine, ledger: Ledger) -> None:
    answer = run_line("aidtrack add project --donor 椒江 --county 色达 --name 色達縣第二中學(新)")
    assert answer.code == 0
    assert "nearly this name already: 513333-03 色达县第二中学" in answer.err
    assert ledger.last("project")["name"] == "色達縣第二中學(新)"
    other = run_line("aidtrack add project --donor 路桥 --county 甘孜县 --name 色达县第二中学")
    assert "already" not in other.err


@pytest.mark.usefixtures("ledger")
def test_dates_outside_the_pairing_warn(run_line: RunLine) -> None:
    line = "aidtrack add project --donor 椒江 --county 色达 --name 新 --actual-start 2019 --planned-end 2023"
    answer = run_line(line)
    assert answer.code == 0
    assert "2019: outside the time of the pairing 色达县(四川甘孜州) ← 椒江区" in answer.err


@pytest.mark.usefixtures("ledger")
def test_codes_are_never_used_again(run_line: RunLine) -> None:
    line = "aidtrack add project --donor 椒江 --county 色达 --name"
    run_line(f"{line} 甲")
    run_line("aidtrack remove project 513333-07")
    assert "513333-08" in run_line(f"{line} 乙").out
    assert run_line("aidtrack undo 3").code == 0


# Groups


def test_named_groups_end_to_end(run_line: RunLine, empty_ledger: Ledger) -> None:
    run_line("aidtrack add division --name 东部8省市 --members 北京 --members 浙江")
    run_line("aidtrack add division --name 西部10省区市 --members 四川")
    run_line("aidtrack add source --title 部公报")
    line = "aidtrack add pairing --donor 东部8省市 --recipient 西部10省区市 --programme 东西部协作"
    assert run_line(line).code == 0
    figure = "aidtrack add funding --donor 東部8省市 --recipient xibu10shengqushi --amount 231.9亿元 --stage 投入 --source 1 --at p.1"
    answer = run_line(figure)
    assert answer.code == 0, answer.err
    assert run_line("aidtrack add project --pairing 1 --name 组内项目").out.split("(")[1].startswith("G")
    assert empty_ledger.ask("SELECT count(*) FROM division_member") == [(3,)]
    for _ in range(6):
        assert run_line("aidtrack undo").code == 0
    assert empty_ledger.ask("SELECT count(*) FROM division_member") == [(0,)]
    assert empty_ledger.ask("SELECT count(*) FROM division WHERE level = 'group'") == [(0,)]


# Awkward texts

NAMES = {
    "quotes": "他说\"好\"的'项目'`x`",
    "newline": "第一行\n第二行",
    "tab": "甲\t乙",
    "rtl": "\u202e倒\u200f置",
    "emoji": "学校🏫👩‍🏫",
    "formula": "=cmd|'/c calc'!A1",
    "flag": "--x",
    "traditional": "色達縣醫療衛生業務",
    "escape": "\x1b[31m红",
    "percent": "100%_\\",
    "long": "长" * 10_000,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_names_are_stored_as_typed_and_found(run_line: RunLine, ledger: Ledger, name: str) -> None:
    line = f"aidtrack add project --donor 路桥 --county 甘孜县 {shlex.quote('--name=' + name)}"
    answer = run_line(line)
    assert answer.code == 0, answer.err
    assert "\x1b" not in answer.out + answer.err
    assert "\u202e" not in answer.out + answer.err
    assert ledger.last("project")["name"] == name
    words = shlex.quote("--text=" + name)
    found = json.loads(run_line(f"aidtrack list projects {words} --format json").out)
    assert name in [row["name"] for row in found]
    shown = run_line(f"aidtrack list projects {words} --format table")
    assert "\x1b" not in shown.out
    assert "\u202e" not in shown.out


@pytest.mark.parametrize(
    ("value", "said"),
    [("长" * 10_001, "10,001 characters"), ("", "is blank"), ("\n\t ", "is blank")],
    ids=["too long", "empty", "blanks"],
)
@pytest.mark.usefixtures("ledger")
def test_names_that_are_refused(run_line: RunLine, value: str, said: str) -> None:
    answer = run_line(f"aidtrack add source {shlex.quote('--title=' + value)}")
    assert (answer.code, answer.out) == (2, "")
    assert said.replace(",", "") in answer.err.replace(",", "")


def test_a_password_is_not_kept(run_line: RunLine, ledger: Ledger) -> None:
    assert run_line("aidtrack add source --title postgresql://u:secret@h/x").code == 0
    assert "secret" not in ledger.last("change")["command"]


# At a terminal


def test_questions_are_asked_one_by_one(ledger: Ledger) -> None:
    answer = at_terminal(
        "aidtrack add funding --project 6",
        ["8500", "8500万元", "计划x", "计划", "1", "L50"],
    )
    assert answer.code == 0
    assert answer.out.startswith("funding ")
    for question in ("amount – ", "8,500元 or 8,500万元?", "stage – ", "1 共饮一江水", "locator – "):
        assert question in answer.err
    row = ledger.last("funding")
    assert (row["low"], row["stage"], row["locator"]) == (85_000_000_00, "planned", "L50")


def test_what_it_hangs_on_is_asked_for(ledger: Ledger) -> None:
    answer = at_terminal(
        "aidtrack add jobs --source 1 --locator L1",
        ["", "椒江", "色达", "5人", "vacancies"],
    )
    assert answer.code == 0
    assert ledger.last("jobs")["pairing_id"] == 1


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_leaving_a_question_leaves_nothing(ledger: Ledger, key: str) -> None:
    before = ledger.state()
    answer = at_terminal("aidtrack add funding --project 6", ["1元", key])
    assert answer.code == 130
    assert answer.err.rstrip().endswith("Interrupted; nothing was changed.")
    assert ledger.state() == before


def test_a_pairing_is_offered(ledger: Ledger) -> None:
    line = "aidtrack add project --donor 萧山 --county 旺苍 --name 新"
    assert at_terminal(line, ["no"]).code == 130
    assert at_terminal(line, ["yes"]).code == 0
    assert ledger.last("pairing")["id"] == ledger.last("project")["pairing_id"]


@pytest.mark.usefixtures("ledger")
def test_a_duplicate_is_asked_about() -> None:
    line = "aidtrack add project --donor 椒江 --county 色达 --name 色达县第二中学"
    assert at_terminal(line, [""]).code == 130
    assert at_terminal(line, ["y"]).code == 0


@pytest.mark.parametrize(
    ("keys", "column", "value"),
    [(["x", "r"], "restates_id", 5), (["p"], "part_of_id", 5), (["s"], "separate", 1)],
)
def test_is_this_the_same_money(ledger: Ledger, keys: list[str], column: str, value: int) -> None:
    line = "aidtrack add funding --project 3 --amount 1万元 --stage stated --source 1 --at L1"
    answer = at_terminal(line, keys)
    assert answer.code == 0
    assert "funding 5: 8500萬元" in answer.err
    assert ledger.last("funding")[column] == value


def test_the_same_money_can_be_left(ledger: Ledger) -> None:
    before = ledger.state()
    line = "aidtrack add funding --project 3 --amount 1万元 --stage stated --source 1 --at L1"
    assert at_terminal(line, ["c"]).code == 130
    assert ledger.state() == before


@pytest.mark.usefixtures("ledger")
def test_no_input_asks_nothing() -> None:
    answer = at_terminal("aidtrack add funding --project 6 --no-input", [])
    assert (answer.code, "Still to be said" in answer.err) == (2, True)


# Start-up and many at once


def test_help_imports_no_database() -> None:
    script = "import sys\nfrom aidtrack.cli import main\nmain(['add', 'funding', '--help'])\nprint('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "False"
    assert "--locator" in done.stdout


def _add_many(worker: int, count: int) -> list[int]:
    return [
        main(
            [
                "add",
                "project",
                "--donor",
                "椒江",
                "--county",
                "色达",
                "--name",
                f"项目{worker}之{number}",
                "--no-input",
            ]
        )
        for number in range(count)
    ]


def test_eight_processes_add_at_once(ledger: Ledger) -> None:
    before = ledger.count("change")
    with multiprocessing.get_context("spawn").Pool(8) as pool:
        codes = pool.starmap(_add_many, [(worker, 3) for worker in range(8)])
    assert codes == [[0] * 3] * 8
    assert ledger.count("change") == before + 24
    made = sorted(row["code"] for row in ledger.rows("project", after=26))
    assert made == [f"513333-{number:02}" for number in range(7, 31)]
