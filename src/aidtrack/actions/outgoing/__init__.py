"""The way out of the ledger: which records go, how they refer to each other, and what is written of each."""
