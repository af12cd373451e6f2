"""Which events a command is about: one set of options for lists, data sets and briefs."""

import re
from datetime import date
from typing import Annotated

import typer

from sayso.core import ConfigError
from sayso.ledger import EventFilter, Snapshot
from sayso.ontology import load

First = Annotated[str, typer.Option("--from", help="On this day or later (2015-07-16).", rich_help_panel="Which events")]
Last = Annotated[str, typer.Option("--to", help="On this day or earlier.", rich_help_panel="Which events")]
Where = Annotated[
    str, typer.Option("--place", help="At this place or in this province, by name.", rich_help_panel="Which events")
]
Country = Annotated[str, typer.Option("--country", help="In this country (ISO 3166: KG).", rich_help_panel="Which events")]
Kind = Annotated[list[str] | None, typer.Option("--type", help="Of this PLOVER type (ASSAULT, PROTEST); may be repeated.",
                                                rich_help_panel="Which events")]  # fmt: skip
Contested = Annotated[bool, typer.Option("--contested", help="On which accounts conflict.", rich_help_panel="Which events")]
ContestedOn = Annotated[str, typer.Option("--contested-on", help="On which accounts of this conflict (killed, place, perpetrator).",
                                          rich_help_panel="Which events")]  # fmt: skip
Party = Annotated[
    str, typer.Option("--actor", help="Whose reports name this party, speaker or group.", rich_help_panel="Which events")
]
Killed = Annotated[int | None, typer.Option("--killed", min=0, help="With a claim of at least so many dead.",
                                            rich_help_panel="Which events")]  # fmt: skip
Origins = Annotated[int, typer.Option("--origins", min=0, help="With at least so many origins.", rich_help_panel="Which events")]
Outlet = Annotated[str, typer.Option("--outlet", help="Reported by this outlet.", rich_help_panel="Which events")]
Text = Annotated[str, typer.Option("--text", help='Whose reports have these words ("a phrase", -without, this OR that).',
                                   rich_help_panel="Which events")]  # fmt: skip
Happened = Annotated[bool, typer.Option("--happened", help="Only what is told as having happened or going on, and not as background.",
                                        rich_help_panel="Which events")]  # fmt: skip
Ids = Annotated[list[str] | None, typer.Argument(help="Events by id; without, those of the options.", metavar="[EVENT]...")]


def chosen(
    *, first: str = "", last: str = "", place: str = "", country: str = "", kind: list[str] | None = None, contested: bool = False,
    contested_on: str = "", actor: str = "", killed: int | None = None, origins: int = 0, outlet: str = "", text: str = "",
    happened: bool = False,
) -> EventFilter:  # fmt: skip
    """The filter of the options. Raises ConfigError naming the option, what was given and what may be."""
    types, lists = load().types, load().lists
    given = tuple(k.upper() for k in kind or ())
    for k in given:
        if k not in types:
            raise ConfigError(f"'{k[:40]}' is no type of event", where="--type", hint=f"One of: {', '.join(types)}.")
    fields = (*lists["figure_kind"], *lists["statement_field"])
    if contested_on and contested_on not in fields:
        raise ConfigError(f"'{contested_on[:40]}' is no field", where="--contested-on", hint=f"One of: {', '.join(fields)}.")
    if country and not re.fullmatch(r"[A-Za-z]{2}", country):
        raise ConfigError(f"'{country[:40]}' is no country code", where="--country", hint="Give two letters, such as KG or SY.")
    words = [text] if text else []
    words += [f'"{actor}"'] if actor else []
    return EventFilter(
        first=day_of(first, "--from"),
        last=day_of(last, "--to"),
        country=country.upper(),
        place=place,
        types=given,
        factuality=("happened", "ongoing") if happened else (),
        background=False if happened else None,
        text=" ".join(words),
        contested=contested_on or ("any" if contested else ""),
        killed_from=killed,
        origins_from=origins,
        outlet=outlet,
    )


def day_of(text: str, option: str) -> str:
    """The day that an option gives, "" if it is not given. Raises ConfigError for what is no day of the calendar."""
    try:
        if text and (len(text) != 10 or date.fromisoformat(text).isoformat() != text):
            raise ValueError
    except ValueError:
        raise ConfigError(f"'{text[:40]}' is no day", where=option, hint="Write 2015-07-16.") from None
    return text


def warn_unlinked(snapshot: Snapshot) -> str:
    """A sentence where documents wait to be linked, "" where none does."""
    waiting = sum(1 for _, _ in zip(snapshot.unlinked(), range(1001), strict=False))
    if not waiting:
        return ""
    count = f"{waiting:,}" if waiting <= 1000 else "more than 1,000"
    return f"{count} document{'s' * (waiting != 1)} not linked yet, and so not in any event here: sayso link"
