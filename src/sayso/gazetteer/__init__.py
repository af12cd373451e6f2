"""Places of the world by name: towns over 500 people, divisions, countries, regions and sites."""

from sayso.gazetteer.tables import Country, countries, divisions, hand_entries
from sayso.gazetteer.world import Candidate, Gazetteer, open_gazetteer

__all__ = ["Candidate", "Country", "Gazetteer", "countries", "divisions", "hand_entries", "open_gazetteer"]
