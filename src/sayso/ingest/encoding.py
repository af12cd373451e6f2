"""Bytes to text: the encoding that the bytes declare or show, and a warning where it had to be guessed."""

import codecs
import re

from charset_normalizer import from_bytes

from sayso.ingest.rejections import Rejected

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
# What pages and mails that declare the key are written in (WHATWG Encoding Standard, section 4.2).
_MEANT = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "x-user-defined": "",
}  # fmt: skip
# Encodings that reporting is found in. A guess among all that exist turns English with curly quotes into Baltic letters.
_LIKELY = [
    "cp1252", "cp1251", "koi8_r", "iso8859_5", "cp1250", "iso8859_2", "cp1254", "cp1253", "cp1256", "cp1255", "cp1257",
    "gb18030", "big5", "cp932", "euc_jp", "cp949", "cp874", "cp866", "mac_roman",
]  # fmt: skip
# UTF-8 read as Windows-1252 (or Latin-1), once: the lead bytes C2, C3, E2 80, D0 and D1 as the letters they then show.
_TRAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(f"Ã[{_TRAIL}]|Â[\xa0-\xbf]|â€[™œ“”˜¦\x9d\x93\x94\x99]|[ÐÑ][{_TRAIL}]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 256 * 1024


def decode(content: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of `content`, code point for code point, and warnings.

    A byte order mark decides and is no part of the text; then UTF-8 if it fits, then `declared`, then what the bytes look
    like. Raises `Rejected` ("binary", "encoding").
    """
    mark, codec, warnings = _encoding(content, declared)
    text = content[mark:].decode(codec, "replace")
    controls = len(_CONTROL.findall(text[:_SAMPLE]))
    if "\x00" in text or (controls > 3 and controls * 100 > min(len(text), _SAMPLE)):
        raise Rejected("binary", "holds NUL or many control characters: this is not text")
    return text, (*warnings, *mojibake(text))


def encoding_of(head: bytes) -> tuple[str, tuple[str, ...]]:
    """The codec of a stream that begins with `head`, mark aside, and warnings. Raises `Rejected` ("binary", "encoding")."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ()
    mark, codec, warnings = _encoding(head[: head.rfind(b"\n") + 1] or head, "")
    return "utf-8-sig" if mark and codec == "utf-8" else codec, warnings


def mojibake(text: str) -> tuple[str, ...]:
    """A warning if `text` shows letters that come from decoding UTF-8 as something else."""
    found = _MOJIBAKE.findall(text[:_SAMPLE])
    return (f"mojibake: {len(found)} places such as {found[0]!r}",) if len(found) >= 2 else ()


def _encoding(content: bytes, declared: str) -> tuple[int, str, tuple[str, ...]]:
    """Bytes of the mark, codec, warnings."""
    mark, codec = next(((len(m), name) for m, name in _BOMS if content.startswith(m)), (0, ""))
    if codec and codec != "utf-8":
        return mark, codec, _checked(content[mark:], codec)
    if b"\x00" in content[:4096]:
        raise Rejected("binary", "holds NUL bytes: this is not text. If it is UTF-16, save it as UTF-8.")
    wrong = _fault(content[mark:], "utf-8")
    if wrong is None:
        return mark, "utf-8", ()
    declared = declared.strip().lower()
    meant = _MEANT.get(declared, declared)
    if meant and meant not in ("utf-8", "utf8") and _fault(content, meant) is None:
        return 0, meant, ()
    if warning := _nearly_utf8(content, wrong):
        return mark, "utf-8", (warning,)
    best = from_bytes(content[:_SAMPLE], cp_isolation=_LIKELY).best()
    if best is None:
        raise Rejected("encoding", f"is not UTF-8 (byte {wrong}) and no other encoding fits. Save it as UTF-8.")
    codec = "cp1252" if "cp1252" in (best.encoding, *best.could_be_from_charset) else best.encoding
    return 0, codec, (f"encoding: guessed {codec}",)


def _fault(content: bytes, codec: str) -> int | None:
    """Where `content` stops being what `codec` reads; None if it fits; 0 for a codec that does not exist."""
    try:
        content.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    except (LookupError, ValueError):
        return 0
    return None


def _checked(content: bytes, codec: str) -> tuple[str, ...]:
    wrong = _fault(content, codec)
    if wrong is None:
        return ()
    if wrong + 4 > len(content):
        return (f"encoding: the last bytes are cut off ({codec})",)
    raise Rejected("encoding", f"starts as {codec.upper()} but is not, at byte {wrong}. Save it as UTF-8.")


def _nearly_utf8(content: bytes, first: int) -> str:
    """A warning if a few bytes only are not UTF-8: the rest is kept, and they read U+FFFD."""
    repaired = content.decode("utf-8", "replace")
    wrong = repaired.count("\ufffd")
    right = sum(1 for c in repaired[:_SAMPLE] if c > "\x7f" and c != "\ufffd")
    if wrong * 500 < len(content) and right > 2 * wrong:
        return f"encoding: {wrong} places are not UTF-8 (first at byte {first}) and read U+FFFD"
    return ""
