"""The grammar of amounts: every case of the list, every number of the article, and what must never happen."""

from __future__ import annotations

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.errors import Unreadable
from aidtrack.quantity import KINDS, Quantity, counted, parse, place
from aidtrack.units import fits

# One line for each result: kind, low, high (or ∞), unit (or -), then the texts that read so.
CASES = """
exact 10290000 10290000 元 | 1029万元 达1029万元 1029萬元
exact 10290000 10290000 元 | 10,290,000元 共计1029万元 CNY10.29million
exact 120000000 120000000 - | 1.2亿
exact 1640000000 1640000000 元 | 16.4亿元
exact 178000 178000 人 | 17.8萬人
exact 230000000 230000000 元 | 2亿3千万元 二亿三千万元
exact 120000000 120000000 元 | 1亿2000万元
exact 150000000 150000000 元 | 高达1.5亿元
exact 11000000 11000000 元 | 1,100万元 1，100万元 １１００万元
exact 1234.56 1234.56 - | ¥1,234.56 ￥1,234.56
exact 300000 300000 元 | 人民币30万元 30万元人民币 人民币30万 30萬塊 RMB30万
exact 365 365 户 | 三百六十五户 叁佰陸拾伍戶
exact 0 0 - | 0 零
exact 1029 1029 - | 1029 一千零二十九 一〇二九
exact 3600 3600 - | 三千六 三千六百
exact 3006 3006 - | 三千零六
exact 100005000 100005000 - | 一亿零五千
exact 35000 35000 - | 三万五 3万5千 3万五
exact 15 15 - | 十五 一十五
exact 105 105 个 | 一百零五个 一百〇五個
exact 1200000000000 1200000000000 - | 1.2万亿 12000亿 1.2trillion
exact 3500000000000 3500000000000 - | 3万5千亿
exact 1000000 1000000 美元 | 100万美元 US$1million 1millionUSD
exact 3000 3000 元/人·月 | 3000元/人·月 3000元/人/月
exact 5 5 公里 | 5公里 5千米 5km
exact 120 120 平方米 | 120㎡ 120m² 120平方米
exact 85 85 % | 85% 85％
over 11000000 12000000 元 | 1100余万元 1100餘萬元 一千一百余万元
over 11000000 12000000 元 | 1100万余元 1100多万元 超1100余万元 逾1100余万元
over 10000000 20000000 元 | 1000余万元
over 100000 200000 元 | 10余万元 十余万元
over 200000 300000 元 | 20余万元
over 120000000 130000000 元 | 1.2亿余元
over 20000 30000 元 | 两万多元 2万余元 兩萬多元
over 15000 16000 个 | 15000餘個
over 30 40 户 | 30多户 约30余户 30余户左右
over 800 900 人 | 800多人
over 3300 3400 人次 | 3300余人次
over 100000 200000 人 | 十几万人
over 20 30 个 | 二十几个
over 100 200 户 | 百余户
over 10000 20000 亩 | 万余亩 萬餘畝
over 35000 36000 亩 | 3.5万余亩
over 2 3 年 | 两年多
over 10 11 年 | 10年多
over 100000 200000 元 | 10万元多
over 2000 3000 年 | 2000多年
over 20000000 ∞ - | 超2000万 over20million
over 20000000 ∞ 元 | 超过2000万元 超过2000万元以上
over 300000000 ∞ 元 | 逾3亿元
over 100000000 ∞ 元 | 突破1亿元
over 0.5 1 ratio | 过半 一半以上
at_least 100 ∞ - | 上百
at_least 100000000 ∞ 元 | 上亿元
at_least 300000 ∞ 元 | 30万元以上 不少于30万元 至少30万元以上
at_least 3000 ∞ 人 | 至少3000人 ≥3000人
at_least 85 ∞ % | 85%以上
at_least 10000000 ∞ 元 | 千万元以上
under 45000 50000 元 | 近5万元
under 90 100 户 | 将近100户 近百户
under 9000000 10000000 元 | 近千万元
under 177000 178000 人 | 近17.8万人
under 0 50000 - | 不足5万
under 0 3000 人 | 不到3000人
at_most 0 50000 元 | 5万元以下 不超过5万元
at_most 0 3 个月 | 3个月以内
approx 115000000 125000000 元 | 约1.2亿元 约1.2亿元左右
approx 4500 5500 元 | 约5000元
approx 900000 1100000 元 | 100万元左右
approx 9 11 个 | 十来个 10来个 约十来个
approx 90 110 人 | 百把人
approx 0.45 0.55 ratio | 一半 半数
range 1500 5000 元 | 1500—5000元 1500～5000元 1500元至5000元
range 1500 5000 元 | 1500——5000元 1500-5000元 约1500—5000元 1500–5000元左右
range 1500 5000 元 | 从1500到5000元
range 10000 20000 - | 1—2万 一至两万 1万—2万
range 150000000 200000000 元 | 1.5至2亿元
range 5000 10000 元 | 5000—1万元
range 5000000 10000000 元 | 500—1000万元
range 100000 200000 元 | 10万—20万元 10—20万元 十至二十万元
range 800000000000 1200000000000 元 | 8000亿—1.2万亿元 8000—1.2万亿元
range 50000000000000 1000000000000000 - | 50—1000万亿
range 1500 50000 元 | 1500元—5万元
range 2000 3000 - | 两三千
range 700 800 人 | 七八百人
range 3 5 个 | 三五个
range 3000000 5000000 元 | 三五百万元
range 12 13 所 | 十二三所
range 120 130 户 | 一百二三十户
range 3500 3600 - | 三千五六
vague 2000 10000 人 | 数千人 約數千人 几千人
vague 20 100 户 | 几十户
vague 2000000 10000000 元 | 几百万元
vague 20000 100000 人 | 数万人 幾萬人
vague 2 10 个 | 几个
vague 120 200 户 | 一百几十户
"""

REFUSED = """
累计投入 | 若干 | 大量 | 数 | 几 | 多 | 万元 | 百万元 | 元 | 约 | 上5 | 上海 | 千至万 | 数家
2021年 | 二〇二五年 | 2021—2023年 | 2021年6月 | 8月 | 约2021年
-5万元 | －5万元 | −5 | —5
壹佰贰拾万元整 | 260个(含帮扶车间) | 1450万元、2200万元 | 15万余群众 | 5²万 | ½ | 五六七八十
5000—1500元 | 2万—1万 | 20余—30户 | 10—20余万元 | 几—十个 | 两三千多人 | 90—1万
三至五百人 | 1—2千万 | 5元—3户 | 人民币5美元 | 1—2—3
超过不足5万 | 近5万元左右 | 约5万元以上 | 近20余家 | 不到数千人 | 1—2万以上 | 近10来个
1,23 | 1,2345 | 12,34万 | 1.2.3 | 1 029 | .5 | 5. | 十百 | 十十 | 万千 | 2亿1亿 | 1亿2亿 | 三千六万 | 2亿万
万万 | 一亿二万亿 | 3千6 | 3万5 | 三二 | 九八 | 几千几百 | 余5 | 5余余 | 1亿多2000万 | 一万零千 | 三百五百
二五百 | 100余千 | 两年来 | 元/人 | 5元/ | 5元/3 | 5人口次 | abc | 1e5 | NaN | Infinity | 5 cats
"""

# What the article prints, by line, in its own script.
ARTICLE = """
1100餘萬元 44套 260個 7家 超2000萬元 5000個以上 兩場 2000多名 54名 500餘戶 20餘場 超過200家 15000餘個 2123人
400期
近3萬人 2年 1年 近400名 近50個 近2000人 800多人 1500—5000元 近百個 17.8萬人 2.3萬人 超3000元 3名 15位 3所 4個
15萬餘 4年 1800名 5年 3個 近5萬 1600多名 7500萬元 1000萬元 8500萬元 20名 800萬元 1029萬元 18.2萬元 20位 16萬元
5所 1500多名 1.2億元 3300餘人次 150餘人 1300多元 30多戶 650餘萬元 6350萬元 1450萬元 2200萬元 1000餘名 5個
"""


def _rows() -> list[tuple[str, str, str]]:
    lines = [line.partition(" | ") for line in CASES.strip().splitlines()]
    return [(head, text, f"{head.split()[0]}:{text}") for head, _, texts in lines for text in texts.split()]


@pytest.mark.parametrize(("head", "text"), [pytest.param(h, t, id=i) for h, t, i in _rows()])
def test_case(head: str, text: str) -> None:
    kind, low, high, unit = head.split()
    top = None if high == "∞" else Decimal(high)
    read = parse(text)
    assert (read.kind, read.low, read.high, read.unit or "-", read.text) == (
        kind,
        Decimal(low),
        top,
        unit,
        text,
    )
    assert read.exact is (low == high)


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("85 million yuan", "8500万元"),
        ("CNY 85 million", "8500万元"),
        ("1.2bn yuan", "12亿元"),
        ("2,123 people", "2123人"),
        ("over 2000", "超2000"),
        ("about 5000 people", "约5000人"),
        ("more than 200 households", "超200户"),
        ("1500 to 5000 yuan", "1500—5000元"),
        ("1-2 million yuan", "100万—200万元"),
        ("Nearly 50,000 people", "近5万人"),
        ("5000 or more", "5000以上"),
        ("less than half", "不足一半"),
        (" 1029 万元\n", "1029万元"),
    ],
)
def test_english_and_spaces(text: str, like: str) -> None:
    assert _numbers(parse(text)) == _numbers(parse(like))
    assert parse(text).text == text.strip()


def _numbers(read: Quantity) -> tuple[object, ...]:
    return read.kind, read.value, read.low, read.high, read.unit


@pytest.mark.parametrize("text", [text for text in REFUSED.replace("\n", " | ").split(" | ") if text])
def test_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        parse(text)
    assert refusal.value.exit_code == 2
    assert text in str(refusal.value)


@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
def test_nothing_is_no_number(text: str) -> None:
    with pytest.raises(Unreadable, match="states no number"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("若干", "states no number"),
        ("2021年", "is a date"),
        ("-5万元", "is negative"),
        ("5000—1500元", "write the smaller first"),
        ("90—1万", "write both ends in full"),
        ("三至五百人", "write both ends in full"),
        ("近5万元左右", "近, 左右"),
        ("20余—30户", "is a range with 余"),
        ("5元—3户", "two units, 元 and 户"),
        ("壹佰贰拾万元整", "'整'"),
        ("9" * 31, "more than 30 digits"),
        ("1,23", "',23'"),
    ],
)
def test_a_refusal_says_why(text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        parse(text)
    assert reason in str(refusal.value)


@pytest.mark.parametrize("text", ARTICLE.split())
def test_the_article(text: str) -> None:
    read = parse(text)
    assert read.low > 0
    assert read.text == text
    assert read.unit is not None or text in {"15萬餘", "近5萬"}


@pytest.mark.parametrize(
    ("text", "unit", "low", "high", "read_unit"),
    [
        ("8500", "元", 8500, 8500, "元"),
        ("8500", "万元", 85_000_000, 85_000_000, "元"),
        ("8500", "萬元", 85_000_000, 85_000_000, "元"),
        ("1.2", "亿元", 120_000_000, 120_000_000, "元"),
        ("1100余", "万元", 11_000_000, 12_000_000, "元"),
        ("1500—5000", "万元", 15_000_000, 50_000_000, "元"),
        ("1.2亿", "万元", 120_000_000, 120_000_000, "元"),
        ("8500元", "万元", 8500, 8500, "元"),
        ("3", "万", 30_000, 30_000, None),
        ("3", "million yuan", 3_000_000, 3_000_000, "元"),
        ("54", "名", 54, 54, "人"),
        ("3300余人次", "人", 3300, 3400, "人次"),
        ("3个月", "个", 3, 3, "个月"),
        ("5", "千米", 5, 5, "公里"),
        ("1500—5000", "元/人·月", 1500, 5000, "元/人·月"),
        ("5", "元/年", 5, 5, "元/年"),
        ("5万盒", "盒", 50_000, 50_000, "盒"),
        ("5", "万盒", 50_000, 50_000, "盒"),
        ("5", "", 5, 5, None),
    ],
)
def test_the_field_gives_the_unit(text: str, unit: str, low: int, high: int, read_unit: str | None) -> None:
    read = parse(text, unit)
    assert (read.low, read.high, read.unit) == (Decimal(low), Decimal(high), read_unit)


@pytest.mark.parametrize("text", ["1500—5000元", "数千人", "两三千"])
def test_no_single_number_is_stated(text: str) -> None:
    assert parse(text).value is None


@pytest.mark.parametrize(
    ("text", "value"), [("近5万", 50_000), ("1100余万", 11_000_000), ("十几万", 100_000), ("不足3000", 3000)]
)
def test_the_number_stated(text: str, value: int) -> None:
    assert parse(text).value == value


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("17.8万", "1000"),
        ("1100余万", "1000000"),
        ("2123", "1"),
        ("6350万", "10000"),
        ("1.2亿元", "10000000"),
        ("150余人", "10"),
        ("约5000元", "1000"),
        ("数千人", "1000"),
        ("三百户", "1"),
        ("2亿3千万", "10000"),
        ("¥1,234.56", "0.01"),
        ("10万—20万元", "10000"),
        ("近5万", "10000"),
        ("过半", "0.1"),
    ],
)
def test_place(text: str, worth: str) -> None:
    assert place(text) == Decimal(worth)


def test_place_refuses_what_is_no_amount() -> None:
    with pytest.raises(Unreadable):
        place("若干")


@pytest.mark.parametrize(
    ("unit", "wanted", "answer"),
    [
        (None, "人", True),
        ("名", "人", True),
        ("人", "位", True),
        ("萬元", "元", True),
        ("元", "元/人·月", True),
        ("元/人/月", "元/人·月", True),
        ("元/年", "元/人·月", False),
        ("人次", "人", False),
        ("户", "人", False),
        ("美元", "元", False),
        ("元/人·月", "元", False),
        ("人", "元/人·月", False),
    ],
)
def test_fits(unit: str | None, wanted: str, answer: bool) -> None:  # noqa: FBT001 - a column of the table
    assert fits(unit, wanted) is answer


def test_counted() -> None:
    assert counted(54, "名") == Quantity(None, Decimal(54), Decimal(54), Decimal(54), "exact", "人")
    assert counted(Decimal("1.5"), "万元").value == 15_000
    assert counted(0).exact


@pytest.mark.parametrize(
    "number", [-1, Decimal("NaN"), Decimal("Infinity"), Decimal("1E+40"), Decimal("1E-40")]
)
def test_no_count(number: int | Decimal) -> None:
    with pytest.raises(Unreadable, match="is no count"):
        counted(number)


@pytest.mark.parametrize(
    "text", ["9" * 10_000, "万" * 10_000, "一" * 10_000, "1," * 5_000, "超" * 10_000, "1.2亿" * 2_500]
)
def test_a_long_text_is_refused_at_once(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(Unreadable) as refusal:
        parse(text)
    assert time.perf_counter() - start < 0.2
    assert len(str(refusal.value)) < 200


def test_thirty_digits_lose_none() -> None:
    digits = "123456789012345678901234567891"
    assert str(parse(f"{digits}万亿元").value) == f"{digits}000000000000"
    assert str(parse(f"近{digits}").low) == str(int(digits) - 1)


PIECES = st.sampled_from(
    [*"0123456789.,十百千万亿余多几数来半两三五〇至—-年月元人户%/· ", "以上", "左右", "超", "近", "million"]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = parse(text)
    except Unreadable:
        return
    assert read.kind in KINDS
    assert read.low >= 0
    assert read.high is None or read.low <= read.high
    assert read.value is None or read.low <= read.value
    assert read.value is None or read.high is None or read.value <= read.high
    assert (read.value is None) is (read.kind in {"range", "vague"})
    assert place(text) > 0


@given(st.text(), st.text())
def test_any_unit_is_taken_or_refused(number: str, unit: str) -> None:
    assert fits(unit, unit)
    with suppress(Unreadable):
        assert parse(number, unit).low >= 0


@given(st.integers(min_value=0, max_value=10**29))
def test_integers_round_trip(number: int) -> None:
    for text in (f"{number}", f"{number:,}", f"{number:,}元"):
        assert str(parse(text).value) == str(number)
    assert parse(f"{number}万").value == number * 10_000
    assert parse(f"{number // 10_000}.{number % 10_000:04}万").value == number


def _in_chinese(number: int) -> str:
    """Write 1 to 9999 in Chinese digits, as a person would: 三千零六, 十五."""
    out, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            out += ("零" if gap and out else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return out.removeprefix("一") if out.startswith("一十") else out


@given(st.integers(1, 9999))
def test_chinese_digits(number: int) -> None:
    words = _in_chinese(number)
    assert parse(words).value == number
    assert parse(f"{words}亿").value == number * 10**8
    assert (
        parse(
            f"{words.translate(str.maketrans('一二三四五六七八九十百千', '壹貳參肆伍陸柒捌玖拾佰仟'))}"
        ).value
        == number
    )


@given(
    st.sampled_from(["", "超過", "約", "不足", "近", "將近", "達"]),
    st.integers(1, 10**6),
    st.sampled_from(["", "萬", "億"]),
    st.sampled_from(["元", "個", "戶", "場", "畝", "噸", "間", "臺", "條"]),
)
def test_scripts_read_alike(before: str, number: int, scale: str, unit: str) -> None:
    traditional = f"{before}{number}{scale}{unit}"
    simplified = traditional.translate(
        str.maketrans("過約將達萬億個戶場畝噸間臺條", "过约将达万亿个户场亩吨间台条")
    )
    assert _numbers(parse(traditional)) == _numbers(parse(simplified))


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.sampled_from(["", "万", "亿"]))
def test_a_range_holds_both_ends(low: int, more: int, scale: str) -> None:
    read = parse(f"{low}{scale}—{low + more}{scale}元")
    assert (read.low, read.high) == (parse(f"{low}{scale}").low, parse(f"{low + more}{scale}").low)
