"""A masthead while it is read off a text."""

import re
from dataclasses import dataclass, field

from sayso.core import Found, Mark, Masthead


@dataclass
class Gathered:
    """What has been read so far."""

    text: str
    known: Masthead
    found: dict[str, Found] = field(default_factory=dict)
    agencies: list[Found] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def set(self, name: str, value: str, where: str, start: int, end: int) -> None:
        """A field's value, unless an earlier line gave one."""
        self.found.setdefault(name, Found(value, where, start, end))

    def credit(self, names: str, where: str, start: int) -> None:
        """Each agency in `names`, which stands at `start`."""
        for name in re.finditer(r"(?:(?!,|/|\sand\s|\s&\s|\s-\s).)+", names):
            bare = re.sub(r"^(?:and|the|The)\s+", "", name[0].strip(" ."))
            at = start + name.start() + name[0].index(bare)
            if bare and all(a.value != bare for a in self.agencies):
                self.agencies.append(Found(bare, where, at, at + len(bare)))
