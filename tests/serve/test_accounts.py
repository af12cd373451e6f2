"""Accounts, sessions and the limit of tries."""

from pathlib import Path

import pytest

from sayso.core import ConfigError, InputError
from sayso.serve import ServeOptions
from sayso.serve.accounts import SESSION_SECONDS, Accounts, Limiter, Person

GOOD = "a long enough one"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_passwords_are_kept_as_argon2_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "accounts"
    accounts = Accounts(file)
    accounts.add("Rana", "coder", GOOD)
    content = file.read_bytes()
    assert GOOD.encode() not in content
    assert b"$argon2id$" in content
    assert file.stat().st_mode & 0o077 == 0
    assert accounts.check_password("rana", GOOD) is not None
    assert accounts.check_password("Rana", "wrong password") is None
    assert accounts.check_password("nobody", GOOD) is None


def test_a_session_ends_after_idle_hours_and_on_signing_out() -> None:
    clock = Clock()
    accounts = Accounts(clock=clock)
    secret = accounts.open_session("me", "editor")
    clock.now += SESSION_SECONDS - 1
    assert accounts.who(secret) is not None
    clock.now += SESSION_SECONDS + 1
    assert accounts.who(secret) is None
    again = accounts.open_session("me", "editor")
    accounts.close_session(again)
    assert accounts.who(again) is None
    assert accounts.who("made up") is None


def test_changing_an_account_ends_its_sessions(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "a")
    accounts.add("boss", "administrator", GOOD)
    accounts.add("rana", "coder", GOOD)
    secret = accounts.open_session("rana", "coder")
    accounts.change("rana", role="reader")
    assert accounts.who(secret) is None
    accounts.change("rana", active=False)
    assert accounts.check_password("rana", GOOD) is None


def test_the_last_administrator_stays_one(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "a")
    accounts.add("boss", "administrator", GOOD)
    for change in ({"role": "reader"}, {"active": False}):
        with pytest.raises(InputError, match="last administrator"):
            accounts.change("boss", **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "role", "password"), [("", "coder", GOOD), ("a", "king", GOOD), ("a", "coder", "short"), ("a\nb", "coder", GOOD)]
)
def test_bad_accounts_are_refused(name: str, role: str, password: str) -> None:
    with pytest.raises(InputError):
        Accounts().add(name, role, password)


def test_five_wrong_tries_close_the_door_for_a_while() -> None:
    clock = Clock()
    limiter = Limiter(tries=5, window=300, clock=clock)
    for _ in range(5):
        assert limiter.wait("name:rana", "peer:1") == 0
        limiter.failed("name:rana", "peer:1")
    assert 0 < limiter.wait("name:rana", "peer:2") <= 301
    assert limiter.wait("name:other", "peer:1") > 0
    assert limiter.wait("name:other", "peer:2") == 0
    clock.now += 301
    assert limiter.wait("name:rana") == 0


def test_roles_include_those_below() -> None:
    assert Person("a", "editor").may("coder")
    assert not Person("a", "coder").may("editor")


def test_it_refuses_to_listen_elsewhere_without_accounts(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "192.168.1.5", "::", "workbench.example"):
        with pytest.raises(ConfigError, match="no accounts"):
            ServeOptions(host=host)
        ServeOptions(host=host, accounts=tmp_path / "a")
    for host in ("127.0.0.1", "localhost", "::1"):
        ServeOptions(host=host)
