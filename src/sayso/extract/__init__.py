"""From a reading to what its document tells: event reports, figures and statements, each with its chain of speakers.

Pure: the lexicons are package data, nothing else is read. Values in the world (which place, which actor) are filled in by
`sayso.resolve`.
"""

from sayso.extract.document import extract

__all__ = ["extract"]
