"""Names to values in the world: places, actors, and how precisely."""

from sayso.resolve.places import resolve_places
from sayso.resolve.surroundings import Toponym

__all__ = ["Toponym", "resolve_places"]
