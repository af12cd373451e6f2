"""Decisions of people, and what produced a record."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision. It names document, field, span and the value decided, never a record id.

    `verdict`: accept, correct, reject, add, same, different, unsure, undo, comment. `field`, `value` and how they are laid
    over a coding: `sayso.core.judging`. For pairs (`field` same_event, same_origin), `other_document`, `other_start`,
    `other_end` name the second side. `made` is ISO 8601 with zone. `undoes` is the id of the judgement that an undo lifts.
    """

    id: str
    person: str
    made: str
    verdict: str
    field: str
    document: str
    start: int
    end: int
    value: str = ""
    other_document: str = ""
    other_start: int = 0
    other_end: int = 0
    note: str = ""
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What produced records: program, reader, ontology and lexicon versions, and when. `id` is a digest without the time."""

    id: str
    stage: str
    program: str
    reader: str
    ontology: str
    lexicons: str
    started: str = ""

    @property
    def reader_name(self) -> str:
        """The reader without its version: "sayso-en" of "sayso-en/3+rules-1". Each document has one current run for each stage
        and reader name."""
        return self.reader.partition("/")[0]
