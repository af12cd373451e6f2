"""Names to values in the world: places and actors, each with how it was resolved and how precisely."""

from sayso.resolve.actorbook import ActorBook, KnownActor, load_actors
from sayso.resolve.actors import resolve_actor
from sayso.resolve.document import resolve
from sayso.resolve.places import resolve_places
from sayso.resolve.precision import Precision, TimePrecision, place_precision, time_precision
from sayso.resolve.surroundings import Toponym

__all__ = [
    "ActorBook",
    "KnownActor",
    "Precision",
    "TimePrecision",
    "Toponym",
    "load_actors",
    "place_precision",
    "resolve",
    "resolve_actor",
    "resolve_places",
    "time_precision",
]
