"""Every key of the workbench, once: the script reads `data-key` of the pages, buttons print it, the help page lists it.

No two actions of one page share a key; a test holds that. Letters do nothing while a field has the focus, with a modifier, during
composition, or when keys are switched off.
"""

from dataclasses import dataclass

ANYWHERE, LISTS, REVIEW, PAIRS, READER, EVENT = "anywhere", "lists", "review", "pairs", "reader", "event"


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `key` as the browser names it, a sequence with a space ("g e"); `where` the pages on which it works."""

    key: str
    does: str
    where: str = ANYWHERE


KEYS: dict[str, Key] = {
    "search": Key("/", "go to the search field"),
    "go_start": Key("g o", "go to the start page"),
    "go_events": Key("g e", "go to events"),
    "go_review": Key("g r", "go to review"),
    "go_search": Key("g s", "go to search"),
    "go_log": Key("g l", "go to the log of decisions"),
    "go_exports": Key("g x", "go to exports"),
    "link": Key("Y", "copy the address of this page"),
    "frozen": Key("F", "copy the address of this page as it stands now, frozen"),
    "help": Key("?", "keys of this page"),
    "leave": Key("Escape", "leave a field, close what is open"),
    "next_row": Key("j", "next row", LISTS),
    "last_row": Key("k", "previous row", LISTS),
    "open": Key("Enter", "open the row", LISTS),
    "document": Key("o", "open the document of the row", LISTS),
    "to_list": Key("l", "go to the list", LISTS),
    "to_map": Key("m", "go to the map", LISTS),
    "to_time": Key("t", "go to the time line", LISTS),
    "in_view": Key("v", "only what is in the frame of the map", LISTS),
    "accept": Key("a", "accept, and on to the next", REVIEW),
    "correct": Key("c", "correct", REVIEW),
    "reject": Key("x", "reject, and on to the next", REVIEW),
    "skip": Key("s", "skip for now", REVIEW),
    "undo": Key("u", "undo your last decision", REVIEW),
    "comment": Key("e", "write a comment", REVIEW),
    "said_by": Key("b", "said by the words that are marked in the card", REVIEW),
    "next_item": Key("]", "next without deciding", REVIEW),
    "last_item": Key("[", "previous without deciding", REVIEW),
    "source": Key("o", "open the document here", REVIEW),
    "same": Key("y", "the same", PAIRS),
    "different": Key("n", "different", PAIRS),
    "unsure": Key("h", "not enough information", PAIRS),
    "skip_pair": Key("s", "skip for now", PAIRS),
    "undo_pair": Key("u", "undo your last decision", PAIRS),
    "next_mark": Key("n", "next claim in the text", READER),
    "last_mark": Key("N", "previous claim in the text", READER),
    "next_unused": Key(".", "next number that was not used", READER),
    "open_mark": Key("Enter", "open the claim", READER),
    "hide_marks": Key("h", "hide or show the marks", READER),
    "mark_words": Key("m", "mark words: arrows move, Shift with arrows extends", READER),
    "add_figure": Key("f", "make the marked words, or the number that has the focus, a figure", READER),
    "add_event": Key("v", "make the marked words an event", READER),
    "add_statement": Key("t", "make the marked words a statement", READER),
    "accept_card": Key("a", "accept the open claim", READER),
    "correct_card": Key("c", "correct the open claim", READER),
    "reject_card": Key("x", "reject the open claim", READER),
    "undo_card": Key("u", "undo your last decision", READER),
    "said_by_card": Key("b", "said by the words that are marked in the card", READER),
    "next_origin": Key("j", "next row", EVENT),
    "last_origin": Key("k", "previous row", EVENT),
    "open_origin": Key("Enter", "open the row", EVENT),
    "origin_document": Key("o", "open the document of the row", EVENT),
    "compare_row": Key("p", "mark the row; on another row: both side by side", EVENT),
    **{f"figure_{n}": Key(str(n), f"go to figure {n} of the page", EVENT) for n in range(1, 10)},
    "review_event": Key("r", "review what is undecided here", EVENT),
}


def keys_of(*where: str) -> list[tuple[str, Key]]:
    """The keys that work on a kind of page, with those that work anywhere."""
    return [(name, k) for name, k in KEYS.items() if k.where in (ANYWHERE, *where)]
