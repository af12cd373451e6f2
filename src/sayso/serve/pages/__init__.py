"""The routes, by topic. Each reads the ledger, hands its rows to a view, and answers."""

from sayso.serve.pages import claims, docs, events, people, records, review, start, who

ROUTERS = (start.router, events.router, docs.router, claims.router, who.router, review.router, records.router, people.router)
