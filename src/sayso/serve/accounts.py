"""Who may do what: accounts with roles, sessions, keys of the API. Kept in a file of their own, never in the ledger."""

import hashlib
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from sayso.core import ConfigError, InputError

ROLES = ("reader", "coder", "editor", "administrator")
SESSION_SECONDS = 12 * 3600  # without a request
PASSWORD_LENGTH = 12
TRIES, WINDOW = 5, 300.0  # failed sign-ins for one name or address in so many seconds

_SCHEMA = """
CREATE TABLE IF NOT EXISTS account (
  name TEXT PRIMARY KEY COLLATE NOCASE, role TEXT NOT NULL, hash TEXT NOT NULL, active INTEGER NOT NULL, made REAL NOT NULL);
CREATE TABLE IF NOT EXISTS session (
  digest TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, csrf TEXT NOT NULL, seen REAL NOT NULL, kind TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. `csrf` belongs to the session; it is empty for a key of the API, which no page can make a browser send."""

    name: str
    role: str
    csrf: str = ""

    def may(self, role: str) -> bool:
        """True if this person's role is `role` or above."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Account:
    """An account in a list."""

    name: str
    role: str
    active: bool
    made: float


class Accounts:
    """The file of accounts and sessions; in memory if `path` is None, for one user on this machine. Safe for threads."""

    def __init__(self, path: Path | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self._clock, self._lock, self._hasher = clock, threading.Lock(), PasswordHasher()
        try:
            self._db = sqlite3.connect(str(path) if path else ":memory:", check_same_thread=False, isolation_level=None)
            self._db.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise ConfigError(f"the file of accounts cannot be opened ({error})", where=str(path)) from error
        if path is not None:
            path.chmod(0o600)
        self._decoy = self._hasher.hash(secrets.token_hex())

    def add(self, name: str, role: str, password: str) -> None:
        """Makes an account. Raises InputError for a name that is taken, an unknown role, or a short password."""
        name = name.strip()
        if not name or len(name) > 60 or not name.isprintable():
            raise InputError(f"{name!r} is no name for an account", hint="Give 1 to 60 printable characters.")
        _check(role, password)
        with self._lock:
            if self._db.execute("SELECT 1 FROM account WHERE name = ?", (name,)).fetchone():
                raise InputError(f"there is an account '{name}' already", hint="Change its role or password instead.")
            row = (name, role, self._hasher.hash(password), 1, self._clock())
            self._db.execute("INSERT INTO account VALUES (?, ?, ?, ?, ?)", row)

    def change(self, name: str, *, role: str = "", password: str = "", active: bool | None = None) -> None:
        """Changes an account and ends its sessions. The last active administrator stays one. Raises InputError."""
        if self.find(name) is None:
            raise InputError(f"there is no account '{name}'", hint="`sayso accounts list` names them.")
        _check(role or "reader", password or "x" * PASSWORD_LENGTH)
        others = [a for a in self.list() if a.role == "administrator" and a.active and a.name.lower() != name.lower()]
        if (role not in ("", "administrator") or active is False) and not others:
            raise InputError(f"'{name}' is the last administrator", hint="Make another one first.")
        with self._lock:
            if role:
                self._db.execute("UPDATE account SET role = ? WHERE name = ?", (role, name))
            if password:
                self._db.execute("UPDATE account SET hash = ? WHERE name = ?", (self._hasher.hash(password), name))
            if active is not None:
                self._db.execute("UPDATE account SET active = ? WHERE name = ?", (int(active), name))
            self._db.execute("DELETE FROM session WHERE name = ? COLLATE NOCASE", (name,))

    def list(self) -> list[Account]:
        """Every account, by name."""
        with self._lock:
            rows = self._db.execute("SELECT name, role, active, made FROM account ORDER BY name").fetchall()
        return [Account(n, r, bool(a), m) for n, r, a, m in rows]

    def find(self, name: str) -> Account | None:
        """An account by name, whatever its case."""
        return next((a for a in self.list() if a.name.lower() == name.strip().lower()), None)

    def check_password(self, name: str, password: str) -> Account | None:
        """The account, if name and password fit. Takes as long for a name that is not there."""
        with self._lock:
            row = self._db.execute("SELECT hash, active FROM account WHERE name = ?", (name.strip(),)).fetchone()
        try:
            self._hasher.verify(row[0] if row else self._decoy, password)
        except (VerifyMismatchError, InvalidHashError):
            return None
        return self.find(name) if row and row[1] else None

    def open_session(self, name: str, role: str, kind: str = "session") -> str:
        """A new secret for a person; only its digest is kept. `kind`: session, or key for one of the API, which does not end."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            if kind == "session":
                self._db.execute("DELETE FROM session WHERE kind = 'session' AND seen < ?", (self._clock() - SESSION_SECONDS,))
            row = (_digest(secret), name, role, secrets.token_urlsafe(24), self._clock(), kind)
            self._db.execute("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?)", row)
        return secret

    def who(self, secret: str, kind: str = "session") -> Person | None:
        """The person behind a secret; a session that was idle too long is nobody's."""
        now, digest = self._clock(), _digest(secret)
        with self._lock:
            row = self._db.execute(
                "SELECT name, role, csrf, seen FROM session WHERE digest = ? AND kind = ?", (digest, kind)
            ).fetchone()
            if row is None or (kind == "session" and now - row[3] > SESSION_SECONDS):
                return None
            if now - row[3] > 60:  # one write a minute is enough to tell who is idle
                self._db.execute("UPDATE session SET seen = ? WHERE digest = ?", (now, digest))
        return Person(row[0], row[1], "" if kind == "key" else row[2])

    def close_session(self, secret: str) -> None:
        """Ends a session at once."""
        with self._lock:
            self._db.execute("DELETE FROM session WHERE digest = ?", (_digest(secret),))


class Limiter:
    """Counts failed sign-ins for each name and each address; too many close the door for a while."""

    def __init__(self, *, tries: int = TRIES, window: float = WINDOW, clock: Callable[[], float] = time.monotonic) -> None:
        self._tries, self._window, self._clock = tries, window, clock
        self._failed: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def wait(self, *who: str) -> int:
        """Seconds until one of `who` may try again; 0 if at once."""
        now = self._clock()
        with self._lock:
            for key in list(self._failed):
                self._failed[key] = [t for t in self._failed[key] if now - t < self._window]
                if not self._failed[key]:
                    del self._failed[key]
            blocked = [self._failed[w][0] for w in who if len(self._failed.get(w, ())) >= self._tries]
        return int(max(blocked) + self._window - now) + 1 if blocked else 0

    def failed(self, *who: str) -> None:
        """Counts one failure against each of `who`."""
        with self._lock:
            for w in who:
                self._failed.setdefault(w, []).append(self._clock())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _check(role: str, password: str) -> None:
    if role not in ROLES:
        raise InputError(f"'{role}' is no role", hint=f"One of: {', '.join(ROLES)}.")
    if len(password) < PASSWORD_LENGTH:
        raise InputError(f"the password has {len(password)} characters", hint=f"Give at least {PASSWORD_LENGTH}.")
