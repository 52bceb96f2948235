"""A YAML file of a bundle, read record by record.

Only what a bundle needs is read: no anchors, no tags, no types but text. What a value is, its field says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.formats.bundle_end import require_end
from aidtrack.formats.encodings import not_in_encoding, opened_text
from aidtrack.formats.exchange import RawRow, Where, name_of
from aidtrack.formats.shapes import NULLS, Plain, shaped
from aidtrack.registry import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aidtrack.formats.exchange import ExchangeField, ExchangeTable, File, Options

_DEEPEST = 3
"""A record holds lists and mappings, and these hold nothing but texts and numbers."""

_FRAME = (
    yaml.StreamStartEvent,
    yaml.StreamEndEvent,
    yaml.DocumentStartEvent,
    yaml.DocumentEndEvent,
)


def read_bundle_file(source: File, tables: Mapping[str, ExchangeTable], options: Options) -> Iterator[RawRow]:
    """Read the records of a file, one after the other."""
    name = name_of(source)
    with opened_text(source, options) as text:
        reader = _Reader(name, tables, yaml.parse(text, Loader=_parser()))
        try:
            require_end(text, name)
            yield from reader.rows()
        except yaml.YAMLError as error:
            raise _no_yaml(name, error) from None
        except UnicodeError:
            raise not_in_encoding(text, Where(name, reader.line)) from None


def _parser() -> Any:  # noqa: ANN401 - a class of PyYAML
    """Take the parser written in C where PyYAML was built with it."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _no_yaml(name: str, error: yaml.YAMLError) -> Unreadable:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    return Unreadable(
        N_("{where} cannot be read as YAML: {problem}."),
        where=Where(name, mark.line + 1 if mark else None),
        problem=problem or getattr(error, "reason", None) or "…",
    )


class _Reader:
    """Goes through the events of a file: mappings of lists of records."""

    def __init__(self, name: str, tables: Mapping[str, ExchangeTable], events: Iterator[Any]) -> None:
        self._name, self._tables, self._events = name, tables, events
        self._seen: set[str] = set()
        self._twice: str | None = None
        self.line = 1

    def rows(self) -> Iterator[RawRow]:
        """Read all records."""
        while (event := self._next()) is not None:
            if type(event) is yaml.MappingStartEvent:
                yield from self._lists()
            elif type(event) not in _FRAME and not _is_null(event):
                raise self._misplaced(event)

    def _lists(self) -> Iterator[RawRow]:
        """Read the lists of a mapping, each under the name of its table."""
        while type(key := self._next()) is not yaml.MappingEndEvent:
            table = self._table(key)
            event = self._next()
            if type(event) is yaml.SequenceStartEvent:
                yield from self._records(table)
            elif not _is_null(event):
                raise self._misplaced(event)

    def _table(self, key: Any) -> ExchangeTable:  # noqa: ANN401 - an event
        name = key.value if type(key) is yaml.ScalarEvent else ""
        if name not in self._tables:
            raise unknown("kind", name[:60], self._tables)
        if name in self._seen:
            raise Unreadable(N_("{where}: '{name}' stands here twice."), where=self._where(key), name=name)
        self._seen.add(name)
        return self._tables[name]

    def _records(self, table: ExchangeTable) -> Iterator[RawRow]:
        fields = {field.name: field for field in table.understood}
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            if type(event) is not yaml.MappingStartEvent:
                raise self._misplaced(event)
            yield self._record(table.name, fields, self._where(event))

    def _record(self, table: str, fields: Mapping[str, ExchangeField], where: Where) -> RawRow:
        pairs = list(self._pairs(1))  # to its end, whatever is wrong with it
        twice, self._twice = self._twice, None
        try:
            if twice is not None:
                raise Unreadable(N_("'{name}' stands here twice."), name=twice[:60])
            return RawRow(table, shaped(fields, pairs), where)
        except AidtrackError as error:
            return RawRow(table, {}, where, problem=error)

    def _pairs(self, depth: int) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        while type(key := self._next()) is not yaml.MappingEndEvent:
            if type(key) is not yaml.ScalarEvent:
                raise self._misplaced(key)
            name = key.value
            self._twice = name if name in seen else self._twice
            seen.add(name)
            yield name, self._node(self._next(), depth)

    def _node(self, event: Any, depth: int) -> Any:  # noqa: ANN401 - an event, and what it begins
        if type(event) is yaml.ScalarEvent:
            return event.value if event.style else Plain(event.value)
        if depth == _DEEPEST:
            raise self._misplaced(event)
        if type(event) is yaml.MappingStartEvent:
            return dict(self._pairs(depth + 1))
        return list(self._items(depth + 1))

    def _items(self, depth: int) -> Iterator[Any]:
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            yield self._node(event, depth)

    def _next(self) -> Any:  # noqa: ANN401 - an event, null at the end
        """Give the next event; what stands for something else than itself is refused."""
        event = next(self._events, None)
        if isinstance(event, yaml.NodeEvent) and (
            event.anchor is not None or getattr(event, "tag", None) is not None
        ):
            raise Unreadable(
                N_("{where}: anchors (&), aliases (*) and tags (!) are not read; write out what is meant."),
                where=self._where(event),
            )
        return event

    def _where(self, event: Any) -> Where:  # noqa: ANN401 - an event
        self.line = event.start_mark.line + 1
        return Where(self._name, self.line)

    def _misplaced(self, event: Any) -> Unreadable:  # noqa: ANN401 - an event
        return Unreadable(
            N_(
                "{where}: this is no bundle; it holds lists of records, each under the name of its kind (funding:)."
            ),
            where=self._where(event),
        )


def _is_null(event: Any) -> bool:  # noqa: ANN401 - an event
    return type(event) is yaml.ScalarEvent and not event.style and event.value in NULLS
