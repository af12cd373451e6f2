"""What is English is read, what is not is recognised. Sentences are ours."""

import pytest

from sayso.core import Document, Found, Masthead
from sayso.read.language import language_of

CASES = [
    ("The police said four people had died in the attack on the bridge near Olenk.", "en"),
    ("THE POLICE SAID FOUR PEOPLE HAD DIED IN THE ATTACK ON THE BRIDGE.", "en"),
    ("Gunmen abduct students from a university of agriculture in Makurdi, Benue State, Nigeria.", "en"),
    ("Four dead.", "en"),
    ("", "en"),
    ("La policía dijo que cuatro personas murieron en el ataque al puente el jueves por la noche.", "es"),
    ("Die Polizei teilte mit, dass bei dem Anschlag auf die Brücke vier Menschen getötet wurden.", "de"),
    ("La police a déclaré que quatre personnes étaient mortes dans l'attaque du pont jeudi soir.", "fr"),
    ("Полиция сообщила о гибели.", "ru"),
    ("قالت الشرطة إن أربعة قتلوا", "ar"),
    ("警方称四人死亡", "zh"),
]


@pytest.mark.parametrize(("text", "language"), CASES)
def test_language_by_its_words(text: str, language: str) -> None:
    assert language_of(Document("a", text)) == language


def test_the_masthead_decides_where_words_are_few() -> None:
    document = Document("a", "Vier doden.", Masthead(language=Found("nl-NL", "meta:lang")))
    assert language_of(document) == "nl"
