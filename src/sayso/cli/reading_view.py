"""A reading in the terminal: the text with names bold, quotations in their speaker's colour, commitments named; then who says what as
an indented list, numbered as in the text, so that it can be read without colours too."""

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from sayso.cli.frame import shown, visible
from sayso.cli.reading_marks import STANCES, Marks, Numbered, Piece, marks_of, words
from sayso.core import Reading

_PALETTE = ("cyan", "magenta", "green", "yellow", "blue", "bright_red", "bright_cyan", "bright_magenta")
_WIDTH = 96  # columns of running text that are read with ease
_CONTENT = 220  # characters of a content in the list


def show(r: Reading, console: Console) -> None:
    """Prints one reading."""
    about = " · ".join(x for x in (r.published or "", f"{len(r.sentences)} sentences", r.reader) if x)
    console.rule(f"[bold]{shown(r.doc)}[/]  [dim]{shown(about)}[/]", align="left")
    if r.unread:
        console.print(f"[yellow]not read: {shown(r.unread)}[/]")
        return
    marks = marks_of(r)
    width = min(console.width, _WIDTH)
    console.print(Padding(_text(r, marks), (0, 0, 1, 0)), width=width)
    if not marks.tree:
        console.print("[dim]nobody is quoted or reported[/]")
        return
    console.print(_speakers(marks))
    console.print(Group(*(_line(r, n) for n in marks.tree)), width=width)
    console.print()


def _text(r: Reading, marks: Marks) -> Text:
    out = Text()
    for p in marks.pieces:
        out.append(visible(r.text[p.start : p.end]), _style(p))
        if p.commitment:
            out.append(f"‹{p.commitment}›", "dim red")
        for number in p.numbers:
            out.append(f"[{number}]", "dim")
    return out


def _style(p: Piece) -> str:
    parts = ["bold"] if p.label else []
    if p.speaker >= 0:
        parts.append(_PALETTE[p.speaker % len(_PALETTE)])
    if p.quoted:
        parts.append("italic")
    if p.cue:
        parts.append("underline")
    if p.hedge:
        parts.append("underline dim")
    return " ".join(parts)


def _speakers(marks: Marks) -> Text:
    """The speakers in their colours, each with how often it speaks."""
    out = Text("who says what  ", "bold")
    for k, (name, count) in enumerate(zip(marks.speakers, marks.counts, strict=True)):
        out.append(visible(name if len(name) <= 40 else name[:39] + "…"), _PALETTE[k % len(_PALETTE)])
        out.append(f" {count}   ", "dim")
    return out


def _line(r: Reading, n: Numbered) -> Padding:
    a = n.attribution
    colour = _PALETTE[n.speaker % len(_PALETTE)] if n.speaker >= 0 else "dim"
    source = words(r, a.source, " ") or "(no speaker)"
    out = Text()
    out.append(f"{n.number} ", "dim")
    out.append(visible(source), f"bold {colour}")
    if a.speaker is not None:
        out.append(f" = {visible(words(r, (a.speaker,)))}", colour)
    if a.cue:
        out.append(f" {visible(words(r, a.cue))}", "underline")
    tags = [STANCES[a.stance]] if a.stance in STANCES else []
    tags += ["negated"] if a.negated else []
    tags += ["relayed"] if a.relayed else []
    if tags:
        out.append(f" ({', '.join(tags)})", "red")
    content = words(r, a.content)
    out.append(
        "  " + visible(content if len(content) <= _CONTENT else content[: _CONTENT - 1] + "…"),
        "" if a.manner == "indirect" else "italic",
    )
    return Padding(out, (0, 0, 0, 2 * n.depth + 1))
