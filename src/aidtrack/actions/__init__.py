"""The writes: every command is one change, all or nothing."""
