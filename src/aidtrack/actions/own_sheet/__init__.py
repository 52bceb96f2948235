"""An office's own sheet, read by a mapping of its columns: rows for the import, and how they were understood."""
