"""Why an input gives no document: stable codes, and the exception that carries one to the edge of its part."""

REJECTION_CODES: dict[str, str] = {
    "not-found": "there is no such file",
    "unreadable": "the file exists but cannot be opened",
    "not-a-file": "a device, pipe or socket, or a link that leaves the folder",
    "empty": "no text: nothing, only white space, or a page without an article",
    "too-large": "larger than a limit",
    "bomb": "unpacks to far more than it is, or without end",
    "nested": "archives inside archives beyond the limit",
    "unsafe-path": "an archive member whose path leaves the archive",
    "broken": "damaged, cut off, or not the format it says it is",
    "encrypted": "protected by a password",
    "image-only": "pages without text: needs character recognition first",
    "binary": "not text, nor a known format",
    "unsupported": "a known format that is not read",
    "encoding": "the character encoding cannot be told",
    "no-column": "the table lacks the column that holds the text",
    "bad-record": "a record that is not what the format asks for",
    "bad-date": "a date that is neither ISO nor in the given form",
    "ambiguous-date": "a date that can be read in two ways",
    "duplicate-doc": "the name of another document of the same call",
    "timeout": "the parser ran past its time",
    "memory": "the parser ran past its memory",
    "crash": "the parser died",
    "sidecar": "a sidecar or a mapping is no document",
    "bad-sidecar": "a sidecar that is not a JSON object, or a mapping that cannot be used",
    "private-address": "an address of this machine or the local network",
    "bad-address": "an address that cannot be fetched",
    "fetch": "the server did not answer with the page",
    "robots": "the site asks programs not to fetch this",
}


class Rejected(Exception):
    """Ends the reading of one part. `code` is a key of `REJECTION_CODES`; `part` names a record, member or page."""

    def __init__(self, code: str, reason: str, part: str = "") -> None:
        if code not in REJECTION_CODES:
            raise KeyError(code)
        self.code, self.reason, self.part = code, reason, part
        super().__init__(code, reason, part)
