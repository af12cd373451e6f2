"""What sayso can say: event types, closed lists, groups, crosswalks and trigger words, as checked data files."""

from sayso.ontology.load import EventType, Group, Mode, Ontology, Rule, Sector, SubEvent, Value, load
from sayso.ontology.tables import DataFileError
from sayso.ontology.triggers import Context, Frame, Trigger, Triggers, load_triggers

__all__ = [
    "Context",
    "DataFileError",
    "EventType",
    "Frame",
    "Group",
    "Mode",
    "Ontology",
    "Rule",
    "Sector",
    "SubEvent",
    "Trigger",
    "Triggers",
    "Value",
    "load",
    "load_triggers",
]
