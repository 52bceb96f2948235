"""The words that amounts are written with, and numerals read from them: 一千一百余万, 1.2亿, 三五百, 几十."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, decomposition, normalize

from aidtrack.errors import N_, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ZERO, ONE, TENTH = Decimal(0), Decimal(1), Decimal("0.1")
MAX_DIGITS = 30


class Token(NamedTuple):
    """One word of an amount; `step` is the place of its last digit but zeros, `place` of its last digit."""

    role: str
    word: str
    sense: str = ""
    size: Decimal = ONE
    step: Decimal = ONE
    place: Decimal = ONE


# The vocabulary: role, then sense, then the words that have it; `_` stands for the space in a phrase.
_WORDS: dict[str, dict[str, str]] = {
    "lead": {"": "达 达到 达到了 高达 多达 共 共有 共计 累计 合计 总计 计 为 仅 只有 已 从 ¥ some"},
    "currency": {"元": "人民币 cny rmb", "美元": "usd us$"},
    "before": {
        "over": "超 超过 超过了 逾 突破 高于 多于 大于 > over more_than",
        "near": "近 将近 接近 nearly almost",
        "under": "不足 不到 不满 未满 低于 小于 < under less_than fewer_than",
        "at_least": "至少 最少 不少于 不低于 上 ≥ at_least",
        "at_most": "不超过 不高于 至多 最多 封顶 ≤ at_most up_to",
        "approx": "约 大约 大概 about around approximately",
    },
    "after": {
        "approx": "左右 上下 前后 or_so",
        "at_least": "以上 及以上 + or_more",
        "at_most": "以下 及以下 以内 之内 or_less",
    },
    "mark": {"more": "余 多", "approx": "来 把", "vague": "几 数"},
    "place": {"10": "十", "100": "百", "1000": "千"},
    "scale": {
        "1000": "thousand",
        "10000": "万",
        "1000000": "million mn",
        "100000000": "亿",
        "1000000000": "billion bn",
        "1000000000000": "trillion",
    },
    "dash": {"": "— —— – – - -- ~ ~~ 〜 ― ‐ ‑ − 至 到 to"},
    "per": {"": "/ · 每"},
    "none": {"": "若干 大量 许多 不少"},
    "unit": {
        "元": "元 块 块钱 元人民币 yuan",
        "美元": "美元 美金 us_dollars",
        "人": "人 名 位 人口 people persons person",
        "人次": "人次 名次 person-times",
        "户": "户 households household",
        "个月": "个月 月 months month",
        "年": "年 years year",
        "天": "天 days day",
        "公里": "公里 千米 km",
        "平方米": "平方米 平米 m2 m²",
        "平方公里": "平方公里 平方千米 km2 km²",
        "公顷": "公顷 ha",
        "亩": "亩 mu",
        "吨": "吨 t",
        "公斤": "公斤 千克 kg",
        "%": "% percent",
        "ratio": "ratio",
    },
}
# Units that have one form only. 口 is no unit: it counts people only in 人口.
_PLAIN_UNITS = (
    "港元 欧元 日元 英镑 个 家 所 场 期 套 头 只 株 座 条 次 班 对 件 台 张 间 栋 幢 棵 匹 羽 辆 艘 架 箱 袋 "
    "瓶 本 册 部 门 节 课 项 处 片 批 支 队 组 份 单 笔 种 类 级 届 轮 床 周 小时 课时 学时 分钟 米 立方米 "
    "村 乡 镇 县 岁 倍 度 千瓦 千瓦时 兆瓦 斤 克 升 盏 眼 根 顶 副 双 幅 篇 首 个百分点"
)
_WORDS["unit"].update({word: word for word in _PLAIN_UNITS.split()})

# Only the characters that amounts are written with: names are folded elsewhere, by a larger table.
_PAIRS = (
    "萬万億亿兩两個个戶户戸户場场幾几餘余馀余數数達达過过滿满約约總总計计為为僅仅隻只間间張张條条對对臺台畝亩"
    "噸吨頭头內内後后週周於于將将圓元幣币時时項项輛辆雙双棟栋處处種种冊册門门節节課课級级隊队組组單单點点鎮镇鄉乡縣县"
    "歲岁歐欧鎊镑頃顷類类屆届輪轮筆笔盞盏頂顶許许從从學学鐘钟塊块錢钱接接貳二參三叁三叄三陸六壹一贰二肆四伍五陆六柒七捌八玖九"
    "拾十佰百仟千○〇零〇￥¥・·‧·•·∙·"
)
_SIMPLER = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))
_DIGITS = str.maketrans("〇一二两三四五六七八九", "01223456789")
_SIDE_BY_SIDE = {"35", "57"}


def unreadable(sentence: str, text: str, **fields: str | int) -> Unreadable:
    """Refuse a text with one sentence, quoting no more than its first 40 characters."""
    short = text if len(text) <= 40 else f"{text[:40]}…"
    return Unreadable(sentence, hints=(), text=short, **fields)


def malformed(text: str) -> Unreadable:
    """Refuse digits and places that make no number."""
    return unreadable(
        N_("The number in '{text}' cannot be read; write it in digits, such as 12,000,000 or 1200万."), text
    )


def no_number(text: str) -> Unreadable:
    """Refuse 若干 and units without a number."""
    return unreadable(
        N_("'{text}' states no number; write a figure such as 1029万元 or 30多户, or leave it out."), text
    )


def strange(text: str, word: str) -> Unreadable:
    """Refuse a word that the table does not hold."""
    return unreadable(
        N_("'{word}' in '{text}' is not understood; write only a number and its unit, such as 1029万元."),
        text,
        word=word[:20],
    )


def marked_range(text: str) -> Unreadable:
    """Refuse 余 and the like inside a range."""
    return unreadable(
        N_("'{text}' is a range with 余, 多, 几 or 来 in it; write two plain numbers, such as 1500—5000."),
        text,
    )


# Words


def fold(text: str) -> str:
    """Bring width, script and case to one form; ² ① ½ stay, since 5² is not 52."""
    kept = ("<super>", "<sub>", "<circle>", "<fraction>")
    chars = (c if decomposition(c).startswith(kept) else normalize("NFKC", c) for c in text.strip())
    return "".join(c for c in "".join(chars) if category(c) != "Cf").translate(_SIMPLER).lower()


@cache
def vocabulary() -> dict[str, Token]:
    """Index the words by themselves, each with its role and sense."""
    table: dict[str, Token] = {}
    for role, senses in _WORDS.items():
        for sense, words in senses.items():
            size = Decimal(sense) if role in {"place", "scale"} else ONE
            for word in words.split():
                phrase = word.replace("_", " ")
                table[phrase] = Token(role, phrase, sense, size)
    return table


@cache
def pattern() -> re.Pattern[str]:
    """Match one number or the longest word."""
    words = sorted(vocabulary(), key=len, reverse=True)
    return re.compile(
        r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
        r"|(?P<digits>[〇一二两三四五六七八九]+)"
        rf"|(?P<word>{'|'.join(map(re.escape, words))})"
    )


def tokens(text: str, folded: str, own: str | None) -> Iterator[Token]:
    """Cut the text into words; the field's own unit is one of them, whatever it is called."""
    own = None if own in vocabulary() else own
    at = 0
    while at < len(folded):
        if own and folded.startswith(own, at):
            yield Token("unit", own, own)
            at += len(own)
        elif folded[at].isspace():
            at += 1
        elif found := pattern().match(folded, at):
            yield vocabulary().get(found[0]) or _number(text, found)
            at = found.end()
        else:
            raise strange(text, folded[at:])


def _number(text: str, found: re.Match[str]) -> Token:
    """Build the token of a number in digits: Arabic, one Chinese digit, two neighbours, or 二〇二五."""
    word, written = found[0], found["digits"]
    digits = word.replace(",", "").translate(_DIGITS)
    if len(digits.replace(".", "")) > MAX_DIGITS:
        raise unreadable(
            N_("The number in '{text}' has more than {most} digits; check it and write fewer."),
            text,
            most=MAX_DIGITS,
        )
    if written and len(word) == 2 and "0" not in digits:
        if int(digits[1]) - int(digits[0]) != 1 and digits not in _SIDE_BY_SIDE:
            raise malformed(text)
        return Token("pair", word)
    return Token("digit" if written else "number", word, "", Decimal(digits), _step(digits), _place(digits))


def _place(digits: str) -> Decimal:
    return TENTH ** len(digits.partition(".")[2])


def _step(digits: str) -> Decimal:
    """Find the place of the last digit that a writer did not round off: 1100 has 100, 1.20 has 0.01."""
    significant = digits.rstrip("0")
    if "." in digits or not significant:
        return _place(digits)
    return Decimal(10) ** (len(digits) - len(significant))


# Numerals


@dataclass(frozen=True, slots=True)
class Stated:
    """What a numeral says by itself; `top` differs from `low` in a range and in vague words."""

    low: Decimal
    top: Decimal
    step: Decimal
    place: Decimal
    sense: str = "exact"

    def times(self, factor: Decimal) -> Stated:
        """Multiply the numbers, keep the sense."""
        low, top, step, place = (n * factor for n in (self.low, self.top, self.step, self.place))
        return Stated(low, top, step, place, self.sense)


class _Numeral:
    """A numeral read from left to right: the closed sections of 万 and 亿, the section under way, a digit."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.total = self.section = ZERO
        self.pending: Token | None = None
        self.above: Decimal | None = None
        self.floor: Decimal | None = None
        self.scales: list[Decimal] = []
        self.step = self.place = ONE
        self.sense = "exact"

    def read(self, tokens: Sequence[Token]) -> Stated:
        """Add up the words of one numeral."""
        steps: dict[str, Callable[[Token], None]] = {
            "number": self._digit,
            "digit": self._digit,
            "place": self._on_place,
            "scale": self._on_scale,
            "mark": self._mark,
        }
        for token in tokens:
            steps[token.role](token)
        value = self.total + self.section + self._last()
        return Stated(value, value, self.step, self.place, self.sense)

    def _require(self, condition: object) -> None:
        if not condition:
            raise malformed(self.text)

    def _digit(self, token: Token) -> None:
        self._require(self.pending is None and self.sense == "exact")
        self.pending, self.step, self.place = token, token.step, token.place

    def _on_place(self, token: Token) -> None:
        """Take 十, 百 or 千 times the digit before it; at the very start it stands alone (百余户)."""
        self._require(self.sense == "exact" and (self.floor is None or token.size < self.floor))
        count = self._coefficient()
        self._require(self.floor is None or count * token.size < self.floor)
        self.section += count * token.size
        self.step *= token.size
        self.place *= token.size if self.place < 1 else 1
        self.floor = self.above = token.size

    def _coefficient(self) -> Decimal:
        pending, self.pending = self.pending, None
        if pending is None:
            self._require(self.above is None)
            return ONE
        self._require(pending.size and (pending.role == "number" or pending.size < 10))
        return pending.size

    def _on_scale(self, token: Token) -> None:
        """Close a section with 万, 亿 or million: they descend (1亿2000万), or 亿 multiplies 万 (万亿)."""
        count = self._close_section()
        if not self.scales:
            self.total = count * token.size
        elif token.size < self.scales[-1]:
            self._require(0 < count * token.size < self.scales[-1])
            self.total += count * token.size
        else:
            self._require(token.word == "亿" and self.scales == [10_000])
            self.total = (self.total + count) * token.size
        self.step *= token.size
        self.place *= token.size
        self.above = token.size
        self.scales.append(token.size)

    def _close_section(self) -> Decimal:
        if self.above is None and self.pending is None:
            return ONE
        if self.pending and self.floor:
            # 三千六万 has no one reading; in 三千零六万 and 二十六万 nothing is left out.
            self._require(self.pending.size < self.floor and not self._elliptic(self.pending))
        count = self.section + (self.pending.size if self.pending else 0)
        self.section, self.pending, self.floor = ZERO, None, None
        return count

    def _mark(self, token: Token) -> None:
        self._require(self.sense == "exact" and (self.pending or self.above))
        self.sense = token.sense

    def _elliptic(self, digit: Token) -> bool:
        return (
            self.above is not None and self.above >= 100 and len(digit.word) == 1 and digit.word not in "〇0"
        )

    def _last(self) -> Decimal:
        """Give what the last digit adds: 6 in 三百零六, 600 in 三千六; 3千6 may be either: refused."""
        if self.pending is None:
            return ZERO
        if self.above is None:
            return self.pending.size
        if self._elliptic(self.pending):
            self._require(self.pending.role == "digit")
            self.step = self.above / 10
            return self.pending.size * self.step
        self._require(self.pending.size < self.above and self.pending.place == 1)
        return self.pending.size


def state(text: str, numeral: list[Token]) -> Stated:
    """Read a numeral that may hold 几 or two digits side by side, each at one place only."""
    special = [at for at, token in enumerate(numeral) if token.role == "pair" or token.sense == "vague"]
    if not special:
        return _Numeral(text).read(numeral)
    at = special[0]
    if len(special) > 1:
        raise malformed(text)
    if numeral[at].role == "pair":
        return _neighbours(text, numeral, at)
    return _several(text, numeral, at)


def _with_digit(text: str, numeral: list[Token], at: int, digit: str) -> Stated:
    token = Token("digit", digit, "", Decimal(digit.translate(_DIGITS)))
    return _Numeral(text).read([*numeral[:at], token, *numeral[at + 1 :]])


def _neighbours(text: str, numeral: list[Token], at: int) -> Stated:
    """两三千 is the range from 两千 to 三千."""
    low, high = (_with_digit(text, numeral, at, digit) for digit in numeral[at].word)
    if low.sense != "exact":
        raise marked_range(text)
    return Stated(low.low, high.low, low.step, low.place, "range")


def _several(text: str, numeral: list[Token], at: int) -> Stated:
    """几千 is 2 to 10 thousands; 几 after 十 says only that there is more, as 余 does."""
    following = numeral[at + 1].role if at + 1 < len(numeral) else ""
    if at and numeral[at - 1].word == "十" and following != "place":
        return _Numeral(text).read([*numeral[:at], vocabulary()["余"], *numeral[at + 1 :]])
    if numeral[at].word == "数" and following not in {"place", "scale"}:
        raise no_number(text)
    two, three = (_with_digit(text, numeral, at, digit) for digit in "二三")
    unit = three.low - two.low
    return Stated(two.low, two.low + 8 * unit, unit, unit, "vague")
