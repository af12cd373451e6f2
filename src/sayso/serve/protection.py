"""What protection asks of the page of a document: a withheld one stays shut, and says so. Lists, counts and events leave it out
(`Desk.snapshot`); names and places: `sayso.export.veil`.

Editors and administrators see what is protected, marked as such; readers and coders do not. The same rule for pages, JSON and CSV.
"""

from sayso.core import Document, InputError, LedgerError
from sayso.export.veil import SEES_ALL, in_force
from sayso.serve.desk import Desk, today
from sayso.serve.faults import Fault, FaultError, not_found


def shown_document(desk: Desk, name: str) -> Document:
    """A document by id or name. Raises FaultError: 404 for none, 410 for a redacted one, 403 for one withheld from this role."""
    try:
        document = desk.whole.document(name)
    except InputError as error:
        raise not_found(error.what, f"/docs/{name}") from error
    except LedgerError as error:
        raise FaultError(Fault("gone", 410, error.what, f"/docs/{name}", error.hint)) from error
    marks = in_force(desk.shop.ledger.protections("document", document.id), today())
    if marks and not desk.person.may(SEES_ALL):
        until = next((m.embargo for m in marks if m.embargo), "")
        hint = f"It can be read from {until} on." if until else "Ask an editor."
        raise FaultError(Fault("protected", 403, "this document is protected", f"/docs/{document.id}", hint))
    if marks:
        desk.notices.append("This document is protected: readers and coders do not see it.")
    return document
