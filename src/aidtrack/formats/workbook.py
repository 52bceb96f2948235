"""The ledger as a workbook: a sheet for each kind of record, and one that says how to fill them in."""

from __future__ import annotations

from aidtrack.formats.workbook_read import read
from aidtrack.formats.workbook_write import write

__all__ = ["read", "write"]
