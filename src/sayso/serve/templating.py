"""The template engine: everything is escaped, unknown names are errors, and values are written the same way on every page."""

import json
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

import jinja2
from markupsafe import Markup, escape

from sayso.core import split_address
from sayso.export import words
from sayso.ontology import load
from sayso.serve import draw
from sayso.serve.assets import asset_url
from sayso.serve.keys import KEYS, keys_of


@cache
def environment() -> jinja2.Environment:
    """The environment of all templates, with a cache of compiled ones."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters.update(
        spoken=words.spoken,
        date=words.date_text,
        moment=words.moment_text,
        short=words.shorten,
        percent=lambda share: f"{share:.0%}",
        number=lambda n: f"{n:,}",
        claim_url=claim_url,
        document_url=document_url,
        origin_url=origin_url,
        actor_url=lambda name: f"/actors/{quote(name, safe='')}",
        source_url=lambda name: f"/sources/{quote(name, safe='')}",
        quoted=lambda text: quote(str(text), safe=""),
    )
    env.globals.update(
        asset=asset_url,
        keys=KEYS,
        key=key,
        keymap=keymap,
        plural=words.plural,
        number_text=words.number_text,
        symbol=draw.symbol,
        strip=draw.draw_strip,
        marked_text=draw.draw_text,
        axis=axis,
        ROLES=words.ROLES,
        STATES=words.STATES,
        STANCES=words.STANCES,
        CONFLICTS=words.CONFLICTS,
        lists={name: tuple(values) for name, values in load().lists.items()},
        TYPES=words.TYPES,
    )
    return env


def claim_url(address: str, event: str = "") -> str:
    """The page of a claim, as one about an event where one is given: a claim may be about several."""
    document, subject = split_address(address)
    params = {"part": address.rpartition("#")[2].partition(".")[2], "event": event}
    query = urlencode({name: value for name, value in params.items() if value})
    return f"/claims/{quote(document)}/{quote(subject)}" + (f"?{query}" if query else "")


def document_url(address: str) -> str:
    """The reader, open at a claim or report if the address is one."""
    document, subject = split_address(address) if "#" in address else (address, "")
    return f"/docs/{quote(document)}" + (f"?claim={quote(subject)}#{quote(subject)}" if subject else "")


def origin_url(origin: str, event: str = "") -> str:
    """The page of an origin, within an event where one is given."""
    return f"/origins/{quote(origin, safe='')}" + (f"?event={quote(event)}" if event else "")


def key(name: str) -> Markup:
    """The key of an action, as it is printed on its button."""
    return Markup('<kbd aria-hidden="true">{}</kbd>').format(KEYS[name].key)


@cache
def keymap(where: str) -> str:
    """The keys of a kind of page for its script, as JSON: names to keys."""
    return json.dumps({name: k.key for name, k in keys_of(where)}, separators=(",", ":"))


def axis(scale: draw.Scale) -> Markup:
    """The numbers above the strips of a table."""
    parts = "".join(f'<text x="{scale.at(t):.2f}%" y="12" text-anchor="middle">{escape(f"{t:,}")}</text>' for t in scale.ticks)
    return Markup(f'<svg class="axis" width="100%" height="16" aria-hidden="true" focusable="false">{parts}</svg>')
