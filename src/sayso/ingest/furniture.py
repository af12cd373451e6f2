"""Furniture in plain text that was copied from a web page: marked as spans, never cut.

A line is furniture if it is of a closed kind (share line, menu, cookie note, copyright, "Read more: ..."), if it stands in a
list under a heading such as "Related stories", or if it repeats a caption. What is not surely furniture is left alone: a
marked line is not read for events.
"""

import re
from dataclasses import dataclass

from sayso.core import Mark

_PHOTO = r"(?:photo(?:graph)?|image|picture|video|illustration|map|credit|source|screen\s?(?:grab|shot)|handout|courtesy|file)"
_WIRE_PHOTO = r"(?:AFP|Reuters|AP|EPA|Getty(?:\sImages)?|TASS|Sputnik|dpa|Xinhua|Anadolu)"
_SHARE = (
    r"(?:share|tweet|print|(?:e-?)?mail|copy\slink|save|listen|facebook|twitter|x|google\+?|whatsapp|telegram|linked-?in|reddit|tumblr|pinterest|"
    r"messenger|pocket|viber|ok|vk|instagram|youtube|follow\sus|comment(?:\svia\sfacebook)?|more|(?:this|article|story|on|via|by|the|to)\b)"
)
_KINDS = (
    # share bars and the lines that WordPress writes around them
    rf"(?:share(?:\sthis)?\s?:\s)?(?:{_SHARE}[\s,|•·/:]*){{1,14}}",
    r"(?:share|tweet|like)\s(?:this|us|on)\b.{0,60}|like\sthis\s?:.{0,40}|(?:read\sor\s)?share\sthis\s(?:story|article)\b.{0,120}",
    r"['\"“(]?(?:follow|find|reach|contact|e-?mail)\s(?:@|him|her|them|us|me|the\sauthor|[A-Z][\w.'’-]+).{0,120}(?:@|twitter|facebook|instagram|\d{3}[-.\s]\d{4}).{0,60}",
    r"(?:follow|become\sa\sfan|join\sthe\sconversation|stay\sup\sto\sdate)\b.{0,80}(?:@\w+|twitter|facebook).{0,60}",
    # an author's addresses on a line of their own
    r"(?:(?:e-?mail|twitter|facebook|instagram|phone|tel)\s?:\s)?(?:@\w{2,30}|[\w.+-]+@[\w-]+\.[\w.]+)(?:,?\s(?:or|and|\|)?\s?(?:@\w{2,30}|[\w.+-]+@[\w.-]+|[\d().\s-]{7,20}))*",
    r"(?:twitter|facebook|instagram)\s?:\s.{2,60}",
    # advertisements and players
    r"[-–—•\s]*(?:advertisement|sponsored(?:\scontent)?|promoted|skip\s(?:ad|to\s(?:main\s)?content|advert(?:isement)?|navigation))\b.{0,40}",
    r"(?:story|article)\scontinues\sbelow.{0,40}|(?:please\s)?enable\sjavascript.{0,80}|mobile\susers\stap\shere.{0,60}|up\snext|slide\s?show|link\sto\sthis\svideo",
    r"(?:watch|view|see|tap|click)\s(?:here|the\s(?:report|video|full\svideo|gallery|photos|slide\s?show))\b.{0,60}|more\svideos\b.{0,20}|auto\s?play|replay",
    r"having\strouble\sviewing.{0,160}|get\sshort\surl.{0,12}|a\sa",
    # pointers to other pages
    r"[\[(>»•*\s-]{0,4}(?:also\sread|read\s(?:more|also|next|on)|see\s(?:also|more)|more\son\sthis(?:\sstory|\stopic)?|more|also|watch|related(?:\scontent)?|previous(?:ly)?|"
    r"photos|images|video|gallery|pictures)\s?:\s*\S.{0,200}(?<![.!?])",
    r"(?:also\sread|read\s(?:more|also|next)|see\salso)\s?:\s*\S.{0,200}",
    r"\[[A-Z][^\]]{15,140}[^\].]\]|>>.{3,120}|more\s(?:stories|news)\son\s.{2,60}|complete\scoverage\b.{0,80}",
    r"\d{1,2}:\d\d\s(?!(?:a\.?m|p\.?m)\b)[A-Z].{5,110}(?<![.!?])",  # a video and its length
    # newsletters, applications, accounts
    r"(?:sign\sup|subscribe)\b.{0,120}(?:newsletter|inbox|updates|alerts|e-?mail|channel|today)\b.{0,60}",
    r"(?:our\s|the\s)?(?:daily\s|weekly\s)?newsletters?|unsubscribe\b.{0,160}|(?:sign|log)\sin\susing\syour\b.{0,60}|welcome\sback\..{0,30}",
    r"(?:[\w\s]{0,30}\sapp\s-\s)?(?:download|get|install)\s(?:our|the|or\supdate)\b.{0,30}(?:app|iphone|android)\b.{0,60}",
    # consent and rights
    r".{0,80}\b(?:we|this\s(?:web)?site)\s(?:and\sour\spartners\s)?uses?\scookies\b.{0,200}",
    r"(?:accept|reject)\s(?:all|cookies|and\scontinue).{0,40}|cookie\s(?:policy|settings|preferences)",
    r"[(\[]?(?:©|\(c\)|copyright\b).{0,200}|all\srights\sreserved\.?|(?:this\smaterial\s)?may\snot\sbe\s(?:published|reproduced).{0,160}",
    # buttons and labels
    r"(?:back\sto\stop|load\smore|show\smore|view\scomments|leave\sa\s(?:comment|reply)|log\sin(?:\sto\scomment)?|sign\sin|home|menu|search|photos|posted\son)",
    r"\d+\s(?:shares?|views?|min(?:ute)?s?\sread)|report\san\serror\b.{0,60}|(?:tags?|topics?|filed\sunder|categories)\s?:.{0,200}",
    # who worked on a text, as agencies close it
    r"\((?:(?:additional\s|with\s)?(?:reporting|writing|editing|compiled|translated|graphics?)\s(?:by|from|in)\b).{3,400}\)",
    r"our\sstandards\s?:.{3,120}",
    r"(?:additional\s)?(?:reporting|editing|writing)\sby\s.{3,160}|contribut(?:ing|ors?)\s?:\s.{3,160}",
)  # fmt: skip
_LINE = re.compile("(?i)" + "|".join(f"(?:{kind})" for kind in _KINDS))
_RULE = re.compile(r"[\W_]{2,}|#(?:\s?#){1,4}|-\s?30\s?-")  # a line of strokes, the end sign of a release
_LIST_HEAD = re.compile(
    r"(?i)(?:also\sread|read\s(?:more|also|next)|related(?:\s(?:stories|articles|posts|topics|content|news|links|coverage|items))?|see\salso|more\s(?:stories|news|on\sthis(?:\sstory)?)|"
    r"most\s(?:read|popular|viewed|shared|commented)|you\s(?:may|might)\s(?:also\s)?like|recommended(?:\sfor\syou)?|(?:more\s)?trending(?:\snow)?|latest\snews|top\sstories|editors?['’]s?\spicks?|"
    r"more\sfrom\s.{1,40}|popular\s(?:stories|posts|now)|in\sother\snews|don['’]t\smiss|also)\s?:?"
)
_COMMENTS_HEAD = re.compile(
    r"(?i)(?:\d+\s)?(?:reader\s)?comments?(?:\s\(\d+\))?|\d+\scomments?|join the (?:conversation|discussion)|(?:0|no) comments(?: yet)?|trackbacks?(?:\s\(\d+\))?"
)
_AUTHOR_HEAD = re.compile(r"(?i)(?:about (?:the )?authors?|author bio)\s?:?")
_AUTHOR = re.compile(
    r"(?:[A-Z][\w.'’-]+ ){1,4}(?:is|was|has been) (?:an?|the) (?:[\w-]+ ){0,4}"
    r"(?:reporter|correspondent|journalist|editor|writer|researcher|fellow|analyst|columnist|freelancer|author|photographer|producer)\b|"
    r"(?:[A-Z][\w.'’-]+ ){1,4}(?:writes|reports|covers|has covered) (?:about|on|for|from|the)\b|"
    r"['\"“(]?(?:Follow|Reach|Contact|Email) (?:him|her|them|the author|[A-Z]\w+ )[^.]{0,40}(?:@|on (?:Twitter|X|Facebook))"
)
_CREDIT = rf"[(\[](?:{_PHOTO}\s?[:/ ].{{1,80}}|[^()\[\]]{{0,60}}\b(?:(?i:photos?|images?|file|staff|courtesy))|.{{1,60}}/\s?{_WIRE_PHOTO}(?:[ /].{{0,40}})?|Published\s\w+,\s.{{6,30}})[)\]]\.?"
_CAPTION = re.compile(
    rf".{{10,400}}\s?(?i:{_CREDIT})|(?i:[(\[]?(?:photo|image|picture|file\sphoto)(?:graph)?s?(?:\s(?:credit|by|courtesy))?\s?(?::\s?|by\s|courtesy\s).{{1,300}})|"
    rf"[^.!?]{{10,300}}/\s?{_WIRE_PHOTO}(?:\svia)?(?:[/\s]Getty(?:\sImages)?)?\.?|(?i:[(\[]{_PHOTO}\s?:\s?.{{1,80}}[)\]])|"
    # a sentence and the photographer: "Police at the scene. (Jane Roe)"
    r"[^.!?]{15,200}[.!?]\s\((?:Source:\s)?[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){1,2}(?:,\sStaff)?\)"
)
_RIGHTS_TAIL = re.compile(
    r"(?i)(?<=[.!?”\"'’)] )(?:©|\(c\)|copyright\b)[^\n]{0,120}(?:rights\sreserved|may\snot\sbe)[^\n]{0,200}$"
)
_MENU_CUT = re.compile(r"\s*[|•·»›]\s*|\s{3,}|\t")
_BULLET = re.compile(r"\s*(?:[-*•·–—>]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text that is not blank: offsets without surrounding white space, and whether a blank line stands before."""

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
    """Marks of kind furniture and caption in `text`, in order, without overlap. A text of one line has none."""
    lines = lines_of(text) if lines is None else lines
    if len(lines) < 2:
        return ()
    kinds = _kinds(lines)
    marks = [Mark(line.start, line.end, kind) for line, kind in zip(lines, kinds, strict=True) if kind]
    if not kinds[-1] and (tail := _RIGHTS_TAIL.search(lines[-1].text[-400:])):
        start = lines[-1].start + max(0, len(lines[-1].text) - 400)
        marks.append(Mark(start + tail.start(), start + tail.end(), "furniture"))
    return tuple(marks)


def _kinds(lines: list[Line]) -> list[str]:
    """A kind for each line, or ""."""
    kinds: list[str] = [""] * len(lines)
    repeated = _repeated(lines)
    state = ""  # "list" under a heading of links, "rest" under the comments, "author" under "About the author"
    for i, line in enumerate(lines):
        bare = line.text.strip("*_#= \t").strip() or line.text
        if state == "rest":
            kinds[i] = "furniture"
        elif i and _COMMENTS_HEAD.fullmatch(bare) and i * 5 >= len(lines) * 2:
            state, kinds[i] = "rest", "furniture"
        elif _LIST_HEAD.fullmatch(bare):
            state, kinds[i] = "list", "furniture"
        elif _AUTHOR_HEAD.fullmatch(bare):
            state, kinds[i] = "author", "furniture"
        elif (len(bare) <= 420 and _LINE.fullmatch(bare)) or _RULE.fullmatch(line.text) or _menu(bare):
            kinds[i] = "furniture"
        elif state == "author" or (state == "list" and _is_link(line)):
            kinds[i], state = "furniture", ("" if state == "author" else state)
        else:
            state = ""
            kinds[i] = repeated.get(i) or _by_place(lines, i, bare)
    return kinds


def _by_place(lines: list[Line], i: int, bare: str) -> str:
    """What only the form and the place in the text tell: a caption anywhere, an author's note at the end."""
    if len(bare) < 500 and not bare.startswith(("“", '"', "‘", ">")) and _CAPTION.fullmatch(bare):
        return "caption"
    if i >= 2 and i >= len(lines) - 4 and len(bare) < 400 and _AUTHOR.match(bare):
        return "furniture"
    return ""


def _is_link(line: Line) -> bool:
    """A headline in a list: a bullet, or short and without the end of a sentence."""
    return bool(_BULLET.match(line.text)) or (len(line.text) <= 120 and line.text[-1] not in ".!”\"'’;,")


def _menu(bare: str) -> bool:
    parts = [p for p in _MENU_CUT.split(bare) if p]
    return len(parts) >= 4 and len(bare) < 300 and all(len(p) <= 24 and not re.search(r"[.!?;:]|\d{2}", p) for p in parts)


def _repeated(lines: list[Line]) -> dict[int, str]:
    """Lines of at least 25 characters that come again within four lines: the later is a repetition; so is the earlier, if it is no
    sentence: a caption that stands twice, as opposed to a lead that stands above a text and opens it."""
    last: dict[str, int] = {}
    kinds: dict[int, str] = {}
    for i, line in enumerate(lines):
        if len(line.text) < 25:
            continue
        key = re.sub(r"\W+", " ", line.text).casefold()
        if key in last and i - last[key] <= 4:
            kinds[i] = "furniture"
            if last[key] > 0 and not re.search(r"""[.!?]["”’']?$""", line.text):
                kinds.setdefault(last[key], "caption")
        last[key] = i
    return kinds
