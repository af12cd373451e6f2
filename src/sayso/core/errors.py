"""What can go wrong, by what the caller can do about it.

A message says where, what is, what was expected and what to do, in that order.
"""


class SaysoError(Exception):
    """Base of every error that sayso raises on purpose.

    `where` is a file, line, document or setting; `what` what is there and what was expected; `hint` what to do.
    `exit_code` is the status that the command line ends with.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what, self.where, self.hint = what, where, hint
        told = ": ".join(p for p in (where, what) if p)
        super().__init__(f"{told}{'' if told.endswith(('.', '?', '!')) else '.'} {hint}" if hint else told)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.where, self.hint)


def _rebuild(kind: type[SaysoError], what: str, where: str, hint: str) -> SaysoError:
    return kind(what, where=where, hint=hint)


class InputError(SaysoError):
    """The caller's data is wrong: mend the data."""

    exit_code = 3


class ConfigError(SaysoError):
    """A setting, mapping or option is wrong: edit it."""

    exit_code = 2


class AssetError(SaysoError):
    """A model, ontology, lexicon or gazetteer is absent, damaged or of the wrong version: install it."""

    exit_code = 4


class LedgerError(SaysoError):
    """The ledger refuses: it is newer than this program, locked, or the change is in conflict."""

    exit_code = 5


class InternalError(SaysoError):
    """An invariant of ours is broken: please report it."""

    exit_code = 70
