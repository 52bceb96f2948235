"""What strace looks at: commands one after another in one process, each acknowledged when it is done.

Started as `harness_recorded.py ORDER`, a file of JSON: the ledger, the file of acknowledgements, the pragmas
to set and the commands with their standard input.
"""

from __future__ import annotations

import json
import os
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

from aidtrack.cli import main
from harness_fork import set_on_connect


def run(order_file: str) -> None:
    """Run the commands; each must succeed."""
    order = json.loads(Path(order_file).read_text(encoding="utf-8"))
    set_on_connect(order["pragmas"])
    acknowledged = os.open(order["acknowledged"], os.O_CREAT | os.O_WRONLY, 0o600)
    for args, stdin in order["commands"]:
        sys.stdin = TextIOWrapper(BytesIO(stdin.encode()), encoding="utf-8")
        assert main(["--db", order["ledger"], *args]) == 0, args
        os.write(acknowledged, b"done\n")


if __name__ == "__main__":
    run(sys.argv[1])
