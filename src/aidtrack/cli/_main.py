"""The way in and every way out: one plain sentence, and the right exit code.

Nothing heavy is imported here, so that an interrupted start is a way out like any other; errors of the
libraries are known by their names.
"""

from __future__ import annotations

import errno
import os
import sys
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from aidtrack import ending
from aidtrack.cli._interrupts import listening
from aidtrack.errors import N_, AidtrackError, Broken, Unreadable
from aidtrack.text import LANGUAGES, _, say, set_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aidtrack.cli._interrupts import Ear

INTERRUPTED = ending.INTERRUPTED

SYSTEM = {
    errno.ENOSPC: N_("The disk is full; nothing more could be written."),
    errno.EACCES: N_("No permission to use '{path}'."),
    errno.EPERM: N_("No permission to use '{path}'."),
    errno.EROFS: N_("No permission to use '{path}'."),
    errno.ENOENT: N_("There is no '{path}'."),
    errno.EISDIR: N_("'{path}' is a folder, not a file."),
    errno.ENOTDIR: N_("'{path}' does not lie in a folder."),
}


def run(argv: Sequence[str] | None = None) -> int:
    """Run one line and return its exit code; whatever goes wrong is said on stderr in one sentence."""
    args = list(sys.argv[1:] if argv is None else argv)
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()  # closed by the shell: >&-
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    _listen(args)
    with listening(to_the_end=argv is None) as ear:
        return _settle(_attempt(args, ear))


def _attempt(args: list[str], ear: Ear) -> int:
    ending.begin()
    try:
        code = _dispatch(args)
        sys.stdout.flush()  # here, where a full disk or a closed pipe is still ours to report
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last resort is what this is
        ear.close()
        # What goes wrong after it (a connection that is not free to roll back) comes of it.
        return _explain(KeyboardInterrupt() if ear.heard else error, debug="--debug" in args)
    except SystemExit as error:
        if not isinstance(error.__context__, BrokenPipeError):
            raise
        code = 0  # rich makes of a closed pipe an exit with 1
    ear.close()
    return _interrupted() if ear.heard else code


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _speak_utf8(stream: TextIO) -> None:
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _listen(args: list[str]) -> None:
    """Take `--lang` from the line before anything is built, so that help and refusals follow it too."""
    words = args[: args.index("--")] if "--" in args else args
    said = [after for word, after in pairwise(words) if word == "--lang"]
    said += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    set_language(next((code for code in reversed(said) if code in LANGUAGES), None))


def _dispatch(args: list[str]) -> int:
    from typer import Exit

    from aidtrack.cli._lazy import COMPLETING, root
    from aidtrack.cli._options import remember, settings

    settings.reset()
    remember(args)
    _refuse_bad_bytes(args)
    command = root()
    if os.environ.get(COMPLETING):
        from aidtrack.cli._shells import answer

        answer(command)
    try:
        with command.make_context("aidtrack", args) as context:
            command.invoke(context)
    except Exit as done:
        return done.exit_code
    return 0


def _refuse_bad_bytes(args: list[str]) -> None:
    for word in args:
        if any("\ud800" <= character <= "\udfff" for character in word):
            # The shell's bytes were not text in its own encoding; Python keeps them as surrogates.
            raise Unreadable(N_("'{word}' is not readable text; write it in UTF-8."), word=word)


def _explain(error: BaseException, *, debug: bool) -> int:
    names = _names(error)
    if isinstance(error, BrokenPipeError):  # the reader has seen enough
        return 0
    if "typer.NoArgsIsHelpError" in names:  # making it printed the help
        return Unreadable.exit_code
    if debug:
        _trace(error)
    if isinstance(error, KeyboardInterrupt) or "typer.Abort" in names:
        return _interrupted()
    if ending.is_done() and _is_of_stream(error):
        return _done(error)
    return complain(error if isinstance(error, AidtrackError) else _ours(error, names))


def _interrupted() -> int:
    ending.forget_interrupt()
    _tell(_(ending.reached()))
    return INTERRUPTED


def _is_of_stream(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.filename is None


def _done(error: BaseException) -> int:
    """Say that only the answer is missing: who takes it for a failure would do the same once more."""
    reason = getattr(error, "strerror", None)
    why = _(reason) if reason else _first_line(error)
    _tell(_("The change is kept, but the answer could not be written ({why}).").format(why=why))
    return 0


def complain(error: AidtrackError) -> int:
    """Say an error and its hints on stderr, and return its exit code."""
    _tell(_("error: {sentence}").format(sentence=say(error)))
    for hint in error.hints:
        _tell(_(hint))
    return error.exit_code


def _tell(line: str) -> None:
    from aidtrack.wording import safe, without_passwords

    try:
        print(safe(without_passwords(line)), file=sys.stderr)
    except OSError:  # nobody listens, so there is nobody to tell
        _silence(sys.stderr)


def _trace(error: BaseException) -> None:
    from traceback import format_exception

    from aidtrack.wording import without_passwords

    print(without_passwords("".join(format_exception(error))), file=sys.stderr)


def _names(error: BaseException) -> set[str]:
    """Name the classes that the error is of, as `library.Class`."""
    return {f"{kind.__module__.partition('.')[0]}.{kind.__name__}" for kind in type(error).__mro__}


_TOO_MUCH = N_(
    "The figures add up to more than can be counted; see the largest with: aidtrack list funding --sort -amount"
)


def _ours(error: BaseException, names: set[str]) -> AidtrackError:
    if "typer.UsageError" in names:
        from aidtrack.cli._misuse import misused

        return misused(error, names)
    if "sqlalchemy.DBAPIError" in names or "sqlite3.Error" in names:
        what = _first_line(getattr(error, "orig", None) or error).rstrip(".")
        if what == "integer overflow":
            return Broken(_TOO_MUCH)
        return Broken(N_("The database refuses: {what}."), what=what)
    if isinstance(error, OSError):
        return _of_system(error)
    return Broken(
        N_("This should not have happened ({what}); --debug shows where."),
        what=": ".join(filter(None, (type(error).__name__, _first_line(error)))),
    )


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0]


def _of_system(error: OSError) -> AidtrackError:
    sentence = SYSTEM.get(error.errno or 0)
    if sentence and (error.filename or "{path}" not in sentence):
        return Broken(sentence, path=error.filename)
    return Broken(N_("The machine refuses: {what}."), what=error.strerror or _first_line(error))


def _settle(code: int) -> int:
    """Leave nothing in the streams on which Python, flushing once more at its end, could stumble."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _silence(stream)
    return code


def _silence(stream: TextIO) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
