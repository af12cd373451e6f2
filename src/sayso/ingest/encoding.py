"""Bytes to text: the encoding that the bytes declare or show, and a warning where it had to be guessed."""

import codecs
import re

from charset_normalizer import from_bytes

from sayso.ingest.rejections import Rejected

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
# UTF-8 read as Windows-1252 (or Latin-1), once: the lead bytes C3, E2 80, D0 and D1 as the letters they then show.
_TRAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(f"Ã[{_TRAIL}]|â€[™œ“”˜¦\x9d\x93\x94\x99]|[ÐÑ][{_TRAIL}]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 256 * 1024


def decode(content: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of `content`, code point for code point, and warnings.

    A byte order mark decides and is no part of the text; then UTF-8 if it fits, then `declared`, then what the bytes look
    like. Raises `Rejected` ("binary", "encoding").
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            try:
                return _plausible(content[len(mark) :].decode(name), ())
            except UnicodeDecodeError as error:
                raise Rejected("encoding", f"starts as {name.upper()} but is not, at byte {error.start}") from error
    if b"\x00" in content[:4096]:
        raise Rejected("binary", "holds NUL bytes: this is not text. If it is UTF-16, save it as UTF-8.")
    try:
        return _plausible(content.decode("utf-8"), ())
    except UnicodeDecodeError as error:
        fault = error
    if declared and declared.lower().replace("_", "-") not in ("utf-8", "utf8"):
        try:
            return _plausible(content.decode(declared), ())
        except (UnicodeDecodeError, LookupError):
            pass
    repaired = content.decode("utf-8", "replace")
    wrong = repaired.count("\ufffd")
    if wrong * 500 < len(content) and sum(1 for c in repaired[:_SAMPLE] if c > "\x7f" and c != "\ufffd") > 2 * wrong:
        return _plausible(repaired, (f"encoding: {wrong} places are not UTF-8 (first at byte {fault.start}) and read U+FFFD",))
    best = from_bytes(content[:_SAMPLE], cp_exclusion=["utf_7", "utf_16", "utf_32"]).best()
    if best is None:
        raise Rejected("encoding", f"is not UTF-8 (byte {fault.start}) and no other encoding fits. Save it as UTF-8.")
    return _plausible(content.decode(best.encoding, "replace"), (f"encoding: guessed {best.encoding}",))


def _plausible(text: str, warnings: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    controls = len(_CONTROL.findall(text[:_SAMPLE]))
    if controls > 3 and controls * 100 > min(len(text), _SAMPLE):
        raise Rejected("binary", f"holds {controls} control characters: this is not text")
    return text, warnings + mojibake(text)


def mojibake(text: str) -> tuple[str, ...]:
    """A warning if `text` shows letters that come from decoding UTF-8 as something else."""
    found = _MOJIBAKE.findall(text[:_SAMPLE])
    return (f"mojibake: {len(found)} places such as {found[0]!r}",) if len(found) >= 2 else ()
