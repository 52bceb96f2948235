"""Power loss, replayed: what a process did to its files, and what a disk may hold if the power goes.

strace records every write, sync and change of a directory. A crash state is built at any moment of that record:
what was synced is there; of what was not, each write is there, or is not, or is torn at the border of a sector;
a name made or removed counts only once its directory was synced.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

SECTOR = 512
ACKNOWLEDGED = "acknowledged"
CALLS = (
    "openat,creat,close,write,writev,pwrite64,pwritev,pwritev2,ftruncate,truncate,fallocate,fsync,fdatasync,"
    "sync_file_range,unlink,unlinkat,rename,renameat,renameat2,link,dup,dup2,dup3"
)
_CALL = re.compile(r"(?P<name>\w+)\((?P<args>.*)\)\s+= (?P<result>\d+)(?:<.*>)?$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: `file` counts the files that ever had a name, so a new journal is a new file."""

    kind: str
    file: int = 0
    name: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class Recording:
    """What happened to the files of a folder, from their first content on."""

    first: dict[str, bytes]
    events: list[Event]

    @property
    def acknowledgements(self) -> list[int]:
        """The places in the record at which a command was acknowledged."""
        return [place for place, event in enumerate(self.events, 1) if event.kind == "acknowledge"]


def record(
    folder: Path, commands: Sequence[tuple[Sequence[str], str]], *, pragmas: Sequence[str] = ()
) -> Recording:
    """Run commands on `ledger.db` in the folder under strace."""
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    order, trace = folder.parent / "order.json", folder.parent / "trace"
    said = {
        "ledger": str(folder / "ledger.db"),
        "acknowledged": str(folder / ACKNOWLEDGED),
        "pragmas": list(pragmas),
        "commands": [[list(args), stdin] for args, stdin in commands],
    }
    order.write_text(json.dumps(said), encoding="utf-8")
    strace = ["strace", "-o", str(trace), "-xx", "-s", "1000000", "-e", f"trace={CALLS}"]
    script = Path(__file__).with_name("harness_recorded.py")
    subprocess.run([*strace, sys.executable, script, order], check=True, capture_output=True)
    return Recording(first, list(_Reader(folder, first).read(trace)))


@dataclass
class _Reader:
    """Reads a trace: which descriptor is which file of the folder, or the folder itself."""

    folder: Path
    first: dict[str, bytes]
    names: dict[str, int] = field(default_factory=dict)
    open: dict[int, int | None] = field(default_factory=dict)
    files: int = 0

    def read(self, trace: Path) -> Iterator[Event]:
        for name in self.first:
            self._new(name)
        with trace.open(encoding="ascii") as lines:
            for line in lines:
                call = _CALL.match(line.rstrip("\n"))
                if call:
                    texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(call["args"])]
                    rest = _TEXT.sub("", call["args"]).split(", ")
                    yield from self._event(call["name"], texts, rest, int(call["result"]))

    def _new(self, name: str) -> int:
        self.files += 1
        self.names[name] = self.files
        return self.files

    def _event(self, call: str, texts: list[bytes], rest: list[str], result: int) -> Iterator[Event]:
        if call == "openat":
            yield from self._opened(os.fsdecode(texts[0]), rest[2], result)
        elif call == "unlink":
            yield from self._unlinked(Path(os.fsdecode(texts[0])))
        elif rest[0].isdigit() and int(rest[0]) in self.open:
            yield from self._on_descriptor(call, int(rest[0]), texts, rest)
        elif not rest[0].isdigit():
            ours = os.fsencode(self.folder)
            assert not any(text.startswith(ours) for text in texts), f"{call} is not understood"

    def _opened(self, text: str, flags: str, descriptor: int) -> Iterator[Event]:
        path = Path(text)
        if path == self.folder:
            self.open[descriptor] = None
        elif path.parent == self.folder:
            assert "O_TRUNC" not in flags
            if path.name not in self.names:
                assert "O_CREAT" in flags
                yield Event("create", self._new(path.name), path.name)
            self.open[descriptor] = self.names[path.name]

    def _unlinked(self, path: Path) -> Iterator[Event]:
        if path.parent == self.folder:
            yield Event("unlink", self.names.pop(path.name), path.name)

    def _on_descriptor(self, call: str, number: int, texts: list[bytes], rest: list[str]) -> Iterator[Event]:
        file = self.open[number]
        if call == "close":
            del self.open[number]
        elif file is None:
            assert call in {"fsync", "fdatasync"}, f"{call} on a directory is not understood"
            yield Event("sync names")
        elif file == self.names.get(ACKNOWLEDGED):
            yield Event("acknowledge")
        elif call == "pwrite64":
            yield Event("write", file, offset=int(rest[3]), data=texts[0])
        elif call == "ftruncate":
            yield Event("truncate", file, offset=int(rest[1]))
        else:
            assert call in {"fsync", "fdatasync"}, f"{call} is not understood"
            yield Event("sync", file)


class Disk:
    """What lies on a disk: what is durable, and what waits for a sync."""

    def __init__(self, recording: Recording) -> None:
        self.content: defaultdict[int, bytearray] = defaultdict(bytearray)
        self.names: dict[str, int] = {}
        self.waiting: defaultdict[int, list[Event]] = defaultdict(list)
        self.waiting_names: list[Event] = []
        for file, (name, data) in enumerate(recording.first.items(), 1):
            self.names[name] = file
            self.content[file] = bytearray(data)

    def happen(self, event: Event) -> None:
        """Take in one event."""
        if event.kind in {"write", "truncate"}:
            self.waiting[event.file].append(event)
        elif event.kind in {"create", "unlink"}:
            self.waiting_names.append(event)
        elif event.kind == "sync":
            self._all_of(event.file)
        elif event.kind == "sync names":
            self._rename(self.waiting_names)
            self.waiting_names = []

    def settle(self) -> None:
        """Let everything that waits become durable: the machine was shut down in peace."""
        for file in list(self.waiting):
            self._all_of(file)
        self._rename(self.waiting_names)

    def crash(self, random: Random) -> None:
        """Let the power go: what waits becomes durable or not, by chance."""
        kept = random.choice((0.0, 0.5, 1.0, random.random()))
        for file, events in self.waiting.items():
            for event in events:
                for offset, data in _survives(event, kept, random):
                    self._apply(file, event.kind, offset, data)
        for name in {event.name for event in self.waiting_names}:
            # Changes of one name come one after the other: some of the first ones are durable.
            events = [event for event in self.waiting_names if event.name == name]
            self._rename(events[: random.randint(0, len(events))])

    def _all_of(self, file: int) -> None:
        for event in self.waiting.pop(file, ()):
            self._apply(file, event.kind, event.offset, event.data)

    def _apply(self, file: int, kind: str, offset: int, data: bytes) -> None:
        content = self.content[file]
        if kind == "truncate":
            del content[offset:]
        content.extend(bytes(max(0, offset - len(content))))
        content[offset : offset + len(data)] = data

    def _rename(self, events: Sequence[Event]) -> None:
        for event in events:
            if event.kind == "create":
                self.names[event.name] = event.file
            else:
                self.names.pop(event.name, None)

    def write_to(self, folder: Path) -> None:
        """Lay the disk out as files."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, file in self.names.items():
            if name != ACKNOWLEDGED:
                (folder / name).write_bytes(self.content[file])


def _survives(event: Event, kept: float, random: Random) -> Iterator[tuple[int, bytes]]:
    """Give what is left of a write: all, nothing, or some of its sectors."""
    fate = random.random()
    if fate < kept * 0.8:
        yield event.offset, event.data
    elif fate < kept and event.kind == "write":
        yield from (piece for piece in _sectors(event) if random.random() < 0.5)


def _sectors(event: Event) -> Iterator[tuple[int, bytes]]:
    start, end = event.offset, event.offset + len(event.data)
    while start < end:
        border = min(end, (start // SECTOR + 1) * SECTOR)
        yield start, event.data[start - event.offset : border - event.offset]
        start = border


def disk_at(recording: Recording, place: int) -> Disk:
    """Replay the record up to a place in it."""
    disk = Disk(recording)
    for event in recording.events[:place]:
        disk.happen(event)
    return disk
