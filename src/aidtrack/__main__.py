"""The way in, of `python -m aidtrack` as of `aidtrack`: Ctrl-C is heard from here on, before anything is loaded."""

import gc
import sys

SELDOM = 200_000
"""How many new objects Python may make before it looks for those in circles: loading makes many, and none of them."""


def main() -> int:
    """Run the line that the user typed and return its exit code."""
    try:
        gc.set_threshold(SELDOM)
        from aidtrack.cli import main as run

        return run()
    except KeyboardInterrupt:
        from aidtrack.ending import INTERRUPTED, NOTHING, forget_interrupt
        from aidtrack.text import _

        forget_interrupt()
        print(_(NOTHING), file=sys.stderr)
        return INTERRUPTED
    finally:
        gc.freeze()  # the process ends: what it leaves need not be looked through for circles once more


if __name__ == "__main__":
    sys.exit(main())
