"""The reader as a spaCy component: `nlp.add_pipe("sayso_reader")` on a blank English pipeline, or `sayso.load()`.

It fills tokens' tags, lemmas, heads and sentence starts and `doc.ents`; the whole reading is at `doc._.reading`.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span

from sayso.core import Document, Reading
from sayso.read.reader import NeuralReader


class ReaderComponent:
    """Reads a `Doc` made by spaCy's English tokeniser. `published` of the pipeline's texts can be set on `doc.user_data`."""

    def __init__(self, reader: NeuralReader) -> None:
        self.reader = reader
        if not Doc.has_extension("reading"):
            Doc.set_extension("reading", default=None)

    def __call__(self, doc: Doc) -> Doc:
        from sayso.core import Found, Masthead

        published = doc.user_data.get("published")
        masthead = Masthead(published=Found(published, "given") if published else None)
        (reading,) = self.reader.read([Document("doc", doc.text, masthead)])
        doc._.reading = reading
        return doc if reading.unread else _filled(doc, reading)


def _filled(doc: Doc, r: Reading) -> Doc:
    at = {t.idx: t for t in doc}
    own = [at.get(t.start) for t in r.tokens]
    starts = {r.tokens[first].start for first, _ in r.sentences}
    for word in doc:  # before the heads: spaCy takes no sentence starts of a parsed document
        word.is_sent_start = word.idx in starts
    for i, (t, token) in enumerate(zip(r.tokens, own, strict=True)):
        if token is None:
            continue
        head = own[t.head]
        token.pos_, token.lemma_, token.dep_ = t.upos, t.lemma, "ROOT" if t.head == i else t.deprel
        token.set_morph(t.feats or None)  # type: ignore[attr-defined]
        token.head = head if head is not None else token
    for word in doc[1:]:
        if word.is_space:  # blanks hang on the word before them, as in spaCy's own pipelines
            word.pos_, word.dep_, word.head = "SPACE", "dep", doc[word.i - 1]
    spans = [doc.char_span(n.start, n.end, label=n.label, alignment_mode="expand") for n in r.names]
    doc.set_ents(_apart([s for s in spans if s is not None]))
    return doc


def _apart(spans: list[Span]) -> list[Span]:
    """Spans that do not overlap, the first of two kept."""
    out: list[Span] = []
    for s in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not out or s.start >= out[-1].end:
            out.append(s)
    return out


@Language.factory("sayso_reader", assigns=["token.pos", "token.lemma", "token.dep", "token.head", "doc.ents", "doc._.reading"])
def make_reader(nlp: Language, name: str) -> ReaderComponent:
    """Factory for spaCy; loads the model that the package carries."""
    return ReaderComponent(NeuralReader())


def load() -> Language:
    """A spaCy pipeline of English with sayso's reader."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sayso_reader")
    return nlp
