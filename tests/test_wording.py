"""How values are worded, in both languages."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.registry import UnknownName
from aidtrack.result import Amount, Column, Shape
from aidtrack.text import set_language
from aidtrack.wording import (
    cell_text,
    count_text,
    date_text,
    label,
    money_heading,
    money_text,
    number_text,
    period_text,
    safe,
    total_text,
    unit_heading,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield request.param
    set_language(None)


BOTH = pytest.mark.parametrize("language", ["zh", "en"], indirect=True)


def amount(low: str, high: str | None = "", **more: object) -> Amount:
    """Make a quantity; without `high` it is exact, with None it is open."""
    top = low if high == "" else high
    fields = {"value": Decimal(low), **more}
    return Amount(low=Decimal(low), high=None if top is None else Decimal(top), **fields)  # type: ignore[arg-type]


COUNTS = [
    (None, "–", "–"),
    (amount("0"), "0", "0"),
    (amount("17800"), "17,800", "17,800"),
    (amount("178000.000"), "178,000", "178,000"),
    (amount("0.125"), "0.125", "0.125"),
    (amount("1E+3"), "1,000", "1,000"),
    (amount("1750", "1860"), "1,750–1,860", "1,750–1,860"),
    (amount("2000", None, kind="over"), "2,000以上", "over 2,000"),
    (amount("2000", None, kind="at_least"), "2,000以上", "2,000 or more"),
    (amount("2000", None, known=2, of=3), "2,000以上", "2,000 or more"),
    (amount("0", None, known=2, of=3), "0以上", "0 or more"),
    (amount("0", "50000", kind="under", value=Decimal(50000)), "不足50,000", "under 50,000"),
    (amount("0", "50000", kind="at_most", value=Decimal(50000)), "至多50,000", "up to 50,000"),
    (amount("0", "500", known=2, of=2), "至多500", "up to 500"),
    (amount("45000", "50000", kind="under"), "45,000–50,000", "45,000–50,000"),
]


@BOTH
@pytest.mark.parametrize(("quantity", "chinese", "english"), COUNTS)
def test_counts(language: str, quantity: Amount | None, chinese: str, english: str) -> None:
    assert count_text(quantity) == (chinese if language == "zh" else english)


MONEY = [
    (None, "–", "–"),
    (amount("178000000"), "17,800", "178,000,000"),
    (amount("17500000", "18600000"), "1,750–1,860", "17,500,000–18,600,000"),
    (amount("0.01"), "0.000001", "0.01"),
    (amount("123456.50"), "12.34565", "123,456.5"),
    (amount("999999999999999.99"), "99,999,999,999.999999", "999,999,999,999,999.99"),
    (amount("20000000", None, kind="over"), "2,000以上", "over 20,000,000"),
]


@BOTH
@pytest.mark.parametrize(("quantity", "chinese", "english"), MONEY)
def test_money_is_in_ten_thousands_in_chinese(
    language: str, quantity: Amount | None, chinese: str, english: str
) -> None:
    assert money_text(quantity) == (chinese if language == "zh" else english)


def test_money_in_another_unit() -> None:
    assert money_text(amount("120000000"), 100_000_000) == "1.2"


def rest(value: str | None, low: str, high: str | None, place: str | None) -> Amount:
    return Amount(
        None if value is None else Decimal(value),
        Decimal(low),
        None if high is None else Decimal(high),
        remainder=True,
        place=None if place is None else Decimal(place),
    )


RESTS = [
    # What is left of 178,000 after 2,123 and 150余 is told to the thousand, as its whole was.
    (rest("175727", "175717", "175727", "1000"), "其余约17.6万", "rest ~176,000"),
    (rest("175877", "175877", "175877", "1000"), "其余约17.6万", "rest ~176,000"),
    (rest("27000", "27000", "27000", "1000"), "27,000", "27,000"),
    (rest("2700", "2700", "2700", None), "2,700", "2,700"),
    (rest("2500", "2400", "2600", "1000"), "其余约2,000", "rest ~2,000"),
    (rest("3500", "3400", "3600", "1000"), "其余约4,000", "rest ~4,000"),
    (rest("120000000", "120000000", "120000001", "10000000"), "其余约12000万", "rest ~120,000,000"),
    (rest("1500", "100", "2900", "1000"), "其余100–2,900", "rest 100–2,900"),
    (rest(None, "100", "200", "1000"), "其余100–200", "rest 100–200"),
    (rest("300", "300", None, "1000"), "其余300以上", "rest 300 or more"),
    (rest("300", "200", "300", "1000"), "其余200–300", "rest 200–300"),
    (rest("10", "0", "40", "10"), "其余至多40", "rest up to 40"),
]


@BOTH
@pytest.mark.parametrize(("quantity", "chinese", "english"), RESTS)
def test_what_is_left_of_a_whole(language: str, quantity: Amount, chinese: str, english: str) -> None:
    assert count_text(quantity) == (chinese if language == "zh" else english)


@BOTH
def test_the_rest_of_money_is_in_the_unit_of_its_column(language: str) -> None:
    quantity = rest("27123456", "27000000", "27123456", "1000000")
    assert money_text(quantity) == ("其余约2,700" if language == "zh" else "rest ~27,000,000")


@BOTH
def test_headings_say_the_unit(language: str) -> None:
    chinese = language == "zh"
    assert money_heading("资金") == ("资金(万元)" if chinese else "资金 (CNY)")
    assert unit_heading("就业", "人") == ("就业(人)" if chinese else "就业 (人)")


def test_another_currency_is_named() -> None:
    assert money_heading("Funding", "USD") == "Funding (USD)"


@BOTH
def test_dates_are_as_exact_as_they_were_stated(language: str) -> None:
    chinese = language == "zh"
    assert date_text(None) == date_text(None, planned=True) == "–"
    assert date_text("2023-08") == "2023-08"
    assert date_text("2023-08", planned=True) == ("计划2023-08" if chinese else "planned 2023-08")
    assert period_text(None, None) == "–"
    assert period_text("2022", "2022") == "2022"
    assert period_text("2021-06", None) == ("2021-06起" if chinese else "since 2021-06")
    assert period_text(None, "2022") == ("至2022" if chinese else "until 2022")
    assert period_text("2021", "2022") == ("2021至2022" if chinese else "2021 to 2022")


@BOTH
def test_codes_have_labels(language: str) -> None:
    assert label("status", "under_way") == ("在建" if language == "zh" else "under way")
    assert label("status", None) == "–"
    assert label("status", "of_my\x1bown") == "of_my␛own"


def test_a_vocabulary_has_to_be_there() -> None:
    with pytest.raises(UnknownName, match="did you mean 'status'"):
        label("statsu", "under_way")


@BOTH
def test_cells(language: str) -> None:
    chinese = language == "zh"
    assert cell("number", 12000) == "12,000"
    assert cell("number", Decimal("2.50")) == "2.5"
    assert cell("flag", value=True) == ("是" if chinese else "yes")
    assert cell("flag", value=False) == ("否" if chinese else "no")
    assert cell("flag", None) == cell("text", None) == "–"
    assert cell("words", ("under_way", "own"), "status") == ("在建、own" if chinese else "under way, own")
    assert cell("words", []) == "–"
    assert cell("code", "a\nb") == "a␊b"
    assert cell("text", "[b]x[/b]") == "[b]x[/b]"
    assert cell("text", 7) == "7"


def cell(shape: Shape, value: object, vocabulary: str = "") -> str:
    return cell_text(Column("x", shape=shape, vocabulary=vocabulary), {"x": value})


def test_what_is_in_the_parent_already_stands_in_brackets() -> None:
    row = {"x": amount("1450"), "y": "name", "z": None, "_depth": 1, "_presumed": {"x", "y", "z"}}
    assert cell_text(Column("x", shape="money"), row) == "(1,450?)"
    assert cell_text(Column("x", shape="count"), row) == "1,450?"
    assert cell_text(Column("y"), row) == "name?"
    assert cell_text(Column("z", shape="money"), row) == "–"


def test_a_total_says_nothing_of_what_has_none() -> None:
    total = {"x": None, "y": 3}
    assert total_text(Column("name"), total, first=True) == "Total"
    assert total_text(Column("name"), total, first=False) == ""
    assert total_text(Column("x"), total, first=False) == "–"
    assert total_text(Column("y", shape="number"), total, first=True) == "3"


def test_harmful_characters_are_shown_or_replaced() -> None:
    assert safe("a\x1b[31m\t\n\x00\x7f") == "a␛[31m␉␊␀␡"
    assert safe("\x9b\u202e\u2066\u061c\u200f\ufeff\ud800") == "�" * 7
    assert safe("色达县 Sêrtar 👩\u200d🌾") == "色达县 Sêrtar 👩\u200d🌾"


@given(ANY_TEXT)
def test_safe_text_is_harmless(text: str) -> None:
    harmless = safe(text)
    assert len(harmless) == len(text)
    assert safe(harmless) == harmless
    assert not {unicodedata.category(character) for character in harmless} & {"Cc", "Cs", "Zl", "Zp"}


@given(st.decimals(min_value=0, max_value=10**17, places=3))
def test_numbers_keep_all_their_digits(number: Decimal) -> None:
    assert Decimal(number_text(number).replace(",", "")) == number
