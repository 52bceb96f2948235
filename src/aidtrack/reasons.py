"""What a system says when it refuses: known by its English words, so that a catalogue can have others."""

from __future__ import annotations

from aidtrack.errors import N_

REASONS = frozenset(
    {
        N_("Permission denied"),
        N_("Operation not permitted"),
        N_("No such file or directory"),
        N_("File exists"),
        N_("Not a directory"),
        N_("Is a directory"),
        N_("Directory not empty"),
        N_("File too large"),
        N_("File name too long"),
        N_("No space left on device"),
        N_("Disk quota exceeded"),
        N_("Read-only file system"),
        N_("Input/output error"),
        N_("Too many open files"),
        N_("Too many open files in system"),
        N_("Too many levels of symbolic links"),
        N_("Text file busy"),
        N_("Device or resource busy"),
        N_("Invalid argument"),
        N_("Operation not supported"),
        N_("Cannot allocate memory"),
        N_("Stale file handle"),
        N_("Bad file descriptor"),
        N_("Connection refused"),
        N_("Connection reset by peer"),
        N_("Connection timed out"),
        N_("Network is unreachable"),
        N_("No route to host"),
        N_("Name or service not known"),
        N_("Temporary failure in name resolution"),
        N_("No address associated with hostname"),
        N_("connection timeout expired"),
        N_("timeout expired"),
        N_("server does not support SSL, but SSL was required"),
    }
)
"""Any other stays in the words of the system, which follow its own language."""
