"""What all tables share: one metadata with named constraints, and the columns of every record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterable

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column of exactly this type.
BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Texts compare and sort by code point, as they do in SQLite, whatever the language of a server's database.
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def string(length: int) -> sa.types.TypeEngine[str]:
    """Build the type of a text of limited length."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


class Words(sa.types.TypeDecorator[list[str]]):
    """A list of texts, kept as a JSON array; the empty list is null."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Any) -> str | None:  # noqa: ANN401, ARG002
        """Write the list, or null where there is nothing to say."""
        return json.dumps(value, ensure_ascii=False) if value else None

    def process_result_value(self, value: str | None, dialect: Any) -> list[str]:  # noqa: ANN401, ARG002
        """Read the list back; null is the empty one."""
        return json.loads(value) if value else []


_RESERVED = frozenset({"group"})
"""The names of columns that are words of SQL."""


def key() -> sa.Column[int]:
    """Build the number people use for a record; never given out twice."""
    return sa.Column("id", BigInt, primary_key=True)


def ref(name: str, target: str, *, nullable: bool = False, index: bool = True) -> sa.Column[int]:
    """Build a link to another table's row, which cannot go while the link stands."""
    return sa.Column(
        name,
        BigInt,
        sa.ForeignKey(f"{target}.id", ondelete="RESTRICT", onupdate="RESTRICT"),
        nullable=nullable,
        index=index,
    )


def text(name: str, *, nullable: bool = True, comment: str | None = None) -> sa.Column[str]:
    """Build a column of free text."""
    return sa.Column(name, Text, nullable=nullable, comment=comment)


def date(name: str, comment: str) -> sa.Column[str]:
    """Build a partial date: 2023, 2023-08 or 2023-08-15."""
    return sa.Column(name, string(10), comment=f"{comment}; YYYY, YYYY-MM or YYYY-MM-DD")


def word(name: str, vocabulary: str = "", *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    """Build a column that holds a code of a fixed vocabulary, and the named check that says so."""
    vocabulary = vocabulary or name
    column: sa.Column[str] = sa.Column(
        name,
        string(40),
        nullable=nullable,
        comment=f"code of the vocabulary {vocabulary}",
        info={"vocabulary": vocabulary},
    )
    return [column, one_of(name, VOCABULARIES[vocabulary].codes)]


def one_of(name: str, words: Iterable[str]) -> sa.CheckConstraint:
    """Build the named check that a column holds one of these words.

    It is written out: built of parts it would cost every command a tenth of a millisecond for each word.
    """
    column = f'"{name}"' if name in _RESERVED else name
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=name)


def flag(name: str, comment: str) -> sa.Column[bool]:
    """Build a yes-or-no column that is never null."""
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false(), comment=comment)


def identity(*, shipped: bool = False) -> list[sa.schema.SchemaItem]:
    """Build the columns of every record; rows that ship with the program belong to no change."""
    return [
        key(),
        sa.Column("uid", Text, nullable=False, unique=True, comment="name for exchange between ledgers"),
        sa.Column(
            "version", sa.Integer, nullable=False, server_default="1", comment="counts the edits of the row"
        ),
        ref("change_id", "change", nullable=shipped),
        sa.Column("external_id", Text, comment="its key in another system: SYSTEM:KEY"),
    ]


def citation(*, nullable: bool) -> list[sa.schema.SchemaItem]:
    """Build the columns that say where a record is said and what of it a coder only inferred."""
    return [
        ref("source_id", "source", nullable=nullable),
        text("locator", comment="place in the source: L49; L41, L50; p. 3"),
        sa.Column("presumed", Words, comment="names of the fields that the coder inferred, links included"),
        text("note"),
    ]


def table(name: str, *items: sa.schema.SchemaItem, comment: str) -> sa.Table:
    """Build a table whose row numbers are never used again."""
    made = sa.Table(name, metadata, *items, comment=comment, sqlite_autoincrement=True)
    if "external_id" in made.c:
        sa.Index(None, made.c.external_id, unique=True)
    return made
