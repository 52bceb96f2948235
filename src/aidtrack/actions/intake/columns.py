"""The cells of lines of new records, read column by column: each text once, by the reader that reads it in a row.

Whatever asks for a look at a row by itself raises ByThemselves, or the error that the reader raises.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Any

from aidtrack.actions.fields import LINKS, LONGEST, is_no_text, shape_of
from aidtrack.actions.figure import period_ends
from aidtrack.actions.intake.fields import refers_to_many
from aidtrack.actions.intake.incoming import OWN_KEYS
from aidtrack.actions.missing import missing
from aidtrack.actions.new_rows import blank
from aidtrack.actions.sheet import ENDS
from aidtrack.formats.cells import ERASE
from aidtrack.formats.guard import unguarded
from aidtrack.formats.lists import split
from aidtrack.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aidtrack.actions.forms import Field, Form
    from aidtrack.actions.intake.desk import Desk
    from aidtrack.formats.lines import Lines

    Texts = Sequence[str]


QUANTITY_COLUMNS = ("text", "low", "high", "value", "quantity_kind")


class ByThemselves(Exception):
    """Some of the lines must be looked at one by one."""


class Laid:
    """What the cells say, by the names of their fields; the empty text where they say nothing.

    `parts` are those of the quantity, by their names.
    """

    def __init__(self, form: Form, lines: Lines) -> None:
        self.form, self.count, self.unit = form, len(lines), lines.header.unit
        self.texts: dict[str, Texts] = {}
        self.parts: dict[str, Texts] = {}
        if not lines.is_even:  # blank cells too many do no harm, but are rare
            raise ByThemselves
        for at, cells in enumerate(zip(*lines.cells, strict=True)):
            column, texts = lines.header.columns[at], _said(cells)
            if column is None:
                self._require(at in lines.header.passed_over or not any(texts))
            elif column.part:
                self._require(ERASE not in cells)
                self.parts[column.part] = texts
            elif any(texts):
                self.texts[column.field.name] = texts

    def _require(self, holds: bool) -> None:  # noqa: FBT001 - one sentence
        if not holds:
            raise ByThemselves

    def of(self, name: str) -> Texts:
        """Give the texts of a field."""
        return self.texts.get(name) or [""] * self.count

    def stripped(self, name: str) -> list[str | None]:
        """Give the texts of a key: null where there is none."""
        return [text.strip() or None for text in self.of(name)]


def _said(cells: Texts) -> Texts:
    """Take from cells what they say: of a new record a lone hyphen takes nothing away, for nothing is there."""
    distinct = set(cells)
    if not (ERASE in distinct or any(map(str.isspace, distinct)) or "'" in "".join(distinct)):
        return cells
    said = {text: "" if text == ERASE or not text.strip() else unguarded(text) for text in distinct}
    return [said[text] for text in cells]


class Columns:
    """The columns of new records of a table; `values` has those of which anything is said, or by default."""

    def __init__(self, desk: Desk, laid: Laid) -> None:
        self.desk, self.laid, self.form, self.fields = desk, laid, laid.form, desk.fields
        self.values: dict[str, Sequence[Any]] = {}
        self._unsaid = blank(self.form.table)
        self.fields.remarks.clear()
        self._look_up()
        self._read_all()
        self._hang()
        if self.form.is_figure:
            self._measure()
            self._link()
        self._require_all()
        if self.fields.remarks:
            raise ByThemselves

    def of(self, column: str) -> Iterable[Any]:
        """Give the values of a column of the table."""
        return self.values.get(column) or repeat(self._unsaid[column], self.laid.count)

    def rows(self, columns: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """Give some columns row by row."""
        return zip(*map(self.of, columns), strict=True)

    # Fields

    def _look_up(self) -> None:
        wanted: dict[str, set[str]] = {}
        for field in self.form.fields:
            if refers_to_many(field) and field.name in self.laid.texts:
                texts = map(str.strip, self.laid.texts[field.name])
                wanted.setdefault(field.of, set()).update(filter(None, texts))
        self.fields.look_up_texts(wanted)

    def _read_all(self) -> None:
        if not self.laid.texts.keys().isdisjoint((OWN_KEYS[1], *(end for end in ENDS if end != "pairing"))):
            raise ByThemselves
        for field in self.form.fields:
            if field.name == "pairing" or field.reads == "quantity":
                continue
            if field.name in self.laid.texts:
                self._read(field, self.laid.texts[field.name])
            elif field.default:
                self._put(field, [self._default(field)] * self.laid.count)
        if self.form.is_figure and "source" not in self.laid.texts:
            self._put(self.form["source"], [self._default_source()] * self.laid.count)

    def _read(self, field: Field, texts: Texts) -> None:
        if field.reads == "text" and _is_plain(texts):
            self._put(field, [text or None for text in texts])
        elif field.reads == "code" and not field.default:
            self._put(field, self._codes(field, texts))
        else:
            meant = self._meant(field, set(texts))
            self._put(field, [meant[text] for text in texts])

    def _meant(self, field: Field, texts: set[str]) -> dict[str, Any]:
        """Find out what each text means; where there is none it is the default."""
        found = self.fields.found(field.of) if refers_to_many(field) and field.name not in LINKS else {}
        read, form, many = self.fields.read, self.form, field.reads == "words"
        meant: dict[str, Any] = {
            text: found.get(text) or read(form, field, split(text) if many else text)[0]
            for text in texts
            if text
        }
        if "" in texts:
            meant[""] = self._default(field)
        return meant

    def _default(self, field: Field) -> Any:  # noqa: ANN401 - of any column
        if field.default:
            return self.fields.read(self.form, field, field.default)[0]
        if field.name == "source" and self.form.is_figure:
            return self._default_source()
        return self._unsaid.get(field.name)

    def _default_source(self) -> int:
        text = self.desk.default_source
        if text is None:
            raise ByThemselves
        number: int = self.fields.read(self.form, self.form["source"], text)[0]
        return number

    def _codes(self, field: Field, texts: Texts) -> list[str | None]:
        shape, _sentence = shape_of(self.form, field)
        codes = [text.strip() or None for text in texts]
        if not _is_plain(texts) or not all(map(shape.fullmatch, filter(None, codes))):
            raise ByThemselves
        return codes

    def _put(self, field: Field, values: Sequence[Any]) -> None:
        name = field.name
        if name == "period":
            ends = {value: period_ends(value) for value in set(values)}
            self.values["period_start"] = [ends[value][0] for value in values]
            self.values["period_end"] = [ends[value][1] for value in values]
        else:
            self.values[name if name in TABLES[self.form.table].c else f"{name}_id"] = values

    # The pairing

    def _hang(self) -> None:
        """Take the pairing that is named, else that of the project, or of the parent of a new one."""
        above = self.of("parent_id" if self.form.name == "project" else "project_id")
        texts = self.laid.of("pairing")
        read, named = self.fields.read, self.form["pairing"]
        meant = {text: read(self.form, named, text)[0] for text in set(texts) if text}
        pairing_of = self.fields.pairing_of
        found = [
            meant[text] if text else None if project is None else pairing_of(project)
            for text, project in zip(texts, above, strict=True)
        ]
        if None in found:
            raise ByThemselves
        self.values["pairing_id"] = found

    # Figures

    def _measure(self) -> None:
        """Read how much: what the same cells say of the same measure is found out once."""
        parts = self.laid.parts
        if not parts or any("美" in "".join(texts) for texts in parts.values()):  # it may tell the currency
            raise ByThemselves
        by = {"funding": "currency", "jobs": "kind", "result": "indicator_id"}[self.form.table]
        own = [uid is not None for uid in self.laid.stripped("uid")]
        names, read = list(parts), self._quantity
        keys = list(zip(self.of(by), own, *parts.values(), strict=True))
        found = {
            key: read(by, key[0], dict(zip(names, key[2:], strict=True)), own=key[1]) for key in set(keys)
        }
        for name in QUANTITY_COLUMNS:
            said = {key: columns[name] for key, columns in found.items()}
            self.values[name] = [said[key] for key in keys]

    def _quantity(self, by: str, value: Any, parts: dict[str, str], *, own: bool) -> dict[str, Any]:  # noqa: ANN401
        said = {name: text for name, text in parts.items() if text}
        if not said:
            raise ByThemselves
        read = self.desk.quantity(self.form, {by: value}, said, self.laid.unit, own=own)
        if len(read) < len(QUANTITY_COLUMNS):
            raise ByThemselves
        return read

    def _link(self) -> None:
        """Leave links that cannot be, or that turn others round, to be looked at one by one."""
        for part, again, overlaps, separate in self.rows(
            ("part_of_id", "restates_id", "overlaps", "separate")
        ):
            if (again and (part or separate)) or (overlaps and not part):
                raise ByThemselves

    # What must be said

    def _require_all(self) -> None:
        """Leave lines of which something is missing; which fields are said is the same in most."""
        texts = self.laid.texts
        asked = [
            field.name
            for field in self.form.fields
            if field.required or field.name in ("project", "pairing", "parent", "locator")
        ]
        said = [
            list(map(bool, texts[name])) if name in texts else [False] * self.laid.count for name in asked
        ]
        sources = self.laid.of("source") if self.form.is_figure else [""] * self.laid.count
        for source, *those in set(zip(sources, *said, strict=True)):
            given = {name for name, there in zip(asked, those, strict=True) if there}
            self._require(given | {self.form.quantity}, source or self.desk.default_source)

    def _require(self, given: set[str], source: str | None) -> None:
        figure = self.form.is_figure and source is not None
        given |= {"source"} if figure else set()
        locator = figure and self.fields.needs_place(self.form, source or "")
        if any(missing(self.form, given, locator=locator)):
            raise ByThemselves


def _is_plain(texts: Texts) -> bool:
    """Tell whether no text is too long, or none at all."""
    return max(map(len, texts)) <= LONGEST and not is_no_text("\n".join(texts))
