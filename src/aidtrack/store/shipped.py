"""The folders that travel with the program."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """Find a folder that travels with the program: inside the package, or at the top of a checkout."""
    package = Path(__file__).parents[1]
    inside = package / name
    return inside if inside.exists() else package.parents[1] / name
