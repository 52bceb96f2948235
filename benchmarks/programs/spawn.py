"""Run one program and tell its seconds and its memory: python spawn.py OUT ERR -- PROGRAM.

A process of its own, as small as can be: what a child is said to have used at most begins with what its parent
used. Prints a JSON array: seconds, seconds of processor, kilobytes, exit code.
"""

import os
import sys
import time

out, err, _, *argv = sys.argv[1:]
wanted = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
actions = [
    (os.POSIX_SPAWN_OPEN, 1, out, wanted, 0o600),
    (os.POSIX_SPAWN_OPEN, 2, err, wanted, 0o600),
]
began = time.monotonic()
child = os.posix_spawn(argv[0], argv, os.environ, file_actions=actions)
_, status, used = os.wait4(child, 0)
seconds = time.monotonic() - began
print(f"[{seconds}, {used.ru_utime + used.ru_stime}, {used.ru_maxrss}, {os.waitstatus_to_exitcode(status)}]")
