"""Lines that are taken in together: the same answers as when each is taken in by itself."""

from __future__ import annotations

import csv
import random
import unicodedata
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack import folding
from aidtrack.actions.exchange_tables import EXCHANGED
from aidtrack.actions.intake import BadRows, Wishes, take_in, taking, together
from aidtrack.actions.intake.hashed import Hashed
from aidtrack.actions.record import recording
from aidtrack.actions.uids import new_uids
from aidtrack.errors import AidtrackError
from aidtrack.formats.exchange import EXCHANGE, Options
from aidtrack.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from aidtrack.formats.exchange import RawRow
    from aidtrack.formats.lines import Lines
    from conftest import RunLine
    from ledgers import Ledger

PAIRING = "331002 椒江区 → 513333 色达县"
OWN = "共饮一江水,同是一家人"

PLAIN: dict[str, dict[str, tuple[str, ...]]] = {
    "projects": {
        "code": ("", "X-1", "X-2", "X-3", "513333-98"),
        "name": ("水厂", "水厂二期", "中学宿舍", "色達縣第三中學", "Kindergarten"),
        "name_en": ("", "Water works"),
        "aliases": ("", "甲; 乙"),
        "pairing": (PAIRING, "椒江 → 色达", "黄岩 → 新龙"),
        "parent": ("", "", "513333-03"),
        "sector": ("health", "", "education"),
        "status": ("in_use", "none", "", "under_way"),
        "planned_start": ("2018", "2018-10", "2022年3月", ""),
        "planned_end": ("2023", "", "2024-01-31"),
        "site": ("", "八村", "'=1+1"),
        "source": (OWN, "", "1"),
        "locator": ("L1", "p. 3"),
        "presumed": ("", "site; status"),
        "external_id": ("", "", "oa:1", "oa:2"),
        "uid": ("", "", "one", "two"),
    },
    "funding": {
        "project": ("513333-03", "513333-02", "", "513333-01"),
        "pairing": (PAIRING, PAIRING, "黄岩 → 新龙"),
        "amount": ("8万元", "1100余万元", "近5万元"),
        "stage": ("planned", "stated", "到位", "spent"),
        "fund_source": ("", "社会", "enterprise"),
        "currency": ("", "CNY"),
        "period": ("2011", "2012-03/2012-05", "2013/", ""),
        "as_of": ("", "2014-05"),
        "source": (OWN, "1"),
        "locator": ("L1", "L2", "L3", "L4"),
        "part_of": (*[""] * 9, "1"),
        "restates": (*[""] * 9, "2"),
        "separate": ("yes", "是", ""),
        "uid": ("", "", "one", "two"),
    },
    "jobs": {
        "project": ("513333-03", ""),
        "pairing": (PAIRING, PAIRING, ""),
        "count": ("2000多人", "30", "12"),
        "kind": ("employed", "posts"),
        "channel": ("", ""),
        "group": ("", "all"),
        "period": ("2011", "2012"),
        "source": ("1",),
        "locator": ("L1", "L2", "L3"),
        "separate": ("yes",),
    },
}
"""What nearly all cells are, by column."""

ODD = (
    "",
    " ",
    "-",
    "nobody",
    "'-",
    "x" * 10_001,
    "513333-03",
    "1",
    "美元",
    "2030",
    "1,2",
    "300",
    "a b",
    "\u3000水厂",
)
"""What any cell may be for once."""


def table(chance: random.Random, kind: str, odd: float) -> bytes:
    """Make a table of some lines."""
    columns = [name for name in PLAIN[kind] if chance.random() < 0.9 or name in ("name", "amount", "count")]
    lines = [
        [
            chance.choice(ODD) if chance.random() < odd else chance.choice(PLAIN[kind][name])
            for name in columns
        ]
        for _ in range(chance.choice((1, 1, 2, 3)))
    ]
    out = StringIO()
    csv.writer(out).writerows([columns, *lines])
    return out.getvalue().encode()


def taken(ledger: Path, read: Iterable[RawRow | Lines], **wishes: Any) -> Any:
    """Take rows in, tell all that can be told, and take them out again."""
    rows = list(read)
    with recording(str(ledger), "test", dry_run=True) as recorder:
        try:
            outcome = take_in(recorder, lambda: rows, Wishes(preview=True, **wishes))
        except BadRows as bad:
            return bad.problems.count, bad.problems.shown()
        except AidtrackError as error:
            return str(error)
        told = outcome.telling
        return (
            (outcome.added, outcome.changed, outcome.unchanged, outcome.refused),
            (told.added, told.changed, list(told.remarks), outcome.problems.shown()),
            [
                rows_of(recorder.session.connection(), name)
                for name in ("project", "funding", "jobs", "change_item")
            ],
        )


def rows_of(connection: Any, name: str) -> list[dict[str, Any]]:
    found = connection.execute(TABLES[name].select().order_by(TABLES[name].c.id)).mappings()
    return [{key: value for key, value in row.items() if key != "uid" or len(value) < 36} for row in found]


@pytest.mark.parametrize("kind", list(PLAIN))
@pytest.mark.parametrize("odd", [0.0, 0.02])
def test_lines_come_in_together_as_they_come_in_one_by_one(
    kind: str, odd: float, ledger_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIDTRACK_SOURCE", raising=False)
    there: list[bool] = []

    def noted(*these: Any) -> bool:
        there.append(together.taken_together(*these))
        return there[-1]

    monkeypatch.setattr(taking, "taken_together", noted)
    for seed in range(15):
        chance = random.Random(f"{kind} {odd} {seed}")
        data, options = table(chance, kind, odd), Options(table=kind)
        wishes = {"unit": chance.choice((None, "万元")), "skip_bad": chance.random() < 0.5}
        lines = taken(ledger_file, EXCHANGE["csv"].read_together(BytesIO(data), EXCHANGED, options), **wishes)
        rows = taken(ledger_file, EXCHANGE["csv"].read(BytesIO(data), EXCHANGED, options), **wishes)
        assert lines == rows, data.decode()
    assert any(there)


def test_lines_that_are_there_already_change_nothing(
    run_line: RunLine, ledger: Ledger, tmp_path: Path
) -> None:
    lines = ["code,name,pairing", *(f"Y-{n},工程{n},{PAIRING}" for n in range(2_500))]
    file = tmp_path / "projects.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert "added 2500, changed 0" in run_line(f"aidtrack --db {ledger} import {file}").err
    lines[2_400] = lines[2_400].replace("工程", "道路")
    file.write_text("\n".join(lines), encoding="utf-8")
    assert "added 0, changed 1, unchanged 2499" in run_line(f"aidtrack --db {ledger} import {file}").err


def test_codes_are_made_in_the_order_of_the_lines(ledger: Ledger, run_line: RunLine, tmp_path: Path) -> None:
    file = tmp_path / "projects.csv"
    names = ["甲", "乙", "丙", "丁"]
    file.write_text("\n".join(["name,pairing", *(f"{name},{PAIRING}" for name in names)]), encoding="utf-8")
    run_line(f"aidtrack --db {ledger} import {file}")
    new = [row for row in ledger.rows("project") if row["name"] in names]
    codes = [row["code"] for row in sorted(new, key=lambda row: int(row["id"]))]
    assert codes == sorted(codes)
    assert len(set(codes)) == len(names)


def test_what_refers_to_a_refused_row_is_told_where_that_stands(
    ledger_file: Path, tmp_path: Path, run_line: RunLine
) -> None:
    (tmp_path / "projects.csv").write_text(
        f"uid,code,name,pairing,status\nzz-9,Z-1,新,{PAIRING},nonsense\n", encoding="utf-8"
    )
    (tmp_path / "funding.csv").write_text(
        "project,amount,stage,source,locator\nzz-9,1万元,planned,1,L1\nZ-1 新,2万元,spent,1,L2\n",
        encoding="utf-8",
    )
    said = run_line(f"aidtrack --db {ledger_file} import {tmp_path} --format csv").err
    assert said.count("Its project was refused itself: ") == 2
    assert "projects.csv, line 2" in said
    assert "No project" not in said


def test_texts_fold_together_as_each_does() -> None:
    chance = random.Random(1)
    pool = [chr(code) for code in (*range(0x20, 0x7F), *range(0x4E00, 0x9FFF, 41))]
    pool += list("色達縣６Ｓêrtar\u3000ﬁé́가々\u0301\u3099ｶﾞŁß\0")
    for _ in range(2_000):
        count = chance.choice((10, len(pool)))
        texts = ["".join(chance.choices(pool[-count:], k=chance.randint(0, 6))) for _ in range(3)]
        each = [folding._fold_by_steps(text) for text in texts]
        assert folding.fold_all(texts) == [folding.fold(text) for text in texts] == each


def test_characters_that_fold_alone_do_not_touch_each_other() -> None:
    alone = [char for char in map(chr, range(0x11000)) if folding._is_alone(char)]
    assert len(alone) > 20_000
    assert not [char for char in alone if unicodedata.combining(char)]
    folded = {char: folding._fold_by_steps(char) for char in alone}
    assert all(folding._fold_once(key) == key for key in folded.values())


def test_uids_are_unique_and_in_order() -> None:
    uids = new_uids(10_000)
    assert uids == sorted(set(uids))
    assert all(uid[14] == "7" and uid[19] in "89ab" and len(uid) == 36 for uid in uids)


def test_numbers_are_found_by_their_hash() -> None:
    chance, kept = random.Random(2), Hashed()
    numbers: dict[int, set[int]] = {}
    for number in range(1, 5_000):
        own = chance.choice((chance.getrandbits(62) - 2**61, number % 7))
        kept.note(own, number)
        numbers.setdefault(own, set()).add(number)
    assert all(set(kept.of(own)) == those for own, those in numbers.items())
    assert not list(kept.of(12_345))
