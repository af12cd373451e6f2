"""Attributions without a comma, made whole by form. All sentences are invented."""

from sayso.core import Attribution, Span
from sayso.read import contents, sources, unmarked
from sayso.read.frame import Frame
from tests.extract.parsed import reading

CLOSED = """
Shells shell NOUN 2 nsubj
hit hit VERB 0 root VerbForm=Fin|Tense=Past
Tarrin tarrin PROPN 2 obj GPE
killing kill VERB 2 advcl
six six NUM 4 obj
a a DET 7 det
source source NOUN 6 dep
at at ADP 10 case
the the DET 10 det
clinic clinic NOUN 7 nmod
said say VERB 2 parataxis VerbForm=Fin|Tense=Past
. . PUNCT 2 punct
"""

CUT = """
Velk velk PROPN 2 nsubj PERSON
said say VERB 0 root VerbForm=Fin|Tense=Past
fire fire NOUN 9 nsubj
on on ADP 8 case
rebel rebel NOUN 7 compound
- - PUNCT 5 punct
held hold VERB 8 amod
Olenk olenk PROPN 3 nmod GPE
killed kill VERB 2 ccomp VerbForm=Fin|Tense=Past
six six NUM 9 obj
. . PUNCT 2 punct
"""


def test_a_sentence_is_its_speakers_who_closes_it_without_a_comma() -> None:
    r = reading(CLOSED)
    (a,) = unmarked.closings(Frame(r.text, r.tokens, r.sentences, ()), [])
    assert [s.of(r.text) for s in (*a.source, *a.cue, *a.content)] == [
        "a source at the clinic",
        "said",
        "Shells hit Tarrin killing six",
    ]


def test_a_content_that_stops_before_its_verb_goes_on_to_the_end_of_the_clause() -> None:
    r = reading(CUT)
    start = r.tokens[2].start
    cut = Span(start, r.tokens[4].end)
    (whole,) = sources.whole_content(r.tokens, *r.sentences[0], (1, 2), (cut,))
    assert whole.of(r.text) == "fire on rebel - held Olenk killed six"


FRAMED = """
From from ADP 2 case
what what PRON 8 obl
miners miner NOUN 4 nsubj
told tell VERB 2 acl:relcl VerbForm=Fin|Tense=Past
us we PRON 4 iobj
, , PUNCT 2 punct
six six NUM 8 nsubj
died die VERB 0 root VerbForm=Fin|Tense=Past
. . PUNCT 8 punct
"""


def test_what_somebody_told_us_is_theirs() -> None:
    r = reading(FRAMED)
    (a,) = unmarked.framed(Frame(r.text, r.tokens, r.sentences, ()), [])
    assert [s.of(r.text) for s in (*a.source, *a.cue, *a.content)] == ["miners", "told", "six died"]


TOLD = """
Velk velk PROPN 2 nsubj PERSON
said say VERB 0 root VerbForm=Fin|Tense=Past
Rada rada PROPN 8 nsubj PERSON
told tell VERB 2 ccomp VerbForm=Fin|Tense=Past
him he PRON 4 iobj
that that SCONJ 8 mark
Olenk olenk PROPN 8 nsubj GPE
burned burn VERB 2 ccomp VerbForm=Fin|Tense=Past
. . PUNCT 2 punct
"""


def test_what_is_told_to_somebody_is_found_wherever_the_parse_hangs_it() -> None:
    r = reading(TOLD)
    frame = Frame(r.text, r.tokens, r.sentences, ())
    outer = Attribution((frame.span(0, 1),), (frame.span(1, 2),), (frame.span(2, 8),))
    (a,) = unmarked.clauses(frame, [outer])
    assert [s.of(r.text) for s in (*a.source, *a.cue, *a.content)] == ["Rada", "told", "that Olenk burned"]


def test_a_few_words_without_a_mark_interrupt_no_content() -> None:
    text = "Velk said that Rada told them that Olenk burned, as he feared"
    frame = Frame(text, (), (), ())
    parts = tuple(Span(text.index(p), text.index(p) + len(p)) for p in ("that Rada", "that Olenk burned", "as he feared"))
    assert [s.of(text) for s in contents.completed(frame, parts, (), ())] == [
        "that Rada told them that Olenk burned",
        "as he feared",
    ]
