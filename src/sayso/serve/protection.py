"""What protection asks of pages: withheld documents stay shut, protected speakers are pseudonyms, protected places coarse.

Editors and administrators see what is protected, marked as such; readers and coders do not. The same rule for pages, JSON and CSV.
"""

from datetime import UTC, datetime

from sayso.core import Document, InputError, LedgerError, sha256_of
from sayso.ledger import Protection
from sayso.serve.desk import Desk
from sayso.serve.faults import Fault, FaultError, not_found

SEES_ALL = "editor"


def in_force(marks: list[Protection], today: str) -> list[Protection]:
    """Marks that hide something now: a level other than open, or an embargo that has not passed."""
    return [m for m in marks if m.level != "open" or (m.embargo and today < m.embargo)]


def shown_document(desk: Desk, name: str) -> Document:
    """A document by id or name. Raises FaultError: 404 for none, 410 for a redacted one, 403 for one withheld from this role."""
    try:
        document = desk.snapshot.document(name)
    except InputError as error:
        raise not_found(error.what, f"/docs/{name}") from error
    except LedgerError as error:
        raise FaultError(Fault("gone", 410, error.what, f"/docs/{name}", error.hint)) from error
    today = datetime.now(UTC).date().isoformat()
    marks = in_force(desk.snapshot.protections("document", document.id), today)
    if marks and not desk.person.may(SEES_ALL):
        until = next((m.embargo for m in marks if m.embargo), "")
        hint = f"It can be read from {until} on." if until else "Ask an editor."
        raise FaultError(Fault("protected", 403, "this document is protected", f"/docs/{document.id}", hint))
    if marks:
        desk.notices.append("This document is protected: readers and coders do not see it.")
    return document


def pseudonym(name: str) -> str:
    """A stable name in place of a protected one: the same in every list, telling nothing."""
    return f"person {sha256_of('pseudonym' + chr(0) + name.casefold())[:6]}"


def protected_names(desk: Desk) -> frozenset[str]:
    """Names of speakers and victims that this person must not see, casefolded."""
    if desk.person.may(SEES_ALL):
        return frozenset()
    today = datetime.now(UTC).date().isoformat()

    def make() -> frozenset[str]:
        marks = desk.shop.ledger.protections("speaker") + desk.shop.ledger.protections("victim")
        return frozenset(m.subject.casefold() for m in in_force(marks, today))

    found: frozenset[str] = desk.shop.kept("protected", make, 5.0)
    return found
