"""How long `aidtrack check --iati` takes over a large file, and in how much memory.

    python benchmarks/iati_check.py          100 MB
    python benchmarks/iati_check.py 10 1000  other sizes, in MB

Each file holds the same activities over and over, of the tests' right example: all that the schema knows, about
10 kB each, under identifiers of their own. It is checked by a command of its own, so that what is told is what a
user waits and a machine needs. Prints a Markdown table.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "tests/iati/right.xml"
END = "</iati-activity>"
IDENTIFIER = "</iati-identifier>"
BROKEN = ("2022-12-31", "2023-12-31")
"""A mistake that every hundredth activity is given: a budget of two years."""


def write(path: Path, megabytes: int) -> int:
    """Write a file of that size; tell how many activities it has."""
    text = EXAMPLE.read_text(encoding="utf-8")
    opening, *activities, closing = text.split(END)
    start = opening.index("<iati-activity ")
    head, activities = opening[:start], [opening[start:], *activities]
    count, size = 0, 0
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        while size < megabytes * 1_000_000:
            for activity in activities:
                count += 1
                own = activity.replace(IDENTIFIER, f"-{count}{IDENTIFIER}") + END
                file.write(own if count % 100 else own.replace(*BROKEN))
                size += len(own.encode())
        file.write(closing)
    return count


def measure(path: Path) -> tuple[float, float, int]:
    """Check a file; give the seconds, the megabytes of memory of the largest so far, and the lines of findings."""
    line = [sys.executable, "-m", "aidtrack", "check", "--iati", str(path)]
    began = time.monotonic()
    done = subprocess.run(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return time.monotonic() - began, used / 1024, len(done.stdout.splitlines())


def main() -> None:
    """Measure each size."""
    sizes = [int(word) for word in sys.argv[1:]] or [100]
    print("| file | activities | lines told | seconds | MB/s | peak memory |")
    print("|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / "large.xml"
            count = write(path, size)
            seconds, memory, found = measure(path)
            real = path.stat().st_size / 1_000_000
            row = (
                f"{real:.0f} MB",
                f"{count:,}",
                found,
                f"{seconds:.1f}",
                f"{real / seconds:.1f}",
                f"{memory:.0f} MB",
            )
            print(f"| {' | '.join(map(str, row))} |", flush=True)


if __name__ == "__main__":
    main()
