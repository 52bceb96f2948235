"""What the shells are told when the tab key is pressed: live values, quickly, or nothing at all."""

from __future__ import annotations

import os
import shlex
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from aidtrack import store
from aidtrack.actions.forms import FORMS
from aidtrack.cli import _live, main
from aidtrack.cli._complete import complete_argument, complete_field, references
from aidtrack.cli._options import settings
from aidtrack.cli._shells import quoted
from aidtrack.queries.dimension_table import DIMENSIONS
from aidtrack.queries.kinds import KINDS
from aidtrack.queries.measure_table import MEASURES
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = """希望 小学 'A' "B" $x `y` *(c):d;e\\f"""
HEAVY = ("sqlalchemy", "alembic", "pydantic", "yaml", "openpyxl", "psycopg", "rich")
SHELLS = ("bash", "zsh", "fish")


def asking(shell: str, line: str) -> dict[str, str]:
    """Say the environment in which the shell's own script asks, the cursor at the end of the line."""
    if shell == "bash":
        words = line.split(" ")
        where = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    else:
        where = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    return {"_AIDTRACK_COMPLETE": f"complete_{shell}", **where}


class Complete(Protocol):
    def __call__(self, line: str, shell: str = "fish") -> list[str]: ...


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Complete:
    """Complete a line in this process, and give the shell's answer line by line."""

    def complete(line: str, shell: str = "fish") -> list[str]:
        out, err = StringIO(), StringIO()
        with monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in asking(shell, line).items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit):
                main([])
        assert err.getvalue() == ""
        return out.getvalue().split("\n")[:-1] if out.getvalue().strip() else []

    return complete


@pytest.fixture
def values(lines: Complete) -> Complete:
    """Complete a line, and give the values alone, without what they mean."""

    def complete(line: str, shell: str = "fish") -> list[str]:
        return [one.partition("\t")[0] for one in lines(line, shell)]

    return complete


PROJECTS = "阆中市残疾人之家 阆中市残疾人教育康养设施建设 阆中市特教学校 阆中市脑瘫儿童康复中心提升改造项目"
LIVE = {
    "list projects --county ": "嘉陵区 阆中市 炉霍县 甘孜县 新龙县 色达县",
    "list projects --county 色": "色达县",
    "list projects --county 5133": "513327 513328 513329 513333",
    "list projects --county sed": "seda",
    "list projects --county 色達": "色达县",
    "list projects --county Sê": "Sêrtar",
    "list projects --county=色": "--county=色达县",
    "list projects --county 北京": "",
    "list projects --prefecture ": "南充市 甘孜藏族自治州",
    "list projects --province ": "四川省",
    "list projects --donor ": "浙江省 台州市 椒江区 黄岩区 路桥区 温岭市 临海市 玉环市",
    "list projects --donor 椒": "椒江区",
    "list projects --project 513328": "513328-01 513328-02 513328-03 513328-04",
    "list projects --project 阆": PROJECTS,
    "show project 5133": "513327-01 513327-01.1 513327-01.2 513327-01.3 513327-02 513328-01 513328-02 513328-03 "
    "513328-04 513329-01 513333-01 513333-02 513333-03 513333-04 513333-05 513333-06",
    "show projects 色达": "色达县医疗卫生业务培训中心 色达县第二中学",
    "show county 色": "色达县",
    "show donor 色": "",
    "show division 拉萨": "拉萨市",
    "show source ": "共饮一江水,同是一家人",
    "show pairing ": "1 2 3 4 5 6 7 8 9 10",
    "show funding 1": "1 10 11 12 13",
    "show nonsense ": "",
    "list projects --sector 养": "",
    "list projects --sector live": "livestock",
    "list results --indicator benef": "beneficiaries beneficiary_households beneficiary_townships",
    "list results --indicator 受益": "受益乡镇 受益人口 受益户",
    "totals --measure work": "workshops",
    "totals --measure income": "",
    "history project 513329": "513329-01",
    "remove participation 2": "2",
    "add jobs --county 拉": "拉孜县",
    "add jobs --prefecture 拉": "拉萨市",
    "add jobs --donor 北": "北京市 北仑区 北辰区",
    "add jobs --at ": "",
    "add results --indicator train": "trainees training_attendances training_classes",
    "add participation --organisation 台州": "",
    "edit project 513329": "513329-01",
    "edit project x --parent 513327-01.": "513327-01.1 513327-01.2 513327-01.3",
    "edit project x --clear planned": "planned_start planned_end",
}
FIXED = {
    "list ": " ".join(KINDS),
    "list proj": "projects project",
    "show fund": "funding",
    "history proj": "projects project",
    "list projects --programme ": " ".join(VOCABULARIES["programme"].codes),
    "list projects --programme 东": "东西部协作",
    "list projects --status in": "in_use",
    "list funding --stage sta": "stated",
    "list funding --fund-source 财": "财政援助资金",
    "list jobs --kind ": " ".join(VOCABULARIES["jobs_kind"].codes),
    "list jobs --group low": "low_income",
    "list jobs --scenario 目": "目标",
    "totals --by donor": "donor donor-prefecture donor-province",
    "totals --by ": " ".join(DIMENSIONS),
    "totals --measure jobs": "jobs jobs-expected jobs-target",
    "list --format ": "table json jsonl csv tsv md",
    "export x --format ": "bundle csv tsv jsonl xlsx iati",
    "import x --format x": "xlsx",
    "list --lang ": "zh en",
    "--lang z": "zh",
    "add jobs --channel pub": "public_post",
    "add job --channel pub": "public_post",
    "edit funding 1 --stage 计": "计划",
    "list projects --year ": "",
    "undo ": "",
    "to": "totals",
    "parse amount --uni": "--unit",
}


@pytest.mark.usefixtures("ledger_file")
@pytest.mark.parametrize("line", LIVE)
def test_values_of_the_ledger(line: str, values: Complete) -> None:
    wanted = [LIVE[line]] if line == "show source " else LIVE[line].split()
    found = values(f"aidtrack {line}")
    if line == "add jobs --donor 北":
        assert set(wanted) <= set(found)
    else:
        assert found == wanted


@pytest.mark.parametrize("line", FIXED)
def test_values_that_need_no_ledger(line: str, values: Complete) -> None:
    assert values(f"aidtrack {line}") == FIXED[line].split()


def test_fixed_measures_need_no_ledger(values: Complete) -> None:
    assert values("aidtrack totals --measure ") == list(MEASURES)


@pytest.mark.usefixtures("ledger_file")
def test_the_meaning_stands_beside_the_value(lines: Complete, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines("aidtrack list --county sed") == ["seda\t色达县 513333"]
    assert lines("aidtrack list --county 色") == ["色达县\t513333"]
    assert lines("aidtrack list --status in") == ["in_use\tin use"]
    assert lines("aidtrack list --status 投") == ["投用\tin_use"]
    assert lines("aidtrack show project 513329") == ["513329-01\t新龙县教育类援建项目"]
    assert lines("aidtrack list --county 5133 --county 色", "zsh") == ["_arguments '*: :((色达县:513333))'"]
    monkeypatch.setenv("AIDTRACK_LANG", "zh")
    assert lines("aidtrack list --status in") == ["in_use\t投用"]
    assert lines("aidtrack totals --by sect") == ["sector\t领域"]


def test_the_ledger_that_the_line_names(
    ledger_file: Path, values: Complete, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIDTRACK_DB", "/nowhere")
    for before in (
        f"aidtrack --db {ledger_file} list",
        f"aidtrack list --db {ledger_file}",
        f"aidtrack list --db sqlite:///{ledger_file}",
    ):
        assert values(f"{before} --county 色") == ["色达县"]
    assert values("aidtrack list --county 色") == []


def test_every_field_of_every_form_is_considered() -> None:
    """A ref or a word is completed from somewhere; a text is not."""
    for form in FORMS.values():
        for field in form.fields:
            completed = complete_field(field) is not None
            assert completed is (field.reads in ("word", "ref", "place", "places"))


def test_what_is_not_known_has_no_completer() -> None:
    assert complete_argument("texts", None, {}) is None
    assert list(references("", kind="nonsense")) == []


# Shells


def insert_project(ledger_file: Path, name: str, code: str = "Z-1") -> None:
    with closing(sqlite3.connect(ledger_file)) as connection, connection:
        connection.execute(
            "INSERT INTO project (uid, change_id, code, name, pairing_id, search_key) VALUES (?, 1, ?, ?, 1, '')",
            (code, code, name),
        )


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("希望", None),
        ("希望\\ 小", None),
        ('"希望 小', '"'),
        ("'希望 小", "'"),
    ],
)
def test_bash_takes_a_value_whole(typed: str, answer: str | None, ledger_file: Path) -> None:
    """The script that Typer installs, in a real bash: the line is typed, completed, and read again."""
    insert_project(ledger_file, NAME)
    script = (
        'eval "$(_AIDTRACK_COMPLETE=source_bash aidtrack)"\n'
        f"COMP_WORDS=(aidtrack show project {shlex.quote(typed)}); COMP_CWORD=3\n"
        "_aidtrack_completion aidtrack\n"
        'printf "%s\\n" "${#COMPREPLY[@]}" "${COMPREPLY[0]}"\n'
    )
    count, reply = in_shell(["bash", "--norc", "-c", script]).splitlines()
    assert count == "1"
    line = f"{answer or ''}{reply}{answer or ''}"
    assert in_shell(["bash", "--norc", "-c", f"printf %s {line}"]) == NAME
    assert shlex.split(line) == [NAME] or answer == '"'


def in_shell(command: list[str]) -> str:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PATH": path},
        check=True,
        timeout=60,
    )
    return done.stdout


def test_bash_takes_an_option_and_its_value_in_one(
    ledger_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ledger_file
    for name, value in asking("bash", "aidtrack list --county = 色").items():
        monkeypatch.setenv(name, value)
    assert in_shell([sys.executable, "-m", "aidtrack"]) == "色达县\n"


def test_bash_with_an_empty_word_before(ledger_file: Path, values: Complete) -> None:
    assert ledger_file
    assert values("aidtrack list --text '' --county 色", "bash") == ["色达县"]


def test_quoting() -> None:
    assert quoted("色达县", "") == "色达县"
    assert quoted("513327-01.2", "") == "513327-01.2"
    assert quoted("“阆苑善坊”基地", "") == "“阆苑善坊”基地"
    assert quoted("a\u3000b", "") == "a\\\u3000b"


def test_zsh_and_fish_take_a_value_whole(ledger_file: Path, lines: Complete) -> None:
    """What stands here was found right in zsh 5.9 and fish 3.6."""
    insert_project(ledger_file, NAME)
    assert lines('aidtrack show project "希望 小') == [f"{NAME}\tZ-1"]
    (answer,) = lines("aidtrack show project 希望\\ 小", "zsh")
    assert answer == (
        "_arguments '*: :((希望\\ 小学\\ \\'\\''A\\'\\''\\ \\\"B\\\"\\ \\$x\\ \\`y\\`\\ \\*\\(c\\)\\\\\\:d\\;e\\\\\\\\f:Z-1))'"
    )


def test_what_cannot_be_seen_is_not_offered(ledger_file: Path, values: Complete) -> None:
    insert_project(ledger_file, "隐藏\n甲", "Z-1")
    insert_project(ledger_file, "隐藏\x1b[2J", "Z-2")
    insert_project(ledger_file, "隐藏乙", "Z-3")
    assert values("aidtrack show project 隐") == ["隐藏乙"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_to_install(shell: str, lines: Complete, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("_AIDTRACK_COMPLETE", f"source_{shell}")
        done = in_shell([sys.executable, "-m", "aidtrack"])
    assert f"complete_{shell}" in done
    assert "aidtrack" in done
    assert lines("aidtrack to", shell)


@pytest.mark.parametrize(
    ("shell", "file"),
    [("bash", ".bashrc"), ("zsh", ".zshrc"), ("fish", ".config/fish/completions/aidtrack.fish")],
)
def test_install_completion(shell: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer import _completion_shared, completion

    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".config").mkdir()
    monkeypatch.setattr(completion, "install", lambda: _completion_shared.install(shell, "aidtrack"))
    with pytest.raises(SystemExit) as ended, redirect_stdout(StringIO()):
        main(["--install-completion"])
    assert ended.value.code == 0
    assert (tmp_path / file).exists()


# Silence


def broken(tmp_path: Path) -> Mapping[str, Any]:
    (tmp_path / "text.db").write_text("no database, but long enough to look at" * 40)
    sqlite3.connect(tmp_path / "foreign.db").execute("CREATE TABLE pairing (x)").connection.close()
    return {
        "nowhere": tmp_path / "no.db",
        "text": tmp_path / "text.db",
        "foreign": tmp_path / "foreign.db",
        "folder": tmp_path,
        "server": "postgresql://nobody@192.0.2.1/none",
        "strange": "gopher://x",
    }


@pytest.mark.parametrize("case", ["nowhere", "text", "foreign", "folder", "server", "strange"])
@pytest.mark.parametrize(
    "line", ["list --county ", "show project ", "add funding --source ", "list --sector a"]
)
def test_without_a_ledger_there_is_silence(
    case: str, line: str, values: Complete, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIDTRACK_DB", str(broken(tmp_path)[case]))
    before = sorted(tmp_path.iterdir())
    assert values(f"aidtrack {line}") == []
    assert sorted(tmp_path.iterdir()) == before


def test_a_locked_ledger_is_not_waited_for(ledger_file: Path, values: Complete) -> None:
    with closing(sqlite3.connect(ledger_file, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        before = time.perf_counter()
        assert values("aidtrack list --county ") == []
        assert time.perf_counter() - before < 5


def test_a_slow_question_is_given_up(ledger_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "db", str(ledger_file))
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    before = time.perf_counter()
    assert list(_live.ask(endless)) == []
    assert time.perf_counter() - before < 5


def test_the_ledger_is_only_read(ledger_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "db", str(ledger_file))
    assert list(_live.ask("DELETE FROM setting RETURNING name")) == []
    assert list(_live.ask("SELECT count(*) > 0 FROM setting")) == [(1,)]


@pytest.mark.parametrize("line", ["--lang xx list ", "nonsense x ", "list --lang xx --county ", "list '"])
def test_a_wrong_line_is_met_with_silence(line: str, lines: Complete) -> None:
    lines(f"aidtrack {line}")


@pytest.mark.parametrize("db", [None, "here.db", "~/there.db", "sqlite:////tmp/x.db", "postgresql://h/d"])
def test_the_ledger_is_where_the_store_looks(db: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "db", db)
    monkeypatch.delenv("AIDTRACK_DB")
    assert _live._ledger() == store.locate(db).path


# Speed


@pytest.mark.usefixtures("ledger_file")
@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "line",
    [
        "list projects --county ",
        "show project ",
        "totals --measure ",
        "totals --by ",
        "add funding --donor 椒",
    ],
)
def test_completion_imports_nothing_heavy(shell: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in asking(shell, f"aidtrack {line}").items():
        monkeypatch.setenv(name, value)
    command = [sys.executable, "-X", "importtime", "-m", "aidtrack"]
    before = time.perf_counter()
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert time.perf_counter() - before < 10
    assert done.stdout.strip()
    imported = {row.rpartition("|")[2].strip().partition(".")[0] for row in done.stderr.splitlines()}
    assert "aidtrack" in imported
    assert imported.isdisjoint(HEAVY)


def test_a_million_names_do_not_delay_the_tab_key(ledger_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of that here: the code is found in its index, the name as far as the time goes."""
    with closing(sqlite3.connect(ledger_file)) as connection, connection:
        connection.executemany(
            "INSERT INTO project (uid, change_id, code, name, pairing_id, search_key) VALUES (?1, 1, ?1, ?1, 1, '')",
            ((f"Q-{number}",) for number in range(100_000)),
        )
    monkeypatch.setattr(settings, "db", str(ledger_file))
    before = time.perf_counter()
    assert len(_live.projects("Q-")) >= _live.MOST
    assert time.perf_counter() - before < 5
