"""Every place by every name: codes, names of today and before, paths, spellings, and what is refused."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack import text as language
from aidtrack.errors import Refused, Unreadable
from aidtrack.queries.places import load_places
from aidtrack.queries.resolver import Resolver
from aidtrack.queries.suggestions import distance
from aidtrack.store import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import RunLine
    from ledgers import Ledger

SEDA = (
    "色达",
    "色達縣",
    " 色 达 ",
    "seda",
    "Seda",
    "ＳＥＤＡ",
    "Sêrtar",
    "sertar",
    "Serthar",
    "sedaxian",
    "Seda Xian",
    "Seda County",
    "513333",
    "５１３３３３",
    "四川色达",
    "甘孜州色达县",
    "四川省甘孜藏族自治州色达县",
    "中国四川色达",
    "四川/甘孜州/色达",
    "四川，色达",
    "四川 · 色达",
    "sichuan seda",
    "sichuanseda",
    "Sichuan Province Seda Xian",
    "Seda County, Garzê Tibetan Autonomous Prefecture, Sichuan",
    "四川 Seda",
    "513333 四川省甘孜藏族自治州色达县",
)

GULOU = (
    "320106  江苏省南京市鼓楼区",
    "320302  江苏省徐州市鼓楼区",
    "350102  福建省福州市鼓楼区",
    "410204  河南省开封市鼓楼区",
)


class Asker:
    """Asks the resolver of the article's ledger."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        places = resolver.places
        self.here = places.with_above(places.donors | places.recipients)

    def __call__(self, text: str, *levels: str, **how: Any) -> str | None:
        return self.resolver.resolve(text, levels=levels, **how).place.code

    def remarks(self, text: str) -> list[str]:
        return self.resolver.remarks(self.resolver.resolve(text), text)

    def refusal(self, text: str, *levels: str) -> str:
        with pytest.raises(Unreadable) as refused:
            self(text, *levels, here=self.here)
        return language.say(refused.value)

    def candidates(self, text: str, *levels: str, **how: Any) -> list[str]:
        with pytest.raises(Refused) as refused:
            self(text, *levels, **how)
        return [hint.split()[0] for hint in refused.value.hints]


@pytest.fixture
def ask(ledger: Ledger) -> Iterator[Asker]:
    with reading(str(ledger)) as connection:
        yield Asker(Resolver(connection, load_places(connection)))


@pytest.mark.parametrize("text", SEDA)
def test_one_place_has_many_names(ask: Asker, text: str) -> None:
    assert ask(text) == "513333"
    assert ask(text, "county", here=ask.here) == "513333"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("51", "510000"),
        ("5133", "513300"),
        ("甘孜州", "513300"),
        ("\uf932霍", "513327"),  # 爐 as a compatibility ideograph
        ("爐霍縣", "513327"),
        ("Zhaggo", "513327"),
        ("Nyagrong", "513329"),
        ("Ganzi County", "513328"),
        ("Garzê Prefecture", "513300"),
        ("Yuhuan County", "331083"),  # a city by now; nobody else is called so
        ("浦东", "310115"),
        ("北京朝阳", "110105"),
        ("徐州鼓楼区", "320302"),
        ("Gulou, Xuzhou", "320302"),
        ("四川 甘孜州 甘孜县", "513328"),
        ("Hong Kong", "810000"),
        ("Inner Mongolia", "150000"),
    ],
)
def test_names_of_other_places(ask: Asker, text: str, code: str) -> None:
    assert ask(text) == code


@pytest.mark.parametrize(
    ("text", "levels", "code"),
    [
        ("甘孜", "county", "513328"),
        ("甘孜", "prefecture", "513300"),
        ("ganzi", "county", "513328"),
        ("Garzê", "prefecture", "513300"),
        ("北京", "prefecture", "110000"),
        ("北京", "province", "110000"),
        ("四川甘孜", "prefecture", "513300"),
    ],
)
def test_the_level_filters_first(ask: Asker, text: str, levels: str, code: str) -> None:
    assert ask(text, levels) == code


@pytest.mark.parametrize(
    ("text", "code", "remark"),
    [
        ("玉环县", "331083", "'玉环县' is a former name of 玉环市 (331083)."),
        ("玉環縣", "331083", "'玉环县' is a former name of 玉环市 (331083)."),
        ("浙江玉环县", "331083", "'玉环县' is a former name of 玉环市 (331083)."),
        ("331021", "331083", "'331021' is a former code of 玉环市 (331083)."),
        ("康定县", "513301", "'康定县' is a former name of 康定市 (513301)."),
        ("513321", "513301", "'513321' is a former code of 康定市 (513301)."),
        (
            "513333",
            "513333",
            "'513333' is the code of 色达县 (513333); it was once that of 道孚县 (1980–1981).",
        ),
    ],
)
def test_what_was_is_said(ask: Asker, text: str, code: str, remark: str) -> None:
    assert ask(text) == code
    assert ask.remarks(text) == [remark]


def test_what_is_needs_no_word(ask: Asker) -> None:
    assert ask.remarks("色达") == []
    assert ask.remarks("331002") == []
    assert ask.remarks("513333 色达县") == []


def test_a_remark_is_said_in_the_language_spoken(ask: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aidtrack.queries.resolver._", lambda sentence: f"译:{sentence}")
    assert ask.remarks("康定县") == ["译:'康定县' is a former name of 康定市 (513301)."]


@pytest.mark.parametrize(
    ("text", "day", "code"),
    [
        ("513333", "1981", "513326"),
        ("513333", "1981-12-31", "513326"),
        ("513333", "1982-01", "513333"),
        ("513333", "2024", "513333"),
        ("331021", "2016", "331083"),
        ("331021", "2024", "331083"),
        ("康定县", "1999-07", "513301"),
    ],
)
def test_a_code_means_who_had_it_that_day(ask: Asker, text: str, day: str, code: str) -> None:
    assert ask(text, day=day) == code


def test_a_code_of_two_places_of_the_past_needs_a_date(ask: Asker) -> None:
    shared = _shared_former_code(ask)
    found = ask.candidates(shared.code)
    assert len(found) > 1
    assert found == sorted(found)
    assert ask(shared.code, day=shared.year) in found


class Shared:
    """A code that nobody has now and that two places had, and a year in which only one had it."""

    def __init__(self, code: str, year: str) -> None:
        self.code, self.year = code, year


def _shared_former_code(ask: Asker) -> Shared:
    row = ask.resolver.connection.exec_driver_sql(
        "SELECT one.key, one.since FROM division_name one JOIN division_name other ON other.key = one.key"
        " AND other.kind = 'former_code' AND other.division_id != one.division_id AND other.until < one.since"
        " WHERE one.kind = 'former_code' AND 2 = (SELECT count(*) FROM division_name n WHERE n.key = one.key)"
        " ORDER BY one.key LIMIT 1"
    ).one()
    return Shared(row[0], row[1])


@pytest.mark.parametrize("text", ["513333 甘孜县", "513333 炉霍"])
def test_a_code_with_another_places_name_is_no_place(ask: Asker, text: str) -> None:
    assert ask.refusal(text).startswith("No place is called")


def test_a_code_with_a_name_of_its_past(ask: Asker) -> None:
    assert ask("513333 道孚县") == "513326"


def test_ambiguity_is_refused(ask: Asker) -> None:
    codes = [line[:6] for line in GULOU]
    assert ask.candidates("鼓楼") == codes
    assert ask.candidates("鼓楼区", "county") == codes
    assert ask.candidates("Gulou District") == codes
    assert ask.candidates("甘孜") == ["513300", "513328"]
    assert ask.candidates("Taizhou") == ["321200", "331000"]


def test_a_former_name_does_not_hide_a_short_form(ask: Asker) -> None:
    assert ask.candidates("东乡县") == ["361003", "622926"]
    dongxiang = {ask.resolver.resolve("622926").place.id}
    assert ask("东乡县", here=dongxiang) == "622926"
    assert ask.candidates("东乡县", day="2010") == ["361003", "622926"]
    assert ask("东乡县", day="2020") == "622926"


def test_places_of_the_ledger_go_first(ask: Asker) -> None:
    assert ask("Taizhou", here=ask.here) == "331000"
    xuzhou = {ask.resolver.resolve("320302").place.id}
    assert ask("鼓楼", here=xuzhou) == "320302"
    assert ask.candidates("甘孜", here=ask.here) == ["513300", "513328"]


def test_another_level_is_said(ask: Asker) -> None:
    assert ask.refusal("甘孜州", "county") == "甘孜藏族自治州 is no county; use --prefecture."
    assert ask.refusal("色达", "prefecture") == "色达县 is no prefecture; use --county."
    assert ask.refusal("台州", "province") == "台州市 is no province; use --prefecture."
    assert ask.refusal("中国", "county") == "'中国' is not at the level that this option takes."
    assert ask.refusal("鼓楼", "province") == "'鼓楼' is not at the level that this option takes."


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("泸霍", "炉霍县"),
        ("泸霍县", "炉霍县"),
        ("四川泸霍", "炉霍县"),
        ("云南炉霍", "炉霍县"),
        ("霍炉", "炉霍县"),
        ("玉寰", "玉环市"),
        ("良中", "阆中市"),
        ("色大", "色达县"),
        ("路挢", "路桥区"),
        ("椒姜", "椒江区"),
        ("通洲", "通州区"),
        ("额尔古", "额尔古纳市"),
        ("甘孜藏族自治洲", "甘孜藏族自治州"),
        ("sedda", "Seda (色达县)"),
        ("sdea", "Seda (色达县)"),
        ("Zhagoo", "Zhaggo (炉霍县)"),
        ("jiaojang", "Jiaojiang (椒江区)"),
        ("Hohot", "Hohhot (呼和浩特市)"),
    ],
)
def test_did_you_mean(ask: Asker, text: str, near: str) -> None:
    question = ask.refusal(text).partition("did you mean ")[2].rstrip("?")
    assert question.split(" / ")[0] == near
    assert len(question.split(" / ")) <= 3


@pytest.mark.parametrize(
    "text", ["", " ", "x", "色", "12345", "999999", "、", "😀", "龘龘", "色" * 400, "a" * 400]
)
def test_what_is_like_nothing(ask: Asker, text: str) -> None:
    assert ask.refusal(text) == f"No place is called '{text}'; see: aidtrack list divisions"


def test_did_you_mean_keeps_to_the_level(ask: Asker) -> None:
    assert "炉霍" not in ask.refusal("泸霍", "prefecture")


@pytest.mark.parametrize("text", ["泸霍", "良中", "山市", "sedda", "chengdou"])
def test_did_you_mean_is_quick(ask: Asker, text: str) -> None:
    ask.refusal(text)  # the table of syllables is read once in a process
    times = []
    for _ in range(3):
        start = time.process_time()
        ask.refusal(text)
        times.append(time.process_time() - start)
    assert min(times) < 0.15  # 10 to 45 ms on the machine it was written on


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("", "", 0),
        ("", "ab", 2),
        ("seda", "seda", 0),
        ("seda", "sead", 1),
        ("sedda", "seda", 1),
        ("ab", "cd", 2),
    ],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == distance(other, one) == slips


@pytest.mark.usefixtures("ledger")
class TestAtTheCommandLine:
    @pytest.mark.parametrize("text", [text for text in SEDA if text != "色达"])
    def test_all_names_list_the_same(self, run_line: RunLine, text: str) -> None:
        usual = run_line("aidtrack list projects --county 色达")
        assert usual.code == 0
        assert usual.out.count("\n") > 1
        assert run_line(f"aidtrack list projects --county '{text}'").out == usual.out

    def test_ambiguous(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack list projects --county 鼓楼")
        assert answer.code == 5
        assert answer.out == ""
        sentence, *lines = answer.err.splitlines()
        assert sentence == "error: '鼓楼' can be 4 places; say which by its code or its path."
        assert lines == list(GULOU)

    def test_the_other_side(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack list projects --county 椒江")
        assert (answer.code, answer.err) == (2, "error: 椒江区 is a donor here; use --donor.\n")
        answer = run_line("aidtrack totals --donor 色达")
        assert (answer.code, answer.err) == (2, "error: 色达县 is a recipient here; use --county.\n")

    def test_former_names_are_said(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack list projects --donor 331021")
        assert answer.code == 0
        assert "'331021' is a former code of 玉环市 (331083)." in answer.err
        assert run_line("aidtrack list projects --donor 玉环").out == answer.out

    def test_a_place_that_nobody_touches(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack list projects --county 漠河 --format json")
        assert (answer.code, answer.out) == (0, "[]\n")
        assert answer.err == "Nothing found.\n"

    def test_the_county_and_the_prefecture(self, run_line: RunLine) -> None:
        county = run_line("aidtrack list pairings --county 甘孜 --columns recipient")
        above = run_line("aidtrack list pairings --prefecture 甘孜 --columns recipient")
        assert set(county.out.split()[1:]) == {"甘孜县"}
        assert {"甘孜县", "色达县", "炉霍县", "新龙县"} <= set(above.out.split())


@pytest.mark.usefixtures("ledger")
class TestListDivisions:
    def codes(self, run_line: RunLine, filters: str) -> list[str]:
        answer = run_line(f"aidtrack list divisions {filters} --columns code --format csv")
        assert answer.code == 0
        return answer.out.split()[1:]

    def test_all(self, run_line: RunLine) -> None:
        found = self.codes(run_line, "")
        assert len(found) == 3213
        assert found == sorted(found)

    @pytest.mark.parametrize("text", ["色达", "seda", "Sêrtar", "色達", "ＳＥＤＡ"])
    def test_searched_by_any_name(self, run_line: RunLine, text: str) -> None:
        assert "513333" in self.codes(run_line, f"--text {text}")

    def test_all_words_must_be_found(self, run_line: RunLine) -> None:
        assert self.codes(run_line, "--text '甘孜 县'") == ["513328"]

    def test_below_a_place(self, run_line: RunLine) -> None:
        assert len(self.codes(run_line, "--prefecture 甘孜")) == 19
        assert self.codes(run_line, "--county 椒江") == ["331002"]  # no talk of donors here
        assert self.codes(run_line, "--donor 漠河") == ["232701"]
        assert self.codes(run_line, "--province 四川 --text 色达") == ["513333"]
        assert self.codes(run_line, "--province 浙江 --prefecture 甘孜") == []

    def test_the_level_and_what_it_lies_in(self, run_line: RunLine) -> None:
        columns = "code,name,level,parent,pinyin"
        answer = run_line(f"aidtrack list divisions --county 色达 --format csv --columns {columns}")
        assert answer.out == f"{columns}\n513333,色达县,county,513300,seda xian\n"

    def test_for_people(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack list divisions --county 色达 --format table")
        assert answer.out.split("\n")[3].split() == "513333 色达县 county 四川甘孜州 seda xian".split()

    def test_a_former_name_is_said(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack list divisions --county 康定县")
        assert answer.err == "'康定县' is a former name of 康定市 (513301).\n"

    def test_what_says_nothing_of_places_is_refused(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack list divisions --year 2022")
        assert answer.code == 2
        assert answer.err.startswith("error: --year says nothing of places;")
