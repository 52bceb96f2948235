"""`check --source` and `show --source`: figures held against the text they are said in.

The article is not part of the repository: AIDTRACK_ARTICLE names it, else it is looked for beside the
checkout. A small text of the tests' own, made from the citations of the seed, is held against everywhere.
"""

from __future__ import annotations

import json
import os
import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack.document import Document, passages, read_document
from aidtrack.folding import fold
from aidtrack.queries.citations import Citation, citations
from aidtrack.queries.source_check import hold
from aidtrack.store import reading
from aidtrack.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import RunLine
    from ledgers import Ledger

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = Path(os.environ.get("AIDTRACK_ARTICLE") or ROOT.parent / "shared" / "source" / "article.txt")

SUMMARY = """\
Printed figures held against their lines: 56.
Other records whose lines were looked up: 55.
Not checkable, since they were counted and are not printed: 4.
"""
DIFFERS = "This file is not byte for byte the one recorded as source 1 (共饮一江水,同是一家人); it is read all the same.\n"


@pytest.fixture
def article() -> Path:
    if not ARTICLE.is_file():
        pytest.skip(f"the article is not at hand: {ARTICLE} (set AIDTRACK_ARTICLE)")
    return ARTICLE


@pytest.fixture
def cited(ledger: Ledger) -> list[Citation]:
    with reading(str(ledger)) as connection:
        return citations(connection, 1)


@pytest.fixture
def made(cited: list[Citation], tmp_path: Path) -> Path:
    """Make a text that has on each line the figures that the seed cites there, and no other word of it."""
    lines = [[f"第{number}行"] for number in range(1, 69)]
    for citation in cited:
        for passage in passages(citation.locator):
            lines[passage.first - 1].append(citation.printed or "")
    path = tmp_path / "made.txt"
    path.write_text("".join("。".join(line) + "。\n" for line in lines), encoding="utf-8")
    return path


def changed(path: Path, old: str, new: str, folder: Path, times: int = 1) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    copy = folder / "changed.txt"
    copy.write_text(text.replace(old, new, times), encoding="utf-8")
    return copy


def found(answer: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(answer.out)
    return rows


# --- on the article -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("ledger")
def test_silent_on_the_article(run_line: RunLine, article: Path) -> None:
    answer = run_line(f"aidtrack check --source {article}")
    assert (answer.code, answer.out, answer.err) == (0, "", SUMMARY)


def variants(text: str) -> Iterator[bytes]:
    yield text.encode("utf-8-sig")
    yield text.encode("gb18030")
    yield text.encode("utf-16")
    yield text.replace("\n", "\r\n").encode()
    yield text.replace("\n", "\r").encode()
    yield (text + "\n").encode()
    yield "\n".join(map(fold, text.split("\n"))).encode()


@pytest.mark.usefixtures("ledger")
def test_silent_on_every_copy_of_the_article(run_line: RunLine, article: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    for data in variants(article.read_text(encoding="utf-8")):
        copy.write_bytes(data)
        answer = run_line(f"aidtrack check --source {copy}")
        assert (answer.code, answer.out, answer.err) == (0, "", DIFFERS + SUMMARY)


DIGITS = {**{str(n): str((n + 1) % 10) for n in range(9)}, "9": "8", "兩": "三", "百": "千"}


def mutations(printed: str) -> Iterator[str]:
    """Change each numeral of a figure in turn, and make it longer, shorter, more and less sure."""
    for at, character in enumerate(printed):
        if character in DIGITS:
            yield printed[:at] + DIGITS[character] + printed[at + 1 :]
    first = re.search("[0-9兩百]", printed)
    assert first
    for word in ("1", "近", "超過", "第") if first.start() == 0 else ("1",):
        yield printed[: first.start()] + word + printed[first.start() :]
    yield printed[: first.start()] + printed[first.end() :]
    yield printed + "以上"


def lines_of(path: Path) -> list[str]:
    return list(read_document(path.read_bytes(), "the article").lines)


def occurrences(printed: str, line: str) -> list[int]:
    """Where a figure stands whole in its line: not 3名 within 53名."""
    return [
        match.start()
        for match in re.finditer(re.escape(printed), line)
        if not line[match.start() - 1].isdecimal()
    ]


def test_each_figure_of_the_article_changed_is_named(article: Path, cited: list[Citation]) -> None:
    lines, changes = lines_of(article), 0
    for citation in cited:
        for passage in passages(citation.locator) if citation.printed else ():
            printed, line = citation.printed or "", lines[passage.first - 1]
            at = occurrences(printed, line)
            assert len(at) == 1, (citation, "a second one would stand for the first")
            for other in mutations(printed):
                text = [*lines]
                text[passage.first - 1] = line[: at[0]] + other + line[at[0] + len(printed) :]
                named = [(d.citation, d.at) for d in hold(cited, Document(text, "")).deviations]
                assert named == [(citation, str(passage))], f"{printed} -> {other}"
                changes += 1
    assert changes > 300


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("old", "new", "row", "says"),
    [
        ("投入7500萬元", "投入7600萬元", ("funding", "L49", "7500萬元"), "which says 7600萬元."),
        ("了兩場線上", "了三場線上", ("result", "L25", "兩場"), "which says 三場."),
        ("500餘戶", "1500餘戶", ("result", "L26", "500餘戶"), "which says 1500餘戶."),
        ("近5萬群衆受益", "近5.5萬群衆受益", ("result", "L43", "近5萬"), "which says 近5.5萬."),
        ("實現了2123人", "實現了許多人", ("jobs", "L27", "2123人"), "does not stand on L27."),
    ],
)
def test_a_changed_figure_on_the_command_line(
    run_line: RunLine, article: Path, tmp_path: Path, old: str, new: str, row: tuple[str, str, str], says: str
) -> None:
    answer = run_line(f"aidtrack check --source {changed(article, old, new, tmp_path)} --format json")
    [finding] = found(answer)
    assert (finding["table"], finding["locator"], finding["printed"]) == row
    assert finding["finding"].endswith(says)
    assert (answer.code, answer.err) == (1, DIFFERS + SUMMARY)


@pytest.mark.usefixtures("ledger")
def test_the_cited_lines_of_a_project(run_line: RunLine, article: Path) -> None:
    shown = json.loads(run_line(f"aidtrack show project 色达县第二中学 --source {article} --format json").out)
    lines = lines_of(article)
    assert shown["lines"] == [{"line": 41, "text": lines[40]}, {"line": 50, "text": lines[49]}]


# --- on the tests' own text ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("ledger")
def test_silent_on_a_text_that_says_it_all(run_line: RunLine, made: Path) -> None:
    answer = run_line(f"aidtrack check --source {made}")
    assert (answer.code, answer.out, answer.err) == (0, "", DIFFERS + SUMMARY)


@pytest.mark.usefixtures("ledger")
def test_from_the_standard_input(run_line: RunLine, made: Path) -> None:
    text = made.read_text(encoding="utf-8")
    assert run_line("aidtrack check --source -", stdin=text).code == 0
    answer = run_line("aidtrack check --source -", stdin=text.replace("1.2億元", "2.1億元"))
    assert answer.code == 1
    assert answer.out.split("\n")[1].split("\t")[2:4] == ["L57", "1.2億元"]


def test_one_line_for_each_deviation(run_line: RunLine, ledger: Ledger, made: Path, tmp_path: Path) -> None:
    text = changed(made, "8500萬元", "8600萬元", tmp_path)
    [(number,)] = ledger.ask("SELECT id FROM funding WHERE text = '8500萬元'")
    answer = run_line(f"aidtrack check --source {text}")
    assert answer.code == 1
    finding = "色达县第二中学: 8500萬元 does not stand on L50, which says 8600萬元."
    assert answer.out == (
        f"table\tid\tlocator\tprinted\tfinding\nfunding\t{number}\tL50\t8500萬元\t{finding}\n"
    )
    table = run_line(f"aidtrack check --source {text} --format table", env={"COLUMNS": "120"})
    assert f"funding {number}" in table.out
    assert finding in table.out


@pytest.mark.usefixtures("ledger")
def test_a_shorter_text_has_not_the_lines(run_line: RunLine, made: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text(
        "".join(made.read_text(encoding="utf-8").splitlines(keepends=True)[:66]), encoding="utf-8"
    )
    rows = found(run_line(f"aidtrack check --source {short} --format json"))
    assert {row["locator"] for row in rows} == {"L67"}
    assert {"result", "participation"} <= {row["table"] for row in rows}
    assert all(row["finding"].endswith("the text has no L67, it ends with L66.") for row in rows)


@pytest.mark.usefixtures("ledger")
def test_another_text_altogether(run_line: RunLine, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("別的文章\n" * 68, encoding="utf-8")
    answer = run_line(f"aidtrack check --source {other}")
    assert answer.code == 1
    assert answer.err == f"{DIFFERS}No figure stands where it should; is this the right file?\n{SUMMARY}"


def test_rules_are_checked_as_well(run_line: RunLine, ledger: Ledger, made: Path) -> None:
    ledger.write("UPDATE funding SET locator = NULL WHERE id = 3")
    answer = run_line(f"aidtrack check --source {made} --format json")
    [row] = found(answer)
    assert (answer.code, row["table"], row["id"], row["locator"]) == (1, "funding", 3, None)
    assert "Not checkable, since no place is given: 1.\n" in answer.err


def test_other_places_than_lines_are_counted(run_line: RunLine, ledger: Ledger, made: Path) -> None:
    ledger.write("UPDATE funding SET locator = 'p. 3' WHERE id = 3")
    ledger.write("UPDATE funding SET locator = 'L50-L52' WHERE text = '8500萬元'")
    answer = run_line(f"aidtrack check --source {made}")
    assert (answer.code, answer.out) == (0, "")
    assert "Printed figures held against their lines: 55.\n" in answer.err
    assert "Not checkable, since their place is not given in lines (L49): 1.\n" in answer.err


@pytest.mark.usefixtures("ledger")
def test_in_chinese_it_speaks_of_the_same(run_line: RunLine, made: Path, tmp_path: Path) -> None:
    text = changed(made, "8500萬元", "8600萬元", tmp_path)
    answer = run_line(f"aidtrack check --source {text} --format table --lang zh")
    assert answer.code == 1
    assert "原文数字" in answer.out
    assert "8600萬元" in "".join(answer.out.split())


# Which source the file is


def add_source(ledger: Ledger, uid: str, title: str, digest: str | None) -> None:
    ledger.write(
        "INSERT INTO source (uid, title, kind, sha256, change_id)"
        " SELECT :uid, :title, kind, :digest, change_id FROM source WHERE id = 1",
        uid=uid,
        title=title,
        digest=digest,
    )


def test_of_several_the_hash_says_which(run_line: RunLine, ledger: Ledger, made: Path) -> None:
    ledger.write("UPDATE source SET sha256 = :digest", digest=sha256(made.read_bytes()).hexdigest().upper())
    add_source(ledger, "other", "别的文章", "0" * 64)
    assert run_line(f"aidtrack check --source {made}").err == SUMMARY
    assert run_line(f"aidtrack check --source {made} --of article").err == SUMMARY
    passed_over = "By its hash this file is source 1 (共饮一江水,同是一家人); --of was not followed.\n"
    assert run_line(f"aidtrack check --source {made} --of other").err == passed_over + SUMMARY


def test_of_several_without_the_hash_it_must_be_said(run_line: RunLine, ledger: Ledger, made: Path) -> None:
    add_source(ledger, "other", "别的文章", None)
    answer = run_line(f"aidtrack check --source {made}")
    assert (answer.code, answer.out) == (5, "")
    assert answer.err == (
        "error: This file can be the text of 2 sources; say which with --of.\n"
        "1  共饮一江水,同是一家人\n2  别的文章\n"
    )
    for ref in ("1", "article", "共饮一江水,同是一家人", "共饮一江水"):
        assert run_line(f"aidtrack check --source {made} --of {ref}").err == DIFFERS + SUMMARY
    answer = run_line(f"aidtrack check --source {made} --of other")
    remark = "Source 2 (别的文章) has no hash on record; this file is taken for its text.\n"
    assert (answer.code, answer.err) == (0, f"{remark}Printed figures held against their lines: 0.\n")


def test_two_of_one_hash(run_line: RunLine, ledger: Ledger, made: Path) -> None:
    digest = sha256(made.read_bytes()).hexdigest()
    ledger.write("UPDATE source SET sha256 = :digest", digest=digest)
    add_source(ledger, "other", "别的文章", digest)
    assert run_line(f"aidtrack check --source {made}").code == 5
    assert run_line(f"aidtrack check --source {made} --of 1").err == SUMMARY


@pytest.mark.usefixtures("ledger")
def test_of_what_is_not_there(run_line: RunLine, made: Path) -> None:
    answer = run_line(f"aidtrack check --source {made} --of 99")
    assert (answer.code, answer.err.count("\n")) == (4, 1)


@pytest.mark.usefixtures("empty_ledger")
def test_no_source_at_all(run_line: RunLine, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文", encoding="utf-8")
    answer = run_line(f"aidtrack check --source {tmp_path / 'a.txt'}")
    assert (answer.code, answer.err) == (
        5,
        "error: The ledger has no source that this file could be the text of.\n",
    )


@pytest.mark.usefixtures("ledger")
def test_a_huge_line(run_line: RunLine, made: Path) -> None:
    lines = made.read_text(encoding="utf-8").split("\n")
    lines[48] = "123萬元 " * 200_000 + lines[48].replace("7500萬元", "750萬元")
    made.write_text("\n".join(lines), encoding="utf-8")
    [row] = found(run_line(f"aidtrack check --source {made} --format json"))
    assert (row["locator"], row["printed"]) == ("L49", "7500萬元")
    shown = run_line(f"aidtrack show funding 3 --source {made} --format table")
    assert len(shown.out) < 20_000
    assert "of which a table shows 5000; --format json has all.\n" in shown.err
    whole = json.loads(run_line(f"aidtrack show funding 3 --source {made} --format json").out)
    assert whole["lines"] == [{"line": 49, "text": lines[48]}]


# The lines of a record


@pytest.mark.usefixtures("ledger")
def test_the_cited_lines_stand_below_the_tables(run_line: RunLine, made: Path) -> None:
    text = made.read_text(encoding="utf-8")
    answer = run_line(
        "aidtrack show funding 3 --source - --format table", stdin=text.replace("第49行", "a\x1b[2J")
    )
    assert answer.code == 0
    head, _, lines = answer.out.partition("\nCited lines\n")
    assert head
    assert re.search(r"^L49 +a␛\[2J。", lines, re.MULTILINE)
    assert "\x1b" not in answer.out
    assert DIFFERS in answer.err


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    "ref",
    [
        "project 1",
        "pairing 1",
        "county 色达",
        "donor 椒江",
        "source 1",
        "indicator students_capacity",
        "jobs 3",
    ],
)
def test_the_cited_lines_of_every_kind(run_line: RunLine, made: Path, ref: str) -> None:
    shown = json.loads(run_line(f"aidtrack show {ref} --source {made} --format json").out)
    numbers = [line["line"] for line in shown["lines"]]
    assert numbers
    assert numbers == sorted(set(numbers))
    locators = re.findall(r'"locator": "([^"]+)"', json.dumps(shown))
    assert set(numbers) == {passage.first for locator in locators for passage in passages(locator)}


def test_lines_that_are_not_there_are_said(run_line: RunLine, ledger: Ledger, made: Path) -> None:
    ledger.write("UPDATE funding SET locator = 'L49, L99' WHERE id = 3")
    answer = run_line(f"aidtrack show funding 3 --source {made} --format json")
    assert [line["line"] for line in json.loads(answer.out)["lines"]] == [49]
    assert "The text has no L99; it ends with L68.\n" in answer.err


def test_lines_of_another_source_are_not_shown(run_line: RunLine, ledger: Ledger, made: Path) -> None:
    add_source(ledger, "other", "别的文章", None)
    answer = run_line(f"aidtrack show funding 3 --source {made} --of other --format json")
    assert json.loads(answer.out)["lines"] == []


# --- what is read --------------------------------------------------------------------------------------------


def test_every_table_that_cites_is_read(cited: list[Citation]) -> None:
    assert {citation.table for citation in cited} == {name for name, t in TABLES.items() if "locator" in t.c}
