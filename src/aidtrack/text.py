"""Language: which one, and a sentence in it. The sentences in the source are the English ones."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from aidtrack.reasons import REASONS

if TYPE_CHECKING:
    from gettext import NullTranslations

    from aidtrack.errors import AidtrackError

LANGUAGES = ("zh", "en")

_explicit: list[str] = []


def set_language(code: str | None) -> None:
    """Speak this language from now on, whatever the environment says; None looks at the environment anew."""
    _explicit[:] = [code] if code else []
    _of_environment.cache_clear()


def language() -> str:
    """Which language to speak: the one set, else that of the environment."""
    return _explicit[0] if _explicit else _of_environment()


@cache
def _of_environment() -> str:
    names = ("AIDTRACK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


@cache
def _catalogue(code: str) -> NullTranslations:
    # Late, because English needs neither of them.
    from gettext import translation
    from pathlib import Path

    # A checkout that was never built has no compiled catalogue: speak English then.
    return translation("aidtrack", Path(__file__).with_name("locale"), [code], fallback=True)


def _(sentence: str) -> str:
    """Translate `sentence`."""
    if not sentence or language() == "en":  # gettext answers its header to an empty question
        return sentence
    return _catalogue(language()).gettext(sentence)


def ngettext(one: str, many: str, number: int) -> str:
    """Translate `one` or `many`, whichever goes with `number`."""
    if language() == "en":
        return one if number == 1 else many
    return _catalogue(language()).ngettext(one, many, number)


def say(error: AidtrackError) -> str:
    """Word the sentence of `error`, with its fields, in the language spoken."""
    return _(error.sentence).format(**{name: _worded(name, value) for name, value in error.fields.items()})


def _worded(name: str, value: object) -> object:
    # A registry names its kind in English, as a sentence is written; so does the system its reason.
    known = isinstance(value, str) and (name == "kind" or value in REASONS)
    return _(str(value)) if known else value
