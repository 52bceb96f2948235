"""Questions to the ledger, answered with Core rows; nothing here writes."""
