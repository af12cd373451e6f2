"""The routes, by topic. Each reads the ledger, hands its rows to a view, and answers."""

from sayso.serve.pages import events

ROUTERS = (events.router,)
