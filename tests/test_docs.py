"""The documents say what the program does: their examples are run, and nothing is left out of the lists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.core import TyperGroup

from aidtrack import errors
from aidtrack.cli import COMMANDS
from aidtrack.cli._lazy import load, root
from aidtrack.cli._main import INTERRUPTED
from aidtrack.formats import FORMATS
from aidtrack.queries.dimensions import DIMENSIONS
from aidtrack.queries.filter_table import FILTERS
from aidtrack.queries.kinds import KINDS
from aidtrack.queries.measures import MEASURES
from aidtrack.rules import RULES
from aidtrack.tables import TABLES
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import RunLine
    from ledgers import Ledger

ROOT = Path(__file__).parents[1]
PAGES = (
    "README.md",
    *(
        f"docs/{name}.md"
        for name in ("cli", "schema", "vocabulary", "numbers", "decisions", "server", "promises", "exchange")
    ),
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """Take a page apart by its headings of all levels."""
    _, *parts = re.split(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_documents_are_what_the_program_says() -> None:
    """Run every example and make every generated page anew: tools/docs_console.py has the rules."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "docs.py"), "--check"],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def rewrite(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Give what the tool makes of the inside of a `console` block."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    monkeypatch.setenv("NO_COLOR", "1")
    from docs_console import rewritten

    return lambda inside: (
        rewritten(f"```console\n{inside}```\n").removeprefix("```console\n").removesuffix("```\n")
    )


READ = """\
$ aidtrack parse amount 30多户 5人
Text    Value  Low  High  Kind   Unit        Exact
──────────────────────────────────────────────────
30多户     30   30    40  over   households  no
5人         5    5     5  exact  people      yes
"""


def test_output_is_put_right(rewrite: Callable[[str], str]) -> None:
    typed = READ.partition("\n")[0]
    assert rewrite(READ) == READ
    assert rewrite(READ.replace("30多户     30", "30多户     31")) == READ
    assert rewrite(f"{typed}\n") == READ
    assert rewrite(f"{typed}\n{READ}") == READ + READ


def test_cut_output_stays_cut(rewrite: Callable[[str], str]) -> None:
    line, head, _rule, _first, last = READ.splitlines(keepends=True)
    assert rewrite(line + head + "…\n" + "stale\n") == line + head + "…\n" + last
    assert rewrite(line + "…\n") == line + "…\n"
    assert rewrite(line + "a\nb\nc\n…\nd\n") == READ  # nothing is left to cut


def test_line_with_a_pipe_is_run_by_a_shell(rewrite: Callable[[str], str]) -> None:
    assert rewrite("$ aidtrack parse amount 5人 | cut -f 1-2\n") == (
        "$ aidtrack parse amount 5人 | cut -f 1-2\ntext\tvalue\n5人\t5\n"
    )


def test_line_that_needs_the_article_is_left_without_it(
    rewrite: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert rewrite("$ aidtrack check --source article.txt\nas it was\n").endswith("as it was\n")


def test_only_aidtrack_is_typed(rewrite: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match="begins with aidtrack"):
        rewrite("$ rm everything\n")


# --- docs/cli.md


def commands() -> Iterator[str]:
    for name in COMMANDS:
        command = load(name)
        nested = command.commands if isinstance(command, TyperGroup) else {}
        yield from (f"aidtrack {name} {key}" for key, inner in nested.items() if not inner.hidden)
        yield f"aidtrack {name}"


def test_every_command_has_its_section() -> None:
    found = sections(page("docs/cli.md"))
    assert set(commands()) <= set(found)


def test_every_option_is_described() -> None:
    text = page("docs/cli.md")
    leaves = [load(name) for name in COMMANDS]
    leaves += [inner for leaf in leaves if isinstance(leaf, TyperGroup) for inner in leaf.commands.values()]
    flags = {flag for leaf in (root(), *leaves) for option in leaf.params for flag in option.opts}
    for flag in sorted(flag for flag in flags if flag.startswith("--")):
        assert re.search(rf"^\| `[^`]*{flag}[ ,`]", text, re.MULTILINE), flag


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ("Kinds", [word for kind in KINDS.values() for word in (kind.name, kind.singular)]),
        ("Filters", [f"--{name}" for name in FILTERS]),
        ("Dimensions", list(DIMENSIONS)),
        ("Measures", list(MEASURES)),
        ("Output", ["table", *FORMATS]),
    ],
)
def test_registry_is_listed(section: str, names: list[str]) -> None:
    text = sections(page("docs/cli.md"))[section]
    assert [name for name in names if f"| `{name}` |" not in text] == []


def test_every_exit_code_is_listed() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = {0, INTERRUPTED} | {getattr(kind, "exit_code", 0) for kind in kinds}
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", page("docs/cli.md"), re.MULTILINE)} == codes


def test_every_variable_of_the_environment_is_listed() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    own = set(re.findall(r"\bAIDTRACK_[A-Z]+\b", sources)) - {"AIDTRACK_COMPLETE"}
    listed = sections(page("docs/cli.md"))["Environment"]
    assert [name for name in sorted(own) if f"`{name}`" not in listed] == []


# --- docs/schema.md, docs/vocabulary.md


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described(name: str) -> None:
    text = sections(page("docs/schema.md"))[name]
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == TABLES[name].columns.keys()
    named = {str(constraint.name) for constraint in TABLES[name].constraints}
    named |= {str(index.name) for index in TABLES[name].indexes}
    assert [thing for thing in named if not thing.startswith("fk_") and f"`{thing}`" not in text] == []


def test_every_rule_is_described() -> None:
    text = sections(page("docs/schema.md"))["Rules"]
    assert [rule.name for rule in RULES.values() if f"| `{rule.name}` | {rule.holds} |" not in text] == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_word_is_listed_in_both_languages(name: str) -> None:
    text = sections(page("docs/vocabulary.md"))[name]
    for term in VOCABULARIES[name].terms:
        assert f"| `{term.name}` | {term.zh} | {term.en} | {term.iati} |" in text


# --- all pages


def test_commands_of_the_readme_are_those_of_ci() -> None:
    """The two lines that set up a fresh machine, step by step."""
    lines = [body.strip() for language, body in BLOCK.findall(page("README.md")) if language == "sh"]
    assert len(lines) == 2
    steps = page(".ci/run").replace(" --quiet", "").splitlines()
    for command in " && ".join(lines).split(" && "):
        assert f"step {command}" in steps


def test_examples_are_run_or_shell() -> None:
    """No output is quoted that is not checked."""
    for name in PAGES:
        kinds = {language for language, _ in BLOCK.findall(page(name))}
        assert kinds <= {"sh", "console", "yaml"}, name


@pytest.mark.parametrize("name", [*PAGES, "CHANGELOG.md"])
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#:]*)(?:#[^)]*)?\)", page(name)):
        assert not target or (ROOT / name).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("name", PAGES)
def test_anchors_lead_somewhere(name: str) -> None:
    for target, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page(name)):
        other = (ROOT / name).parent.joinpath(target) if target else ROOT / name
        assert anchor in map(anchor_of, sections(other.read_text(encoding="utf-8"))), anchor


def anchor_of(heading: str) -> str:
    """Name a heading as GitHub does."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("name", re.findall(r"`(tests/\w+\.py(?:::\w+)*)`", page("docs/promises.md")))
def test_each_promise_has_its_test(name: str) -> None:
    path, *names = name.split("::")
    text = page(path)
    assert [word for word in names if not re.search(rf"^ *(?:def|class) {word}\b", text, re.MULTILINE)] == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_this_machine(name: str) -> None:
    assert str(ROOT) not in page(name)
    assert not re.search(r"/tmp/|/home/|/root/", page(name))


def test_examples_stand_as_they_are_typed(run_line: RunLine, ledger: Ledger) -> None:
    """The tool runs what a user types: one line of the README, run here as the other tests run lines."""
    assert ledger
    answer = run_line("aidtrack totals --by donor --lang zh --format table", env={"COLUMNS": "80"})
    assert f"$ aidtrack totals --by donor --lang zh\n{answer.out}" in page("README.md")
