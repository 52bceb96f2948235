"""The URL of a ledger on a server: what it must say, what is refused before anybody is asked, and what it hides."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from sqlalchemy import exc, make_url

from aidtrack.errors import N_, NoLedger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import sqlalchemy as sa

BEGINNINGS = ("postgresql://", "postgresql+psycopg://", "postgres://")

_NEARLY = re.compile(r"\s*postgres\w*(:|//|@)|.*\b(host|dbname|password)\s*=", re.IGNORECASE)
"""What was meant for a server, but would be taken for the name of a file."""

_LOOKS_LIKE_ONE = re.compile(r"(?![/.~]).*(//|@)|[a-z][a-z0-9+]+:.*[/@]|//[^/]*@", re.IGNORECASE)
"""What may have been meant for a server; the path of a file can be written so that it does not look like it."""

_SHOWN = {"host", "port", "user", "dbname", "options", "sslmode", "connect_timeout"}
"""The parameters of a URL that are shown; any other may be a password, or a misspelt one."""

_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")

_MOST = 65535
"""The last port that there is."""


def refuse_nearly(text: str) -> None:
    """Refuse what is no URL of ours, but may have been meant for one: a password may stand in it."""
    if _NEARLY.match(text):
        raise _unreadable()
    scheme, found, _ = text.partition("://")
    if found:
        raise NoLedger(
            N_("'{url}' is no place of a ledger; give the path of a file or postgresql://…."),
            url=f"{scheme}://…" if scheme.isalnum() else "…://…",
        )
    if _LOOKS_LIKE_ONE.match(text):
        raise NoLedger(
            N_(
                "The place of the ledger looks like a URL, which cannot be read; write it as "
                "postgresql://USER@HOST:PORT/DATABASE, or put ./ before the path of a file."
            )
        )


def checked(url: str) -> str:
    """Give the URL as the engine takes it; refuse what a server would refuse in words of its own."""
    url = "postgresql://" + url.split("://", 1)[1]
    # An @ of the password, of which the rest would be taken for the host, or parameters after a semicolon.
    if url.count("@") > 1 or ";" in url:
        raise _unreadable()
    parsed = _parsed(url)
    for name, value in _said(parsed):
        holds, sentence = _RULES[name.removeprefix("PG").lower()]
        if not holds(value):
            raise NoLedger(sentence, name=name, values=", ".join(_MODES))
    _require_database(parsed)
    return url


def _parsed(url: str) -> sa.URL:
    try:
        return make_url(url)
    except ValueError:  # of a port that is no number
        raise NoLedger(_NO_PORT, name="port") from None
    except exc.ArgumentError:
        raise _unreadable() from None


def _said(url: sa.URL) -> Iterator[tuple[str, str]]:
    """Give what is said of how to connect, in the URL or else in libpq's own variables."""
    said = {**({} if url.port is None else {"port": str(url.port)}), **url.query}
    for name in _RULES:
        variable = f"PG{name.upper()}"
        value = said.get(name)
        if isinstance(value, str):
            yield name, value
        elif value is None and os.environ.get(variable):
            yield variable, os.environ[variable]


def _require_database(url: sa.URL) -> None:
    """Refuse to take whatever database the server has for a user of that name."""
    if url.database or url.query.keys() & {"dbname", "service"}:
        return
    if not any(os.environ.get(name) for name in ("PGDATABASE", "PGSERVICE")):
        raise NoLedger(
            N_("The URL names no database; write it behind the server: postgresql://USER@HOST:PORT/DATABASE.")
        )


def _is_port(value: str) -> bool:
    return value.isdecimal() and 0 < int(value) <= _MOST


def _is_whole(value: str) -> bool:
    return value.isdecimal()


def _is_mode(value: str) -> bool:
    return value in _MODES


_NO_PORT = N_("The {name} of the server cannot be read; write a number from 1 to 65535.")

_RULES: dict[str, tuple[Callable[[str], bool], str]] = {
    "port": (_is_port, _NO_PORT),
    "connect_timeout": (
        _is_whole,
        N_("The {name} of the server cannot be read; write a number of seconds."),
    ),
    "sslmode": (_is_mode, N_("The {name} of the server cannot be read; write one of: {values}.")),
}


def _unreadable() -> NoLedger:
    return NoLedger(
        N_(
            "The URL of the ledger cannot be read; write it as postgresql://USER@HOST:PORT/DATABASE, "
            "and the password in PGPASSWORD or ~/.pgpass."
        )
    )


def without_password(url: str) -> str:
    """Write a URL for people: a password, wherever it stands, is not shown."""
    parsed = make_url(url)
    secret = dict.fromkeys(parsed.query.keys() - _SHOWN, "***")
    return parsed.update_query_dict(secret).render_as_string(hide_password=True).replace("%2A%2A%2A", "***")
