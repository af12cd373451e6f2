"""What pages show, computed by pure functions from values of the core and rows of the ledger."""
