"""The routes, by topic. Each reads the ledger, hands its rows to a view, and answers."""

from sayso.serve.pages import api, bulk, claims, docs, events, exports, onefile, pairs, people, records, review, start, who

ROUTERS = (
    start.router,
    events.router,
    onefile.router,
    exports.router,
    docs.router,
    api.router,
    claims.router,
    who.router,
    pairs.router,
    bulk.router,
    review.router,
    records.router,
    people.router,
)
