"""The ledger of the article, as a user meets it: the lines that issue and design name, and their answers."""

from __future__ import annotations

import itertools
import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack.queries.dimensions import DIMENSIONS
from aidtrack.queries.kinds import KINDS
from aidtrack.queries.measures import MEASURES

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunLine
    from ledgers import Ledger

TOTALED = [dimension.name for dimension in DIMENSIONS.values() if not dimension.alone]


def answer(run_line: RunLine, line: str) -> Any:
    done = run_line(f"{line} --format json")
    assert done.code == 0
    return json.loads(done.out)


def bounds(amount: dict[str, Any] | None) -> tuple[int, int] | None:
    return None if amount is None else (amount["low"], amount["high"])


@pytest.mark.usefixtures("ledger")
class TestTotalsByDonor:
    def test_funding(self, run_line: RunLine) -> None:
        found = answer(run_line, "aidtrack totals --by donor")
        funding = {row["donor"]: bounds(row["funding"]) for row in found["rows"]}
        assert funding == {
            "椒江区": (178_000_000, 178_000_000),
            "黄岩区": (10_290_000, 10_290_000),
            "路桥区": (120_000_000, 120_000_000),
            "玉环市": (63_500_000, 63_500_000),
            "温岭市": (17_500_000, 18_600_000),
            "临海市": None,
            "台州市": None,
        }
        assert bounds(found["total"]["funding"]) == (389_290_000, 390_390_000)

    def test_of_how_many_projects_an_amount_is_known(self, run_line: RunLine) -> None:
        found = answer(run_line, "aidtrack totals --by donor")
        known = {
            row["donor"]: (row["funding"]["known"], row["funding"]["of"])
            for row in found["rows"]
            if row["funding"]
        }
        assert known["椒江区"] == (4, 6)
        assert known["黄岩区"] == (0, 1)
        assert (found["total"]["funding"]["known"], found["total"]["funding"]["of"]) == (8, 20)

    def test_jobs(self, run_line: RunLine) -> None:
        found = answer(run_line, "aidtrack totals --by donor")
        jobs = {row["donor"]: bounds(row["jobs"]) for row in found["rows"] if row["jobs"]}
        assert jobs == {"临海市": (2123, 2123), "温岭市": (150, 160), "台州市": (175_717, 175_727)}
        city = next(row for row in found["rows"] if row["donor"] == "台州市")
        assert city["jobs"]["remainder"] is True
        assert found["total"]["jobs"]["exact"] is True
        assert found["total"]["jobs"]["value"] == 178_000

    def test_the_shape_of_an_answer(self, run_line: RunLine) -> None:
        found = answer(run_line, "aidtrack totals --by donor")
        assert found["by"] == ["donor"]
        assert found["rows"][0] == {
            "donor": "椒江区",
            "donor_code": "331002",
            "projects": 6,
            "funding": {
                "value": 178_000_000,
                "low": 178_000_000,
                "high": 178_000_000,
                "exact": True,
                "currency": "CNY",
                "known": 4,
                "of": 6,
            },
            "jobs": None,
        }

    def test_lines_add_up_to_the_total_in_the_numbers_stated(self, run_line: RunLine) -> None:
        found = answer(run_line, "aidtrack totals --by donor")
        for measure in ("funding", "jobs"):
            lines = sum(row[measure]["value"] for row in found["rows"] if row[measure])
            assert lines == found["total"][measure]["value"]

    def test_in_chinese_as_promised(self, run_line: RunLine) -> None:
        done = run_line("aidtrack totals --by donor --lang zh --format table")
        assert done.out.splitlines()[:4] == [
            "按援助方汇总 · 资金 = 援助资金(下达 + 投入)",
            "援助方            受援地  项目  有金额     资金(万元)      就业(人)",
            "───────────────────────────────────────────────────────────────────",
            "椒江区            色达县     6       4         17,800             –",
        ]
        assert "台州市(未分到县)  四川省     –       –              –  其余约17.6万" in done.out
        assert "合计                        20       8  38,929–39,039       178,000" in done.out


@pytest.mark.usefixtures("ledger")
def test_the_total_is_the_same_under_every_dimension_and_pair(run_line: RunLine) -> None:
    whole = answer(run_line, "aidtrack totals")["total"]
    pairs = [f"--by {first} --by {second}" for first, second in itertools.permutations(TOTALED, 2)]
    for by in [f"--by {name}" for name in TOTALED] + pairs[::7]:
        assert answer(run_line, f"aidtrack totals {by}")["total"] == whole, by


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("dimension", [d.name for d in DIMENSIONS.values() if d.alone])
def test_no_total_where_each_line_stands_alone(run_line: RunLine, dimension: str) -> None:
    assert answer(run_line, f"aidtrack totals --by {dimension}")["total"] is None


@pytest.mark.usefixtures("ledger")
def test_a_view_counts_where_its_whole_is_left_out(run_line: RunLine) -> None:
    def jobs(group: str) -> Any:
        return bounds(answer(run_line, f"aidtrack totals --group {group}")["total"]["jobs"])

    assert jobs("out_of_poverty") == (23_000, 23_000)
    assert jobs("disabled") == (150, 160)
    assert jobs("脱贫人口") == (23_000, 23_000)


@pytest.mark.usefixtures("ledger")
def test_the_park_by_sector_is_its_parts_and_the_rest(run_line: RunLine) -> None:
    found = answer(run_line, "aidtrack totals --by sector --county 炉霍")
    funding = {row["sector"]: bounds(row["funding"]) for row in found["rows"]}
    assert funding["cash_crops"] == (14_500_000, 14_500_000)
    assert funding["vegetables"] == (22_000_000, 22_000_000)
    assert funding["park"] == (27_000_000, 27_000_000)
    assert bounds(found["total"]["funding"]) == (63_500_000, 63_500_000)


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("name", ["status", "sector", "project", "scenario", "kind", "year"])
def test_none_is_the_null_line(run_line: RunLine, name: str) -> None:
    line = answer(run_line, f"aidtrack totals --by {name}")["rows"][-1]
    assert line[name] is None
    assert answer(run_line, f"aidtrack totals --{name} none")["total"] == {
        measure: line[measure] for measure in ("projects", "funding", "jobs")
    }


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("measure", [name for name in MEASURES if name != "projects"])
def test_every_measure_answers(run_line: RunLine, measure: str) -> None:
    found = answer(run_line, f"aidtrack totals --by county --measure {measure}")
    key = measure.replace("-", "_")
    assert list(found["total"]) == [key]
    assert all(row[key] is not None for row in found["rows"])


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("kind", list(KINDS))
class TestEveryKind:
    def test_is_listed(self, run_line: RunLine, kind: str) -> None:
        assert len(answer(run_line, f"aidtrack list {kind}")) > 0

    def test_is_called_by_its_singular_too(self, run_line: RunLine, kind: str) -> None:
        singular = KINDS[kind].singular
        assert answer(run_line, f"aidtrack list {singular}") == answer(run_line, f"aidtrack list {kind}")

    def test_is_shown(self, run_line: RunLine, kind: str) -> None:
        first = answer(run_line, f"aidtrack list {kind}")[0]
        ref = first.get("code") or first["id"]
        shown = answer(run_line, f"aidtrack show {kind} {ref}")
        assert shown.get("code", shown.get("id")) == ref

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_fits_a_terminal(self, run_line: RunLine, kind: str, language: str) -> None:
        from rich.cells import cell_len

        done = run_line(
            f"aidtrack list {kind} --limit 40 --format table --lang {language}", env={"COLUMNS": "80"}
        )
        assert max(cell_len(line) for line in done.out.splitlines()) <= 80


@pytest.mark.usefixtures("ledger")
class TestListProjects:
    @pytest.mark.parametrize("county", ["色达", "色達縣", "色达县", "513333"])
    def test_a_county_by_any_name(self, run_line: RunLine, county: str) -> None:
        found = answer(run_line, f"aidtrack list projects --county {county}")
        assert [row["code"] for row in found] == [f"513333-0{n}" for n in range(1, 7)]
        assert {row["county"] for row in found} == {"色达县"}

    def test_says_when_and_how_much(self, run_line: RunLine) -> None:
        found = answer(run_line, "aidtrack list projects --county 色达")
        school = next(row for row in found if row["name"] == "色达县第二中学")
        assert school["planned_end"] == "2023-08"
        assert school["actual_end"] is None
        assert school["funding"]["value"] == 85_000_000
        assert school["sector"] == "junior_middle"

    def test_a_project_has_what_it_and_its_sub_projects_have(self, run_line: RunLine) -> None:
        found = answer(run_line, "aidtrack list projects --county 炉霍")
        funding = {row["code"]: bounds(row["funding"]) for row in found}
        assert funding["513327-01"] == (63_500_000, 63_500_000)
        assert funding["513327-01.1"] == (14_500_000, 14_500_000)
        assert funding["513327-01.3"] is None

    def test_the_promised_keys(self, run_line: RunLine) -> None:
        promised = "id code name donor county prefecture programme sector status planned_start actual_start"
        promised += " planned_end actual_end parent funding locator"
        found = answer(run_line, "aidtrack list projects")
        assert set(promised.split()) <= set(found[0])

    def test_a_pipe_gets_whole_lines_of_tsv(self, run_line: RunLine) -> None:
        done = run_line("aidtrack list projects")
        head, *rows = done.out.splitlines()
        assert head.split("\t")[:3] == ["id", "code", "name"]
        assert len(rows) == 26
        assert any("阆中市脑瘫儿童康复中心提升改造项目" in row for row in rows)

    def test_a_closed_pipe_is_no_fault(self, run_line: RunLine) -> None:
        done = run_line("aidtrack list divisions | head -3", shell=True)
        assert (done.code, done.err) == (0, "")
        assert len(done.out.splitlines()) == 3


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("kind", "promised"),
    [
        (
            "funding",
            (
                "id project pairing donor county stage fund_source tier form amount period as_of basis part_of"
                " overlaps restates presumed source locator printed note"
            ),
        ),
        (
            "jobs",
            (
                "id project pairing donor county kind place channel group scenario count period as_of basis part_of"
                " overlaps restates presumed source locator printed note"
            ),
        ),
        (
            "results",
            "id project pairing donor county indicator unit group scenario count period locator printed",
        ),
    ],
)
def test_the_promised_keys_of_figures(run_line: RunLine, kind: str, promised: str) -> None:
    assert set(promised.split()) <= set(answer(run_line, f"aidtrack list {kind}")[0])


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("list planets", 2, "No kind is called 'planets'"),
        ("list project --county 色大", 2, "did you mean"),
        ("list projects --county 椒江", 2, "椒江区 is a donor here; use --donor."),
        ("list projects --county 鼓楼", 5, "320106  江苏省南京市鼓楼区"),
        ("list projects --sector 军事", 2, "No sector is called '军事'"),
        ("list projects --year 20x", 2, "write four digits"),
        ("list projects --status done", 2, "No status is called 'done'"),
        ("totals --by contry", 2, "did you mean 'county'?"),
        ("totals --by donor --by county --by year", 2, "by one dimension or by two"),
        ("totals --measure fundin", 2, "did you mean 'funding'?"),
        ("totals --measure tax_per_year", 2, "cannot be added up"),
        ("list projects --format xls", 2, "No format is called 'xls'"),
        ("list sources --sector health", 2, "--sector says nothing of sources"),
        ("list donors --year 2022", 2, "--year says nothing of donors"),
        ("list projects --year 2021 --year 2022", 2, "--year is given twice"),
        ("totals --currency yuan", 2, "no ISO code of a currency"),
        ("show project 999", 4, "No project is called '999'"),
        ("show funding 999", 4, "No funding has the id 999."),
        ("show funding abc", 4, "no id"),
    ],
)
def test_refusals(run_line: RunLine, line: str, code: int, said: str) -> None:
    done = run_line(f"aidtrack {line}")
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.usefixtures("ledger")
def test_nothing_found_is_no_fault(run_line: RunLine) -> None:
    done = run_line("aidtrack list projects --text 没有这个项目 --format json")
    assert (done.code, done.out) == (0, "[]\n")
    assert done.err


class TestTheDatabase:
    def test_reading_makes_none(self, run_line: RunLine, tmp_path: Path) -> None:
        done = run_line("aidtrack list projects")
        assert done.code == 3
        assert "aidtrack init" in done.err
        assert not (tmp_path / "nowhere.db").exists()

    def test_is_its_owners_alone(self, ledger_file: Path) -> None:
        assert stat.S_IMODE(ledger_file.stat().st_mode) == 0o600

    def test_a_second_init_changes_nothing(self, run_line: RunLine, ledger: Ledger) -> None:
        before = ledger.state()
        done = run_line("aidtrack init")
        assert done.code == 0
        assert "nothing was changed" in done.err
        assert ledger.state() == before

    @pytest.mark.usefixtures("empty_ledger")
    def test_an_empty_one_has_places_and_no_records(self, run_line: RunLine) -> None:
        assert answer(run_line, "aidtrack list sources") == []
        assert answer(run_line, "aidtrack list projects") == []
        assert len(answer(run_line, "aidtrack list divisions")) > 3_000
        assert answer(run_line, "aidtrack totals")["total"] == {"projects": 0, "funding": None, "jobs": None}

    def test_a_foreign_file_is_refused_and_left(self, run_line: RunLine, tmp_path: Path) -> None:
        import sqlite3

        path = tmp_path / "other.db"
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE t (x)")
        before = path.read_bytes()
        for line in ("list projects", "init", "totals"):
            done = run_line(f"aidtrack {line} --db {path}")
            assert done.code == 3
            assert "no ledger of aidtrack" in done.err
        assert path.read_bytes() == before

    def test_a_directory_is_refused(self, run_line: RunLine, tmp_path: Path) -> None:
        done = run_line(f"aidtrack list projects --db {tmp_path}")
        assert done.code == 3
        assert "directory" in done.err

    def test_its_path(self, run_line: RunLine, ledger: Ledger) -> None:
        assert run_line("aidtrack db path").out == f"{ledger}\n"

    @pytest.mark.usefixtures("ledger")
    def test_holds_all_its_rules(self, run_line: RunLine) -> None:
        done = run_line("aidtrack check")
        assert (done.code, done.out, done.err) == (0, "", "")


@pytest.mark.usefixtures("ledger")
class TestShowProject:
    def test_with_everything_that_hangs_on_it(self, run_line: RunLine) -> None:
        shown = answer(run_line, "aidtrack show project 513327-01")
        assert [row["code"] for row in shown["subprojects"]] == ["513327-01.1", "513327-01.2", "513327-01.3"]
        assert [row["locator"] for row in shown["funding_rows"]] == ["L66", "L66", "L66"]
        assert shown["funding"]["value"] == 63_500_000
        assert shown["sources"][0]["id"] == 1

    def test_with_its_works(self, run_line: RunLine) -> None:
        assert "人居环境" in answer(run_line, "aidtrack show project 513328-04")["works"]

    @pytest.mark.parametrize("ref", ["513333-03", "色达县第二中学", "第二中学", "色達縣第二中學"])
    def test_by_code_or_name(self, run_line: RunLine, ref: str) -> None:
        assert answer(run_line, f"aidtrack show project {ref}")["code"] == "513333-03"


@pytest.mark.usefixtures("ledger")
class TestExplain:
    def test_every_row_is_accounted_for_once(self, run_line: RunLine) -> None:
        found = answer(run_line, "aidtrack totals --by donor --explain")
        told = [
            (row["table"], row["id"])
            for group in found["explain"]
            for row in group["counted"] + group["left_out"]
        ] + [(row["table"], row["id"]) for row in found["outside"]]
        rows = [("funding", row["id"]) for row in answer(run_line, "aidtrack list funding")]
        rows += [("jobs", row["id"]) for row in answer(run_line, "aidtrack list jobs")]
        assert sorted(told) == sorted(rows)

    @pytest.mark.parametrize("dimension", list(DIMENSIONS))
    def test_adds_up_to_the_totals(self, run_line: RunLine, dimension: str) -> None:
        found = answer(run_line, f"aidtrack totals --by {dimension} --explain")
        for row in found["rows"]:
            for measure in row.keys() & {"funding", "jobs", "results"}:
                group = self._group(found, row, measure, dimension.replace("-", "_"))
                assert bounds(group) == bounds(row[measure]), (row, measure)

    def _group(self, found: Any, row: Any, measure: str, key: str) -> Any:
        groups = [g for g in found["explain"] if g["measure"] == measure and g[key] == row[key]]
        return groups[0]["amount"] if groups else None

    def test_says_what_rests_on_presumed_links(self, run_line: RunLine) -> None:
        found = answer(run_line, "aidtrack totals --by donor --explain")
        assert bounds(found["without_presumed"]["jobs"]) == (182_073, 182_283)

    def test_takes_what_a_group_loses_to_another(self, run_line: RunLine) -> None:
        found = answer(run_line, "aidtrack totals --by donor --explain")
        city = next(g for g in found["explain"] if g["measure"] == "jobs" and g["donor"] == "台州市")
        assert {row["donor"] for row in city["taken"]} == {"临海市", "温岭市"}
        assert {row["reason"] for row in city["left_out"]} == {"held", "view"}
