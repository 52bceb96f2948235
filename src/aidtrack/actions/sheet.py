"""One record as a person filled it in: each field read into its column, then held against the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.actions import division as divisions
from aidtrack.actions.codes import require_free
from aidtrack.actions.ends import NotPaired, pairing_between, require_two
from aidtrack.actions.fields import LINKS, RECIPIENTS, one_of
from aidtrack.actions.figure import period_ends, stored, typed, units
from aidtrack.actions.saying import quantity_said
from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.tables import SCALES, TABLES
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from aidtrack.actions.fields import FieldReader, Said
    from aidtrack.actions.forms import Form
    from aidtrack.queries.places import Pair

    Given = Mapping[str, str | Sequence[str]]
    PairUp = Callable[[int, int, str | None], int]

ENDS = ("pairing", "donor", *RECIPIENTS)
"""The fields that say which pairing."""


@dataclass
class Entry:
    """A record about to be written: the columns of its table, and what there is to say about it.

    `said` tells how fields were understood, `remarks` what the person should know; `members` are those of a
    named group, null where none are said.
    """

    values: dict[str, Any] = field(default_factory=dict)
    said: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    members: list[int] | None = None

    def put(self, name: str, column: str, read: tuple[Any, Said]) -> Any:  # noqa: ANN401 - of any column
        """Take a value, and what is to be said of it."""
        value, said = read
        self.values[column] = value
        if said is not None:
            self.said.append((name, said))
        return value


class about:  # noqa: N801 - it reads as a word: with about(name)
    """Notes on an error which field it is about, for those who report many."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, AidtrackError):
            error.fields.setdefault("field", self.name)


class Sheet:
    """One record being read; `row` is what it was, empty for a new one."""

    def __init__(
        self,
        fields: FieldReader,
        form: Form,
        given: Given,
        *,
        unit: str | None = None,
        row: Mapping[str, Any] | None = None,
        pair_up: PairUp | None = None,
    ) -> None:
        self.fields, self.form, self.given, self.unit, self.pair_up = fields, form, given, unit, pair_up
        self.connection = fields.connection
        self.row: Mapping[str, Any] = row or {}
        self.entry = Entry()
        self.columns = TABLES[form.table].c

    def new(self) -> Entry:
        for each in self.form.fields:
            if each.default and each.name not in self.given:
                self.take(each.name, each.default, say=False)
        return self.filled()

    def probe(self) -> None:
        """Read the quantity alone, with what its unit follows from."""
        for name in ("currency", "kind", "indicator"):
            if name in self.form and (text := self.given.get(name) or self.form[name].default):
                self.take(name, text, say=False)
        self.measure()

    def changed(self, clear: Collection[str]) -> Entry:
        for name in clear:
            with about(name):
                self.empty(name)
        return self.filled()

    def filled(self) -> Entry:
        """Read all that was given, ends and quantity in their turn, and hold the record against itself."""
        self.fields.remarks.clear()
        self.hang()
        for each in self.form.fields:
            if each.name in self.given and each.name not in (*ENDS, "project", self.form.quantity):
                self.take(each.name, self.given[each.name])
        if self.form.is_figure:
            self.measure()
            self.link()
        self.code()
        self.entry.remarks += self.fields.remarks
        return self.entry

    def take(self, name: str, text: str | Sequence[str], *, say: bool = True) -> None:
        """Read a field into its column."""
        with about(name):
            value, said = self.fields.read(self.form, self.form[name], text)
            if name == "members":
                self.entry.members = value
            elif name == "period":
                start, end = period_ends(value)
                self.entry.values.update(period_start=start, period_end=end)
            else:
                self.entry.values[self.column(name)] = value
        if said is not None and say:
            self.entry.said.append((name, said))

    def column(self, name: str) -> str:
        return name if name in self.columns else f"{name}_id"

    def now(self, column: str) -> Any:  # noqa: ANN401 - of any column
        """Tell what a column will hold."""
        return self.entry.values.get(column, self.row.get(column))

    # Empty fields

    def empty(self, name: str) -> None:
        """Take a field's value away: it is then not said, or the default."""
        wanted = self.form[name]
        if name == "part_of":  # only a part can overlap
            self.entry.values["overlaps"] = False
        columns = ("period_start", "period_end") if name == "period" else (self.column(name),)
        if wanted.default:
            self.take(name, wanted.default, say=False)
        elif wanted.reads == "flag":
            self.entry.values[name] = False
        elif any(column not in self.columns or not self.columns[column].nullable for column in columns):
            raise Unreadable(N_("{option} cannot be empty; give another value."), option=wanted.option)
        else:
            self.entry.values.update(dict.fromkeys(columns, [] if wanted.reads == "words" else None))

    # Which pairing

    def hang(self) -> None:
        """Find the project and the pairing that the record is of."""
        if self.form.name == "pairing":
            self.two_ends()
        elif "pairing" in self.form:
            if "project" in self.form and "project" in self.given:
                self.take("project", self.given["project"])
            self.find_pairing()

    def two_ends(self) -> None:
        recipient = one_of(list(self.given), RECIPIENTS)
        for name, column in (("donor", "donor_id"), (recipient, "recipient_id")):
            if name in self.given and name is not None:
                with about(name):
                    self.entry.put(
                        name, column, self.fields.read(self.form, self.form[name], self.given[name])
                    )
        require_two(self.fields.places, self.now("donor_id"), self.now("recipient_id"))

    def find_pairing(self) -> None:
        """Take the pairing named, or that of the two ends, or else the project's."""
        ends = [name for name in ("donor", *RECIPIENTS) if name in self.given]
        if self.form.name == "participation":
            self.one_of_two(ends)
        if "pairing" in self.given:
            if ends:
                raise Unreadable(N_("Give --pairing or the two ends, not both."))
            with about("pairing"):
                self.entry.put("pairing", "pairing_id", self.named_pairing())
        elif ends:
            self.entry.put("pairing", "pairing_id", self.of_ends())
        elif (known := self.inherited()) is not None and self.form.name != "participation":
            self.entry.put("pairing", "pairing_id", (known.id, self.fields.name_of("pairing", known.id)))

    def named_pairing(self) -> tuple[int, Said]:
        """Read the pairing; one that is named by its ends may be made along the way."""
        try:
            return self.fields.read(self.form, self.form["pairing"], self.given["pairing"])
        except NotPaired as missing:
            if self.pair_up is None:
                raise
            return self.paired(missing.donor.id, missing.recipient.id, missing.programme)

    def one_of_two(self, ends: Sequence[str]) -> None:
        """Hold a participation to a project or a pairing: what is given replaces the other."""
        of_pairing = bool(ends) or "pairing" in self.given
        if "project" in self.given and of_pairing:
            raise Unreadable(N_("A participation is in a project or in a pairing: give one of the two."))
        if self.row and of_pairing:
            self.entry.values["project_id"] = None
        elif self.row and "project" in self.given:
            self.entry.values["pairing_id"] = None

    def inherited(self) -> Pair | None:
        """Find the pairing that comes with the project, or with the parent of a new one.

        A figure that is moved to another project keeps a pairing that was not its old project's.
        """
        if self.form.name == "project":
            moved = "parent" in self.given and not self.row
            above = self.named("parent") if moved else None
        else:
            above = self.entry.values.get("project_id")
            old = self.pairing_of(self.row.get("project_id"))
            if old is not None and old.id != self.row.get("pairing_id"):
                return None
        return self.pairing_of(above)

    def named(self, name: str) -> int:
        """Read the number of the record that a field names."""
        with about(name):
            number: int = self.fields.read(self.form, self.form[name], self.given[name])[0]
        return number

    def pairing_of(self, project: int | None) -> Pair | None:
        if project is None:
            return None
        columns = TABLES["project"].c
        query = sa.select(columns.pairing_id).where(columns.id == project)
        return self.fields.places.pairs.get(self.connection.execute(query).scalar_one())

    def of_ends(self) -> tuple[int, Said]:
        """Find the pairing of the ends given; an end that is not given is that of the pairing known."""
        places = self.fields.places
        known = self.inherited() or places.pairs.get(self.row.get("pairing_id") or 0)
        donor = known.donor_id if known else None
        recipient = known.recipient_id if known else None
        for name in ("donor", one_of(list(self.given), RECIPIENTS)):
            if name is not None and name in self.given:
                with about(name):
                    place = self.end(name)
                donor, recipient = (place, recipient) if name == "donor" else (donor, place)
        if donor is None or recipient is None:
            raise Unreadable(N_("A pairing has two ends: give --donor and the recipient."))
        found = pairing_between(places, donor, recipient, known)
        if found is None:
            return self.paired(donor, recipient)
        return found, self.fields.name_of("pairing", found)

    def end(self, name: str) -> int:
        number, said = self.fields.read(self.form, self.form[name], self.given[name])
        self.entry.said.append((name, said or ""))
        return int(number)

    def paired(self, donor: int, recipient: int, programme: str | None = None) -> tuple[int, Said]:
        places = self.fields.places
        if self.pair_up is None:
            raise NotPaired(places[donor], places[recipient])
        number = self.pair_up(donor, recipient, programme)
        name = f"{number} {places[donor].name} → {places[recipient].name}"
        return number, _("{name} (new)").format(name=name)

    # Figures

    def measure(self) -> None:
        """Read how much, in the unit that the rest of the record asks for."""
        name = self.form.quantity
        if name not in self.given:
            return
        given = self.given[name]
        with about(name):
            text = given if isinstance(given, str) else given[-1]
            wanted = units(self.form.table, self.measured(text), self.indicator_unit())
            quantity = typed(text.strip(), wanted, unit=self.unit, money=self.form.table == "funding")
            self.entry.values |= stored(quantity, SCALES[self.form.table])
        self.entry.said.insert(
            0, (name, quantity_said(self.form.table, self.now("currency"), quantity, wanted))
        )

    def measured(self, text: str) -> dict[str, Any]:
        """Tell the columns that the unit follows from; money printed in dollars is in dollars."""
        if self.form.table == "funding" and "currency" not in self.given and "美" in text:
            self.entry.values["currency"] = "USD"
        return {"currency": self.now("currency"), "kind": self.now("kind")}

    def indicator_unit(self) -> str | None:
        columns = TABLES["indicator"].c
        query = sa.select(columns.unit).where(columns.id == self.now("indicator_id"))
        unit: str | None = self.connection.execute(query).scalar()
        return unit

    def link(self) -> None:
        """Hold the links against each other: a figure is part of another or says it again, not both."""
        values = self.entry.values
        part, again = self.now("part_of_id"), self.now("restates_id")
        if part is not None and again is not None:
            raise Unreadable(
                N_("A figure is part of another or restates it, not both; --clear the other link.")
            )
        if self.now("overlaps") and part is None:
            raise Unreadable(N_("--overlaps says how a part divides its whole; give --part-of."))
        if again is not None and values.get("separate"):
            raise Unreadable(
                N_("A figure that restates another is not separate from it; give one of the two.")
            )
        for name in LINKS:
            if self.row and values.get(f"{name}_id") == self.row["id"]:
                raise Unreadable(N_("A figure cannot be linked to itself."))

    # Codes

    def code(self) -> None:
        """Hold the code against those of others; make one for a new project that has none."""
        if self.form.name == "division":
            divisions.complete(self.entry.values, self.entry.members, self.row, self.fields)
        self.external_key()
        connection, code = self.connection, self.entry.values.get("code")
        if code is not None:
            with about("code"):
                require_free(connection, self.form.table, code, self.row.get("id"))
            self.fields.codes.note(code)
        elif self.form.name == "project" and not self.row:
            place = self.fields.places[self.fields.places.pairs[self.now("pairing_id")].recipient_id]
            made = self.fields.codes.make(place, self.now("parent_id"))
            self.entry.put("code", "code", (made, made))

    def external_key(self) -> None:
        """Hold the key in another system against those of others."""
        key = self.entry.values.get("external_id")
        if key is not None:
            with about("external_id"):
                require_free(self.connection, self.form.table, key, self.row.get("id"), column="external_id")
