"""One shape for every error, as a page and as JSON: code, status, where, what, hint."""

from dataclasses import dataclass

from sayso.core import AssetError, ConfigError, InputError, LedgerError, SaysoError


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong. `code` is stable; `where` names the field or record; `hint` says what to do."""

    code: str
    status: int
    what: str
    where: str = ""
    hint: str = ""


class FaultError(Exception):
    """Raised where a request cannot be served as asked."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


_CODES: dict[type[SaysoError], tuple[str, int]] = {
    InputError: ("bad_input", 400),
    ConfigError: ("bad_setting", 500),
    AssetError: ("asset_missing", 500),
    LedgerError: ("ledger_refused", 409),
}


def fault_of(error: Exception) -> Fault:
    """The fault that an exception is to the one who asked; nothing of the inside of the program is told."""
    if isinstance(error, FaultError):
        return error.fault
    if isinstance(error, SaysoError):
        code, status = next((v for k, v in _CODES.items() if isinstance(error, k)), ("internal", 500))
        return Fault(code, status, error.what, error.where, error.hint)
    return Fault("internal", 500, "the workbench failed here", hint="The reason is in its log. What you decided before is kept.")


def not_found(what: str, where: str, hint: str = "Look for it by search.") -> FaultError:
    """For a record that was never there."""
    return FaultError(Fault("not_found", 404, what, where, hint))


def bad_parameter(name: str, value: str, expected: str) -> FaultError:
    """For a value in the address that cannot be read: named, never a silently empty list."""
    return FaultError(
        Fault("bad_parameter", 400, f"'{value[:80]}' was given, {expected} was expected", name, "Change it in the address.")
    )


def forbidden(role: str) -> FaultError:
    """For what needs another role."""
    return FaultError(Fault("forbidden", 403, f"this needs the role {role}", hint="Ask an administrator."))
