"""Furniture in plain text that was copied from a web page: marked as spans, never cut.

A line is furniture if it is of a closed kind (share line, menu, cookie note, copyright, "Read more: ..."), if it stands in a
list under a heading such as "Related stories", or if it repeats a caption. What is not surely furniture is left alone.
"""

import re
from dataclasses import dataclass

from sayso.core import Mark

_SHARE = r"(?:share|tweet|print|e-?mail|copy link|save|listen|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|messenger|follow us|pocket|viber|ok|vk|(?:this|article|story|on|via|by|the|to)\b)"
_LINE = re.compile(
    rf"""(?ix)
    (?:{_SHARE}[\s,|•·/]*){{1,12}}
    | (?:share|tweet|follow|like|find)\s(?:this|us|on)\b.{{0,60}}
    | (?:[-–—•\s]*)(?:advertisement|sponsored(?:\scontent)?|promoted|skip\s(?:to\s(?:main\s)?content|advert(?:isement)?|navigation))\b.{{0,40}}
    | (?:story|article)\scontinues\sbelow.{{0,30}}
    | (?:also\sread|read\s(?:more|also|next|on)|see\s(?:also|more)|more\son\sthis(?:\sstory|\stopic)?|watch|related)\s?:\s*\S.{{0,200}}
    | (?:sign\sup|subscribe)\b.{{0,120}}(?:newsletter|inbox|updates|alerts|e-?mail|channel|today)\b.{{0,60}}
    | (?:our\s)?newsletter
    | unsubscribe\b.{{0,120}}
    | .{{0,80}}\b(?:we|this\s(?:web)?site)\s(?:and\sour\spartners\s)?uses?\scookies\b.{{0,200}}
    | (?:accept|reject)\s(?:all|cookies|and\scontinue).{{0,40}} | cookie\s(?:policy|settings|preferences)
    | (?:©|\(c\)|copyright\b).{{0,160}} | all\srights\sreserved\.?
    | (?:download|get)\s(?:our|the)\sapp\b.{{0,60}}
    | (?:back\sto\stop|load\smore|show\smore|view\scomments|leave\sa\s(?:comment|reply)|log\sin(?:\sto\scomment)?|sign\sin|home|menu|search)
    | \d+\s(?:shares?|views?|min(?:ute)?s?\sread)
    | (?:tags?|topics?|filed\sunder)\s?:.{{0,200}}
    """
)
_LIST_HEAD = re.compile(
    r"(?i)(?:also\sread|read\s(?:more|also|next)|related(?:\s(?:stories|articles|posts|topics|content|news|links|coverage))?|see\salso|more\s(?:stories|news|on\sthis(?:\sstory)?)|"
    r"most\s(?:read|popular|viewed)|you\s(?:may|might)\salso\slike|recommended(?:\sfor\syou)?|trending(?:\snow)?|latest\snews|top\sstories|editors?['’]s?\spicks?|more\sfrom\s.{1,40})\s?:?"
)
_COMMENTS_HEAD = re.compile(
    r"(?i)(?:\d+\s)?(?:reader\s)?comments?(?:\s\(\d+\))?|\d+\scomments?|join the (?:conversation|discussion)|(?:0|no) comments(?: yet)?"
)
_AUTHOR_HEAD = re.compile(r"(?i)about (?:the )?authors?:?")
_AUTHOR = re.compile(
    r"(?:[A-Z][\w.'’-]+ ){1,4}(?:is|was|has been) (?:an?|the) (?:[\w-]+ ){0,4}"
    r"(?:reporter|correspondent|journalist|editor|writer|researcher|fellow|analyst|columnist|freelancer|author|photographer|producer)\b|"
    r"(?:[A-Z][\w.'’-]+ ){1,4}(?:writes|reports|covers|has covered) (?:about|on|for|from|the)\b|(?:Follow|Reach|Contact) (?:him|her|them|the author|[A-Z]\w+ )[^.]{0,40}(?:@|on (?:Twitter|X|Facebook))"
)
_CAPTION = re.compile(
    r"(?i)(?:.{10,400}[(\[](?:photos?|image|picture|credit|file\sphoto|video)\s?[:/ ].{1,80}[)\]]\.?|.{10,400}\[[^\]]{1,60}/(?:reuters|afp|ap|epa|getty[^\]]*)\]|"
    r"(?:photo|image|picture|file photo)(?:\s(?:credit|by))?\s?:\s?.{1,300}|.{10,300}/(?:afp|reuters|ap|epa)(?:\svia)?(?:\sgetty(?:\simages)?)?\.?)"
)
_MENU_CUT = re.compile(r"\s*[|•·»›]\s*|\s{3,}|\t")
_BULLET = re.compile(r"\s*(?:[-*•·–—>]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text that is not blank: offsets without surrounding white space, and the blank lines before it."""

    start: int
    end: int
    text: str
    gap: bool


def lines_of(text: str) -> list[Line]:
    """The lines of `text` that hold something, in order."""
    found: list[Line] = []
    at, gap = 0, True
    for raw in text.splitlines(keepends=True):
        bare = raw.strip()
        if bare:
            start = at + len(raw) - len(raw.lstrip())
            found.append(Line(start, start + len(bare), bare, gap))
        gap = not bare
        at += len(raw)
    return found


def furniture(text: str, lines: list[Line] | None = None) -> tuple[Mark, ...]:
    """Marks of kind furniture and caption in `text`, in order, without overlap."""
    lines = lines_of(text) if lines is None else lines
    if len(lines) < 2:
        return ()
    kinds: list[str] = [""] * len(lines)
    captions = _repeated(lines)
    state = ""  # "list" under a heading of links, "rest" under the comments, "author" under "About the author"
    for i, line in enumerate(lines):
        bare = line.text.strip("*_#= \t").strip()
        if state == "rest":
            kinds[i] = "furniture"
        elif i and _COMMENTS_HEAD.fullmatch(bare) and i * 5 >= len(lines) * 2:
            state, kinds[i] = "rest", "furniture"
        elif _LIST_HEAD.fullmatch(bare):
            state, kinds[i] = "list", "furniture"
        elif _AUTHOR_HEAD.fullmatch(bare):
            state, kinds[i] = "author", "furniture"
        elif (len(bare) <= 260 and _LINE.fullmatch(bare)) or _menu(bare):
            kinds[i] = "furniture"
        elif state == "author" or (state == "list" and _is_link(line)):
            kinds[i], state = "furniture", ("" if state == "author" else state)
        else:
            state = ""
            if i in captions:
                kinds[i] = captions[i]
            elif len(bare) < 500 and _CAPTION.fullmatch(bare):
                kinds[i] = "caption"
            elif i >= 2 and i >= len(lines) - 4 and len(bare) < 400 and _AUTHOR.match(bare):
                kinds[i] = "furniture"
    return tuple(Mark(line.start, line.end, kind) for line, kind in zip(lines, kinds, strict=True) if kind)


def _is_link(line: Line) -> bool:
    """A headline in a list: a bullet, or short and without the end of a sentence."""
    return bool(_BULLET.match(line.text)) or (len(line.text) <= 120 and line.text[-1] not in ".!”\"'’;,")


def _menu(bare: str) -> bool:
    parts = [p for p in _MENU_CUT.split(bare) if p]
    return len(parts) >= 4 and len(bare) < 300 and all(len(p) <= 24 and not re.search(r"[.!?;:]|\d{2}", p) for p in parts)


def _repeated(lines: list[Line]) -> dict[int, str]:
    """Lines of at least 25 characters that come again within four lines: a caption, then its repetition."""
    last: dict[str, int] = {}
    kinds: dict[int, str] = {}
    for i, line in enumerate(lines):
        if len(line.text) < 25:
            continue
        key = re.sub(r"\W+", " ", line.text).casefold()
        if key in last and i - last[key] <= 4:
            kinds.setdefault(last[key], "caption" if last[key] > 0 else "")
            kinds[i] = "furniture"
        last[key] = i
    return {i: kind for i, kind in kinds.items() if kind}
