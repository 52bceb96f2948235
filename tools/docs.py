"""Write the documents that follow from the program, or with --check say where they do not.

`docs/cli.md`, `docs/schema.md` and `docs/vocabulary.md` are generated whole, from the registries; in the pages
that are written by hand the outputs of the examples are (docs_console.py says how).
"""

from __future__ import annotations

import csv
import re
import sys
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from docs_cli import cli_page
from docs_console import new_ledger, rewritten
from docs_exchange import with_tables
from docs_text import code, link, section, table, title

from aidtrack.rules import RULES
from aidtrack.store import shipped
from aidtrack.tables import TABLES
from aidtrack.text import set_language
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
BY_HAND = ("README.md", "docs/numbers.md", "docs/recording.md", "docs/exchange.md")


# --- docs/schema.md


def schema_page() -> Iterator[str]:
    """Describe the tables, and what must hold of their rows."""
    yield from title("The schema")
    yield (
        "The tables in the order in which their rows can be written. On SQLite a BIGINT is an INTEGER. "
        "No row goes while another points at it (ON DELETE RESTRICT)."
    )
    yield ""
    for each in TABLES.values():
        yield from section(each.name, each.comment or "")
        yield from table(("column", "type", "null", "is"), map(_column, each.columns))
        yield from (*_constraints(each), *_indexes(each), "")
    yield from section(
        "Rules",
        "What the schema alone cannot hold. A rule that is held on entry refuses what breaks it, and others follow "
        "from how rows are written. `aidtrack check` looks for whatever breaks them; those of the history, which "
        "only damage can break, are looked for by `aidtrack check --deep`, which looks for all.",
    )
    rows = (
        (
            code(rule.name),
            rule.holds,
            "yes" if rule.on_entry else "it follows",
            code("check --deep" if rule.deep else "check"),
        )
        for rule in RULES.values()
    )
    yield from table(("rule", "what holds", "held on entry", "looked for by"), rows)


def _column(column: sa.Column[Any]) -> tuple[str, str, str, str]:
    says = [f"→ {key.target_fullname}" for key in column.foreign_keys]
    says += [re.sub(r"(?<=vocabulary )\w+", lambda word: link(word[0]), column.comment or "")]
    if isinstance(column.server_default, sa.DefaultClause):
        says.append(f"default {column.server_default.arg}")
    null = "yes" if column.nullable else ""
    return code(column.name), str(column.type), null, "; ".join(filter(None, says))


def _constraints(each: sa.Table) -> list[str]:
    named = ((constraint.name, _held(constraint)) for constraint in each.constraints)
    return sorted(f"- `{name}`: {held}" for name, held in named if held)


def _held(constraint: sa.Constraint) -> str:
    """Say what a constraint holds; foreign keys stand with their columns."""
    if isinstance(constraint, sa.CheckConstraint):
        return code(_sql(constraint.sqltext))
    if isinstance(constraint, sa.UniqueConstraint):
        return f"unique {code(*constraint.columns.keys())}"
    if isinstance(constraint, sa.PrimaryKeyConstraint):
        return f"primary key {code(*constraint.columns.keys())}"
    return ""


def _indexes(each: sa.Table) -> list[str]:
    return sorted(
        f"- `{index.name}`: index on {code(*index.columns.keys())}{_where(index)}" for index in each.indexes
    )


def _where(index: sa.Index) -> str:
    where = index.dialect_options["sqlite"].get("where")
    return "" if where is None else f" where {code(_sql(where))}"


def _sql(clause: sa.ClauseElement) -> str:
    """Write a condition as it stands in the database, without the table before each column."""
    text = str(clause.compile(compile_kwargs={"literal_binds": True}))
    return re.sub(r"\b[a-z_]+\.(?=[a-z\"])", "", " ".join(text.split()))


# --- docs/vocabulary.md


def vocabulary_page() -> Iterator[str]:
    """List the words of the ledger, in both languages."""
    yield from title("Vocabularies · 词表")
    yield (
        "Codes stand in JSON, CSV and the database; people read the labels. The fixed vocabularies are part of the "
        "program; sectors and indicators are rows of the ledger, of which those below ship with it."
    )
    yield ""
    yield "JSON、CSV 和数据库中用代码,供人阅读处用中文或英文名称。固定词表属于程序;领域和指标是台账中的行,下列各项随程序提供。"
    yield ""
    for each in VOCABULARIES.values():
        yield from section(each.name, f"{each.zh} · {each.en}")
        rows = ((code(term.name), term.zh, term.en, term.iati) for term in each.terms)
        yield from table(("代码 code", "中文", "English", "IATI"), rows)
    yield from _shipped("sectors", "领域 · sectors", {"parent": "上级 parent", "dac": "DAC"})
    yield from _shipped(
        "indicators", "指标 · indicators", {"unit": "单位 unit", "summable": "可加总 summable"}
    )


def _shipped(name: str, titles: str, more: dict[str, str]) -> Iterator[str]:
    with (shipped("data") / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    rows = ((code(row["code"]), row["name"], row["name_en"], *(row[key] for key in more)) for row in found)
    yield from section(name, titles)
    yield from table(("代码 code", "中文", "English", *more.values()), rows)


# --- writing and comparing

GENERATED: dict[str, Callable[[], Iterator[str]]] = {
    "docs/cli.md": cli_page,
    "docs/schema.md": schema_page,
    "docs/vocabulary.md": vocabulary_page,
}


def pages() -> Iterator[tuple[str, str]]:
    """Give the name of each page, and the page as it should be."""
    for name, make in GENERATED.items():
        with new_ledger():
            set_language("en")
            yield name, "\n".join(make()).rstrip() + "\n"
    for name in BY_HAND:
        with new_ledger():
            yield name, rewritten(with_tables(_read(name)))


def _read(name: str) -> str:
    path = ROOT / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def difference(name: str, page: str) -> str:
    """Say line by line how a page that stands differs from what it should be."""
    return "\n".join(
        unified_diff(_read(name).splitlines(), page.splitlines(), name, "the program", lineterm="")
    )


def main() -> int:
    """Write the pages, or with `--check` print how they differ from what they should be."""
    check = "--check" in sys.argv[1:]
    wrong = {name: page for name, page in pages() if page != _read(name)}
    for name, page in wrong.items():
        if check:
            print(difference(name, page))
        else:
            (ROOT / name).write_text(page, encoding="utf-8")
            print(f"written: {name}", file=sys.stderr)
    if check and wrong:
        print("The documents are not what the program says; run: python tools/docs.py", file=sys.stderr)
    return int(check and bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
