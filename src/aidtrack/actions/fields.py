"""One field as a person typed it, read into the value of its column, with how it was understood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from aidtrack.actions.codes import ProjectCodes
from aidtrack.actions.ends import pairing_of_ends
from aidtrack.errors import N_, Unreadable
from aidtrack.facts import partial_date, period
from aidtrack.queries.filters import NONE
from aidtrack.queries.lookup import read_word
from aidtrack.queries.pairing_text import read_ends
from aidtrack.queries.places import load_places
from aidtrack.queries.references import find_record
from aidtrack.queries.resolver import Resolver
from aidtrack.registry import unknown
from aidtrack.tables import TABLES
from aidtrack.units import currency_code
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aidtrack.actions.forms import Field, Form
    from aidtrack.queries.places import Place, Places

LONGEST = 10_000
"""No text of a record has more characters; the exchange schema takes no longer one either."""

FLAGS = {
    **dict.fromkeys(("yes", "true", "1", "y", "是"), True),
    **dict.fromkeys(("no", "false", "0", "n", "否"), False),
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHAPES = {
    "external_id": (
        re.compile(r"[^\s:]+:\S.{0,199}"),
        N_("'{text}' is no key in another system; write the system, a colon and the key."),
    ),
    "sha256": (re.compile("[0-9a-f]{64}"), N_("'{text}' is no SHA-256; it has 64 hexadecimal digits.")),
}
_CODES = {
    "division": (re.compile("[0-9]{6}"), N_("'{text}' is no code of a place; it has six digits.")),
    "indicator": (
        re.compile("[a-z][a-z0-9_]{0,39}"),
        N_("'{text}' is no code of an indicator; write it in English snake_case."),
    ),
    "project": (
        re.compile(r"\S{1,40}"),
        N_("'{text}' is no code of a project; it has at most 40 characters and no blanks."),
    ),
}
_ANY_CODE = (re.compile(r"\S{1,40}"), N_("'{text}' is no code; it has at most 40 characters and no blanks."))
"""What a code looks like, by field or else by table."""

Said = str | None


def shape_of(form: Form, wanted: Field) -> tuple[re.Pattern[str], str]:
    """Tell what a code of a field looks like, and what to say of one that does not."""
    of_table = _CODES.get(form.table, _ANY_CODE) if wanted.name == "code" else _ANY_CODE
    return _SHAPES.get(wanted.name, of_table)


_REMEMBERED = frozenset({"place", "ref", "word", "date", "period", "flag", "code"})
_MOST = 50_000


class Remembered(NamedTuple):
    """What a text was read as, and what was worth knowing of it."""

    value: Any
    said: Said
    remarks: tuple[str, ...]


@dataclass
class FieldReader:
    """Reads fields against one ledger; the places are loaded once. `remarks` gathers what is worth knowing.

    What a text of a field means is remembered until something is written that may give it another meaning.
    """

    connection: sa.Connection
    places: Places = field(init=False)
    codes: ProjectCodes = field(init=False)
    remarks: list[str] = field(default_factory=list)
    _memory: dict[str, dict[tuple[str, str, str], Remembered]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.codes = ProjectCodes(self.connection)
        self.reload()

    def reload(self) -> None:
        """Read the places again, after one was added."""
        self.places = load_places(self.connection)
        self.resolver = Resolver(self.connection, self.places)
        self._memory.clear()

    def forget(self, table: str) -> None:
        """Read anew what names a record of a table, after one was added or changed."""
        self._memory.pop(table, None)

    def read(self, form: Form, wanted: Field, given: str | Sequence[str]) -> tuple[Any, Said]:
        """Read one field; Unreadable, NoRecord and Refused name what is wrong with it."""
        texts = [given] if isinstance(given, str) else list(given)
        for text in texts:
            check_text(wanted, text)
        if wanted.reads in ("words", "places"):
            return _LISTS[wanted.reads](self, form, wanted, texts)
        if wanted.reads in _REMEMBERED:
            return self._remembered(form, wanted, texts[-1])
        return _READ[wanted.reads](self, form, wanted, texts[-1])

    def _remembered(self, form: Form, wanted: Field, text: str) -> tuple[Any, Said]:
        memory = self._memory.setdefault(wanted.of if wanted.reads == "ref" else "", {})
        key = (form.name, wanted.name, text)
        found = memory.get(key)
        if found is None:
            before = len(self.remarks)
            value, said = _READ[wanted.reads](self, form, wanted, text)
            if len(memory) >= _MOST:
                memory.clear()
            memory[key] = Remembered(value, said, tuple(self.remarks[before:]))
            return value, said
        self.remarks += found.remarks
        return found.value, found.said

    def text(self, _form: Form, _wanted: Field, text: str) -> tuple[str, Said]:
        return text, None

    def code(self, form: Form, wanted: Field, text: str) -> tuple[str, Said]:
        text = text.strip()
        if wanted.name == "currency":
            return currency_code(text), None
        if wanted.name == "sha256":
            text = text.lower()
        shape, sentence = shape_of(form, wanted)
        if not shape.fullmatch(text):
            raise Unreadable(sentence, text=text)
        return text, None

    def word(self, form: Form, wanted: Field, text: str) -> tuple[str | None, Said]:
        if text.strip() == NONE and TABLES[form.table].c[wanted.name].nullable:
            return None, NONE
        code = read_word(wanted.of, text.strip())
        return code, label(wanted.of, code)

    def date(self, _form: Form, _wanted: Field, text: str) -> tuple[str, Said]:
        read = partial_date(plain_date(text.strip()))
        return read, read

    def period(self, _form: Form, _wanted: Field, text: str) -> tuple[str, Said]:
        read = plain_period(text.strip())
        return read, read

    def flag(self, _form: Form, wanted: Field, text: str) -> tuple[bool, Said]:
        if text.strip().lower() not in FLAGS:
            raise Unreadable(N_("{option} takes yes or no, not '{text}'."), option=wanted.option, text=text)
        return FLAGS[text.strip().lower()], None

    def place(self, _form: Form, wanted: Field, text: str) -> tuple[int, Said]:
        place = self.find_place(wanted, text)
        return place.id, place_said(place)

    def find_place(self, wanted: Field, text: str) -> Place:
        """Find a place: a donor first among this ledger's donors, a recipient among its recipients."""
        ends = {"donor": self.places.donors} | dict.fromkeys(RECIPIENTS, self.places.recipients)
        here = ends.get(wanted.name) or self.places.donors | self.places.recipients
        levels = (wanted.of,) if wanted.of else ()
        found = self.resolver.resolve(text, levels=levels, here=self.places.with_above(here))
        self.remarks += self.resolver.remarks(found, text)
        return found.place

    def ref(self, _form: Form, wanted: Field, text: str) -> tuple[int, Said]:
        number = self.find(wanted.of, text.strip())
        if wanted.name in LINKS:
            number = self.end_of_chain(wanted.of, number)
        return number, self.name_of(wanted.of, number)

    def find(self, table: str, text: str) -> int:
        """Find the record that a text means."""
        ends = read_ends(self.places, self.resolver, text) if table == "pairing" else None
        if ends is not None:
            return pairing_of_ends(self.places, ends)
        return find_record(self.connection, table, text)[1]

    def end_of_chain(self, table: str, number: int) -> int:
        """Follow restatements to the statement that counts."""
        columns = TABLES[table].c
        query = sa.select(columns.restates_id).where(columns.id == number)
        further = self.connection.execute(query).scalar()
        return number if further is None else self.end_of_chain(table, int(further))

    def name_of(self, table: str, number: int) -> str:
        """Name a record that another refers to: its code or number, and its name if it has one."""
        if table == "pairing":
            pair = self.places.pairs[number]
            return f"{number} {self.places[pair.donor_id].name} → {self.places[pair.recipient_id].name}"
        source = TABLES[table]
        row = self.connection.execute(sa.select(source).where(source.c.id == number)).mappings().one()
        words = (row.get("code") or number, row.get("name"), row.get("title"), row.get("text"))
        return " ".join(str(word) for word in words if word)

    def words(self, form: Form, wanted: Field, texts: Sequence[str]) -> tuple[list[str], Said]:
        if wanted.name == "presumed":
            return [_field_of(form, text) for text in texts], None
        return list(texts), None

    def members(self, _form: Form, wanted: Field, texts: Sequence[str]) -> tuple[list[int], Said]:
        places = [self.find_place(wanted, text) for text in texts]
        return list(dict.fromkeys(place.id for place in places)), ", ".join(map(place_said, places))


RECIPIENTS = ("county", "prefecture", "province", "recipient")
"""The fields that name who is helped, each at its level; only one of them can be given."""

LINKS = ("part_of", "restates")
"""The links between figures: they point at the statement that counts."""

_READ: dict[str, Callable[[FieldReader, Form, Field, str], tuple[Any, Said]]] = {
    "text": FieldReader.text,
    "code": FieldReader.code,
    "word": FieldReader.word,
    "date": FieldReader.date,
    "period": FieldReader.period,
    "flag": FieldReader.flag,
    "place": FieldReader.place,
    "ref": FieldReader.ref,
}
_LISTS: dict[str, Callable[[FieldReader, Form, Field, Sequence[str]], tuple[Any, Said]]] = {
    "words": FieldReader.words,
    "places": FieldReader.members,
}


_DATE = re.compile(r"(\d{4})(?:[年./-](?:(\d{1,2})(?:[月./-](?:(\d{1,2})日?)?)?)?)?")
_YEARS = re.compile(r"(\d{4})年?[-–—~～至到](\d{4})年?")


def plain_date(text: str) -> str:
    """Write a date as the paper says it (2021年6月, 2023-8) in the one form that is stored; others stay as they are."""
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
    return "-".join(part.zfill(2) for part in found.groups() if part) if found else text


def plain_period(text: str) -> str:
    """Read a period as the paper says it: 2021—2023年, 2021年6月/."""
    years = _YEARS.fullmatch(text)
    words = "/".join(years.groups()) if years else text
    return period("/".join(plain_date(part) if part else "" for part in words.split("/", 1)))


def is_no_text(text: str) -> bool:
    """Tell whether a text, or some in one, holds what no column takes."""
    return "\0" in text or _SURROGATE.search(text) is not None


def check_text(wanted: Field, text: str) -> None:
    """Refuse what no column takes: nothing at all, a NUL, half a character, more than any source would say."""
    if not text.strip():
        raise Unreadable(N_("{option} is blank; say something, or leave it out."), option=wanted.option)
    if is_no_text(text):
        raise Unreadable(
            N_("{option} holds a character that is no text (NUL, or half of one)."), option=wanted.option
        )
    if len(text) > LONGEST:
        raise Unreadable(
            N_("{option} has {count} characters; 10,000 are the most."), option=wanted.option, count=len(text)
        )


def _field_of(form: Form, text: str) -> str:
    name = text.strip().lstrip("-").replace("-", "_")
    if name not in form and not (form.is_figure and name == "unit"):  # it is part of the quantity
        raise unknown("field", text, [each.name for each in form.fields])
    return name


def place_said(place: Place) -> str:
    """Name a place as it was understood: 色达县 513333."""
    return f"{place.name} {place.code}" if place.code else place.name


def one_of(given: Sequence[str], options: Sequence[str]) -> str | None:
    """Find the one that was given; several are refused."""
    found = [name for name in options if name in given]
    if len(found) > 1:
        raise Unreadable(
            N_("{options} say the same; give one of them."), options=", ".join(f"--{name}" for name in found)
        )
    return found[0] if found else None
