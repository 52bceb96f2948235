"""The ledger as a file of IATI activities: what the standard has a place for, and all else beside it.

What is read in again is the extension alone: one element for each record, with all its fields.
"""

from __future__ import annotations

from aidtrack.formats.iati.ledger.reading import read
from aidtrack.formats.iati.ledger.writing import write

__all__ = ["read", "write"]
