"""Settings: options, environment (SAYSO_...), `sayso.toml` in the working folder, the user's file, defaults; in this order."""

import getpass
import os
import tomllib
from pathlib import Path
from typing import Any

import typer
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from sayso.core import ConfigError

HERE = Path("sayso.toml")


def user_file() -> Path:
    """The user's settings file, whether it is there or not."""
    return Path(os.environ.get("SAYSO_CONFIG") or Path(typer.get_app_dir("sayso")) / "config.toml")


def _name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


class Settings(BaseSettings):
    """What a user may set. Every field is an environment variable SAYSO_NAME too."""

    model_config = SettingsConfigDict(env_prefix="SAYSO_", extra="forbid")

    ledger: str = Field("sayso.ledger", description="The ledger: a path, or a postgresql:// address.")
    key_file: str = Field("", description="File whose first line is the key of an encrypted ledger (or SAYSO_LEDGER_KEY).")
    person: str = Field(default_factory=_name, description="Who judges, protects and redacts.")
    workers: int = Field(2, ge=0, le=64, description="Processes that parse files; 0 parses without limits of time and memory.")
    coders: int = Field(1, ge=1, le=64, description="Processes that code documents; each loads the model.")
    actors: str = Field("", description="TOML file of your own actors; they win over the known ones.")
    link: bool = Field(True, description="Whether `sayso add` links at its end what it added.")
    basemap: str = Field("", description="PMTiles file with a detailed base map for `sayso serve`.")
    map: str = Field("", description="TOML file that says which column of a table holds what, where --map is not given.")

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource, file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:  # fmt: skip
        files = (TomlConfigSettingsSource(settings_cls, f) for f in (HERE, user_file()))
        return (init_settings, env_settings, *files)


def load(**options: Any) -> Settings:
    """The settings, with the options that were given (empty ones were not). Raises `ConfigError` naming file and setting."""
    given = {k: v for k, v in options.items() if v not in ("", None)}
    for file in (HERE, user_file()):
        _read(file)
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        where = next((s for n, _, s in sources(given) if n == name), "settings")
        known = ", ".join(Settings.model_fields)
        hint = f"Settings are: {known}." if first["type"] == "extra_forbidden" else "Mend it: sayso config"
        raise ConfigError(f"'{name}' is {first['input']!r}: {first['msg'].lower()}", where=where, hint=hint) from None


def sources(given: dict[str, Any] | None = None) -> list[tuple[str, Any, str]]:
    """Name, value and origin of every setting that is not at its default, as given; the first of a name counts."""
    found = [(k, v, "option") for k, v in (given or {}).items()]
    found += [
        (k, os.environ[f"SAYSO_{k.upper()}"], f"SAYSO_{k.upper()}")
        for k in Settings.model_fields
        if f"SAYSO_{k.upper()}" in os.environ
    ]
    for file in (HERE, user_file()):
        found += [(k, v, str(file)) for k, v in _read(file).items()]
    return found


def key(settings: Settings) -> str:
    """The key of an encrypted ledger, "" if none is given. Raises `ConfigError` for a key file that cannot be read."""
    if given := os.environ.get("SAYSO_LEDGER_KEY"):
        return given
    return read_key(settings.key_file) if settings.key_file else ""


def read_key(file: str) -> str:
    """The first line of a key file. Raises `ConfigError` if it cannot be read or is empty."""
    try:
        lines = Path(file).expanduser().read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the key file cannot be read: {error}", where=file) from error
    if not lines or not lines[0]:
        raise ConfigError("the key file is empty", where=file, hint="Its first line is the key.")
    return lines[0]


def write(name: str, value: str, file: Path) -> None:
    """Sets one setting in a file, or takes it out if the value is empty. Raises `ConfigError` for an unknown one or a bad value."""
    if name not in Settings.model_fields:
        raise ConfigError(f"'{name}' is no setting", hint=f"Settings are: {', '.join(Settings.model_fields)}.")
    values = {**_read(file), name: value}
    if value == "":
        values.pop(name)
    try:
        checked = Settings.model_validate({**values, "ledger": values.get("ledger", "x")})
    except ValidationError as error:
        raise ConfigError(f"'{name}' cannot be {value!r}: {error.errors()[0]['msg'].lower()}", where=str(file)) from None
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{k} = {_toml(getattr(checked, k))}" for k in Settings.model_fields if k in values]
    file.write_text("\n".join(lines) + "\n" if lines else "", "utf-8")


def _toml(value: Any) -> str:
    if isinstance(value, int):
        return str(value).lower()
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the settings cannot be read: {error}", where=str(file)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"the settings are not TOML: {error}", where=str(file), hint='Write  ledger = "reports.ledger"'
        ) from error
