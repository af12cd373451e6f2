"""What an event is under a named policy: low, best, high and why; conflicts, independence, credibility, totals."""
