"""How the workbench is started."""

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from sayso.core import ConfigError

PORT = 8365
PMTILES = b"PMTiles\x03"  # first bytes of a file of version 3


@dataclass(frozen=True)
class ServeOptions:
    """Where it listens and whom it lets in.

    `token` opens a session for whoever has the printed address. `accounts` is the file of accounts; without one there is one
    user, named `person`, and it listens on this machine only. `hosts` are names, without port, under which it may be asked.
    `basemap` is an optional `.pmtiles` file with a detailed base map.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    token: str = field(default="", repr=False)
    accounts: Path | None = None
    person: str = "me"
    hosts: tuple[str, ...] = ()
    secure: bool = False  # behind HTTPS: cookies are marked so
    basemap: Path | None = None

    def __post_init__(self) -> None:
        if self.basemap is not None:
            check_basemap(self.basemap)
        if not is_loopback(self.host) and self.accounts is None:
            raise ConfigError(
                f"'{self.host}' can be reached by others, and there are no accounts",
                where="--host",
                hint="Make accounts with `sayso accounts add NAME --role administrator` and give --accounts, or listen on 127.0.0.1.",
            )

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Host names a request may be addressed to; others are refused, so that no foreign name can be pointed here."""
        own = {"127.0.0.1", "localhost", "[::1]"} if is_loopback(self.host) else {self.host}
        return frozenset({*own, *self.hosts})


def check_basemap(path: Path) -> None:
    """Raises ConfigError for what is no PMTiles file of version 3."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise ConfigError(
            f"cannot be read: {error.strerror}", where=str(path), hint="Give a .pmtiles file that is there."
        ) from None
    if head != PMTILES:
        raise ConfigError(
            "is no base map that the workbench can draw",
            where=str(path),
            hint="It takes PMTiles files of version 3, vector or raster.",
        )


def is_loopback(host: str) -> bool:
    """True if only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
