"""What holds of every command: languages, options, exit codes, one plain sentence."""

from __future__ import annotations

import errno
import json
import re
import sys
from sqlite3 import OperationalError
from typing import TYPE_CHECKING, Annotated

import pytest
import typer

from aidtrack.cli import COMMANDS, CommandRow, _main
from aidtrack.cli._lazy import App, Command, Group, load
from aidtrack.cli._options import Format, Limit, OptionSpec, settings, with_options
from aidtrack.errors import N_, NoLedger, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import RunLine

app = App()


@app.command()
@with_options(
    [
        OptionSpec("county", "--county", N_("Show the version and exit.")),
        OptionSpec("words", "--text", "Of one value.", multiple=False),
    ]
)
def echo(
    words: Annotated[list[str] | None, typer.Argument(metavar="WORD")] = None,
    format: Format = None,
    limit: Limit = None,
    *,
    filters: dict[str, tuple[str, ...]],
) -> None:
    """Not the help: the summary in the table is."""
    if words and words[0] in FAILURES:
        raise FAILURES[words[0]]
    print(words, format, limit, filters, settings.db, settings.debug)


FAILURES: dict[str, BaseException] = {
    "refused": Refused(
        N_("No {kind} is called '{name}'; did you mean '{near}'?"), kind="format", name="x", near="y"
    ),
    "hinted": NoLedger("One.", hints=("Two.", "Three.")),
    "interrupt": KeyboardInterrupt(),
    "abort": typer.Abort(),
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "missing": FileNotFoundError(errno.ENOENT, "No such file or directory", "a.yaml"),
    "strange": OSError(errno.ELOOP, "Too many levels"),
    "sql": OperationalError("no such column: x"),
    "bug": ValueError("first\nsecond"),
}


@pytest.fixture(autouse=True)
def _echo() -> Iterator[None]:
    """Let `aidtrack echo` be a command while these tests run."""
    COMMANDS["echo"] = CommandRow(
        "echo", "test_echo", N_("Show how a text is read."), N_("Reading the ledger")
    )
    sys.modules["test_echo"] = sys.modules[__name__]
    yield
    del COMMANDS["echo"], sys.modules["test_echo"]


def test_help_shows_every_command(run_line: RunLine) -> None:
    answer = run_line("aidtrack --help")
    assert answer.code == 0
    for row in COMMANDS.values():
        assert row.name in answer.out
        assert row.summary in answer.out


@pytest.mark.parametrize("line", ["aidtrack --lang zh --help", "aidtrack --help --lang=zh"])
def test_help_follows_the_language(run_line: RunLine, line: str) -> None:
    answer = run_line(line, env={"AIDTRACK_LANG": "en"})
    for word in ("用法:aidtrack [选项] 命令", "显示本帮助并退出。", "查询台账", "列出某一类记录。", "选项 ─"):
        assert word in answer.out
    for word in ("Usage", "Options", "Show "):
        assert word not in answer.out


def test_help_of_a_command_follows_the_language(run_line: RunLine) -> None:
    chinese = run_line("aidtrack echo --help --lang zh").out
    for word in (
        "用法:aidtrack echo",
        "显示一段文字如何被读取。",
        "显示版本并退出。",
        "各命令通用选项",
        "参数 ─",
    ):
        assert word in chinese
    english = run_line("aidtrack echo --help").out
    assert "Show how a text is read." in english
    assert "Not the help" not in english


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "echo"])
def test_every_command_is_one_of_ours_and_has_help(run_line: RunLine, name: str) -> None:
    assert isinstance(load(name), (Command, Group)), (
        "make the app with App(), its commands with @app.command()"
    )
    assert run_line(f"aidtrack {name} --help").code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_never_cut_off(
    run_line: RunLine, monkeypatch: pytest.MonkeyPatch, name: str, lang: str
) -> None:
    monkeypatch.setenv("AIDTRACK_LANG", lang)
    shown = re.sub(r"[\s│]", "", run_line(f"aidtrack {name} --help", env={"COLUMNS": "80"}).out)
    for parameter in load(name).params:
        text = getattr(parameter, "help", None) or ""
        assert "".join(text.split()) in shown


def test_nothing_asked_shows_help(run_line: RunLine) -> None:
    answer = run_line("aidtrack")
    assert (answer.code, answer.err) == (2, "")
    assert "Usage: aidtrack" in answer.out


def test_version(run_line: RunLine) -> None:
    answer = run_line("aidtrack --version")
    assert (answer.code, answer.out) == (0, "aidtrack 0.1.0\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("aidtrack --db a.db --debug echo", "a.db True"),
        ("aidtrack echo --db a.db --debug", "a.db True"),
        ("aidtrack --db a.db echo --db b.db", "b.db False"),
        ("aidtrack --db a.db echo", "a.db False"),
        ("aidtrack echo", "None False"),
    ],
)
def test_options_of_every_command(run_line: RunLine, line: str, said: str) -> None:
    assert run_line(line).out.strip().endswith(said)


def test_options_from_a_registry(run_line: RunLine) -> None:
    line = "aidtrack echo 一 --county 色达 --county 昭化 --text 水 --limit 3 --format json"
    assert "['一'] json 3 {'county': ('色达', '昭化'), 'words': ('水',)}" in run_line(line).out


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("aidtrack ecko", 2, "No command is called 'ecko'; did you mean 'echo'?"),
        ("aidtrack parse amonut 1", 2, "No command is called 'amonut'; did you mean 'amount'?"),
        ("aidtrack --lang fr echo", 2, "No language is called 'fr'; it is one of: zh, en."),
        ("aidtrack echo --format jsn", 2, "No format is called 'jsn'; did you mean 'json'?"),
        ("aidtrack add 项目 --name 学校", 2, "No command is called '项目'; did you mean 'projects'?"),
        ("aidtrack help", 2, "No command is called 'help'; did you mean '--help'?"),
        ("aidtrack echo --conty x", 2, "No option is called '--conty'; did you mean '--county'?"),
        ("aidtrack echo --xyzzy", 2, "No option is called --xyzzy; --help lists them."),
        (
            "aidtrack --format json echo",
            2,
            "--format is no option that stands before the command; try it after.",
        ),
        ("aidtrack echo --county", 2, "--county needs a value."),
        ("aidtrack echo --debug=1", 2, "--debug takes no value."),
        ("aidtrack echo --limit x", 2, "The value of --limit cannot be read: 'x' is no whole number."),
        (
            "aidtrack echo --limit -1",
            2,
            "The value of --limit cannot be read: -1 is too small, it must be at least 0.",
        ),
        ("aidtrack --db x", 2, "The command is missing; --help lists them."),
        ("aidtrack parse amount", 2, "TEXT... is missing; --help says more."),
        ("aidtrack --version=1", 2, "--version takes no value."),
        ("aidtrack echo refused", 5, "No format is called 'x'; did you mean 'y'?"),
        ("aidtrack echo full", 1, "The disk is full; nothing more could be written."),
        ("aidtrack echo missing", 1, "There is no 'a.yaml'."),
        ("aidtrack echo strange", 1, "The machine refuses: Too many levels."),
        ("aidtrack echo sql", 1, "The database refuses: no such column: x."),
        ("aidtrack echo bug", 1, "This should not have happened (ValueError: first); --debug shows where."),
        ("aidtrack \x1b[31m", 2, None),
        ("aidtrack list posts", 2, "No kind is called 'posts'; did you mean 'jobs'?"),
        ("aidtrack list recipents", 2, "No kind is called 'recipents'; did you mean 'counties'?"),
        ("aidtrack list 资金", 2, "No kind is called '资金'; did you mean 'funding'?"),
        ("aidtrack list prjects", 2, "No kind is called 'prjects'; did you mean 'projects'?"),
        (
            "aidtrack list projects --recipient x",
            2,
            "No option is called '--recipient'; did you mean '--county'?",
        ),
    ],
)
def test_one_plain_sentence(run_line: RunLine, line: str, code: int, sentence: str | None) -> None:
    answer = run_line(line)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.count("\n") == 1
    assert "\x1b" not in answer.err
    if sentence:
        assert answer.err == f"error: {sentence}\n"


@pytest.mark.parametrize("place", ["aidtrack --lang zh echo refused", "aidtrack echo refused --lang=zh"])
def test_errors_follow_the_language(run_line: RunLine, place: str) -> None:
    assert run_line(place).err == "错误:没有名为“x”的格式;是不是“y”?\n"


def test_hints_follow_the_error(run_line: RunLine) -> None:
    answer = run_line("aidtrack echo hinted")
    assert (answer.code, answer.err) == (3, "error: One.\nTwo.\nThree.\n")


@pytest.mark.parametrize("how", ["interrupt", "abort"])
def test_interrupted(run_line: RunLine, how: str) -> None:
    answer = run_line(f"aidtrack echo {how}")
    assert (answer.code, answer.err) == (130, "Interrupted; nothing was changed.\n")


def test_debug_shows_where(run_line: RunLine) -> None:
    answer = run_line("aidtrack echo bug --debug")
    assert answer.code == 1
    assert "Traceback" in answer.err
    assert "error: This should not have happened" in answer.err


def test_more_words_than_asked(run_line: RunLine) -> None:
    answer = run_line("aidtrack db path extra words")
    assert (answer.code, answer.err) == (2, "error: 'extra words' is more than 'aidtrack db path' takes.\n")


def test_bad_bytes_are_refused(run_line: RunLine) -> None:
    answer = run_line("aidtrack echo $(printf 'caf\\351')", shell=True)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "error: 'caf\N{REPLACEMENT CHARACTER}' is not readable text; write it in UTF-8.\n"


def test_output_is_utf8_whatever_the_locale(run_line: RunLine) -> None:
    poor = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    answer = run_line("aidtrack --lang zh --help", env=poor, shell=True)
    assert answer.code == 0
    assert "对口支援台账" in answer.out


def test_a_closed_pipe_is_no_error(run_line: RunLine) -> None:
    answer = run_line("(aidtrack --help; echo $? >&2) | true", shell=True)
    assert answer.err == "0\n"


def test_a_full_disk_is_said(run_line: RunLine) -> None:
    answer = run_line("aidtrack --help > /dev/full", shell=True)
    assert (answer.code, answer.err) == (1, "error: The disk is full; nothing more could be written.\n")


def test_what_is_kept_is_done_though_nobody_can_be_told(run_line: RunLine, ledger_file: Path) -> None:
    """Who is told of a failure would do the same once more."""
    add = "aidtrack add project --donor 椒江 --county 色达"
    answer = run_line(f"{add} --name 甲 > /dev/full", shell=True)
    assert (answer.code, answer.err.splitlines()[-1]) == (
        0,
        "The change is kept, but the answer could not be written (No space left on device).",
    )
    assert run_line(f"{add} --name 乙 2> /dev/full", shell=True).code == 0
    assert run_line(f"{add} --name 丙 > /dev/full 2>&1", shell=True).code == 0
    assert run_line(f"aidtrack init --empty --db {ledger_file}.new 2> /dev/full", shell=True).code == 0
    names = [row["name"] for row in json.loads(run_line("aidtrack list projects --format json").out)]
    assert {"甲", "乙", "丙"} <= {*names}
    assert run_line("aidtrack list projects > /dev/full", shell=True).code == 1


@pytest.mark.parametrize(
    ("word", "right"),
    [("recipient", "county"), ("受援县", "county"), ("city", "prefecture"), ("source", "fund-source")],
)
@pytest.mark.usefixtures("ledger_file")
def test_another_word_for_a_dimension(run_line: RunLine, word: str, right: str) -> None:
    answer = run_line(f"aidtrack totals --by {word}")
    assert (answer.code, answer.err) == (
        2,
        f"error: No dimension is called '{word}'; did you mean '{right}'?\n",
    )


def test_nobody_hears_the_error(run_line: RunLine) -> None:
    assert run_line("aidtrack ecko 2> /dev/full", shell=True).code == 2


def test_python_m(run_line: RunLine) -> None:
    assert run_line("python -m aidtrack --version", shell=True).out == "aidtrack 0.1.0\n"


def test_the_shell_completes_commands_and_late_options(run_line: RunLine) -> None:
    def complete(words: str, place: int) -> list[str]:
        env = {"_AIDTRACK_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(place)}
        out: str = run_line("aidtrack", env=env, shell=True).out
        return out.split()

    assert complete("aidtrack to", 1) == ["totals"]
    assert "--unit" in complete("aidtrack parse amount --", 3)


def test_parse_amount(run_line: RunLine) -> None:
    answer = run_line("aidtrack parse amount 1100餘萬元 若干 17.8萬人 0.5公里 --format json")
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    first, people, length = json.loads(answer.out)
    assert first == {
        "text": "1100餘萬元",
        "value": 11000000,
        "low": 11000000,
        "high": 12000000,
        "kind": "over",
        "unit": "元",
        "exact": False,
    }
    assert (people["value"], people["exact"]) == (178000, True)
    assert length["value"] == 0.5


def test_the_table_of_system_errors_names_its_paths() -> None:
    without = OSError(errno.EACCES, "Permission denied")
    assert "{path}" not in str(_main._of_system(without))
