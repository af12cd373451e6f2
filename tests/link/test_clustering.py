"""From pair weights to events: order, judgements, parts of a whole put together again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.core import Pair
from sayso.link.clustering import clusters, components

THRESHOLD, ABSENT = 0.0, -4.0


def report(document: int, event: int = 1) -> str:
    return f"doc_{document:02}#e{event}"


def pair(a: int, b: int, weight: float) -> Pair:
    return Pair(*sorted((report(a), report(b))), weight)


def grouped(n: int, pairs: list[Pair], **more: object) -> list[set[int]]:
    found = clusters([report(i) for i in range(n)], pairs, THRESHOLD, ABSENT, **more)  # type: ignore[arg-type]
    return [{int(r[4:6]) for r in g} for g in found]


def test_a_strong_pair_joins_and_a_weak_one_does_not() -> None:
    assert grouped(3, [pair(0, 1, 3.0), pair(1, 2, -1.0)]) == [{0, 1}, {2}]


def test_a_chain_does_not_join_what_nobody_compared() -> None:
    # 0-1 and 1-2 are strong, 0-2 was not even compared: the mean of the second join is (1 - 4) / 2
    assert grouped(3, [pair(0, 1, 3.0), pair(1, 2, 1.0)]) == [{0, 1}, {2}]


def test_a_group_that_is_strong_in_the_mean_joins() -> None:
    assert grouped(3, [pair(0, 1, 3.0), pair(1, 2, 5.0), pair(0, 2, 1.0)]) == [{0, 1, 2}]


def test_two_reports_of_one_document_are_two_events() -> None:
    reports = [report(0, 1), report(0, 2)]
    assert clusters(reports, [Pair(*reports, 9.0)], THRESHOLD, ABSENT) == [(reports[0],), (reports[1],)]


def test_unless_a_person_says_that_they_are_one() -> None:
    reports = [report(0, 1), report(0, 2)]
    assert clusters(reports, [], THRESHOLD, ABSENT, same=[(reports[1], reports[0])]) == [tuple(reports)]


def test_what_is_told_in_passing_does_not_take_the_place_of_what_a_document_is_about() -> None:
    main, passing, other = report(0, 1), report(0, 2), report(1)
    pairs = [Pair(main, other, 2.0), Pair(passing, other, 9.0)]
    assert clusters([main, passing, other], pairs, THRESHOLD, ABSENT, leading=[main, other]) == [(main, other), (passing,)]
    assert clusters([main, passing, other], pairs, THRESHOLD, ABSENT) == [(main,), (passing, other)]


def test_a_person_joins_what_nothing_else_does() -> None:
    same = [(report(0), report(1))]
    assert grouped(3, [pair(1, 2, 3.0)], same=same) == [{0, 1}, {2}]
    assert grouped(3, [pair(1, 2, 9.0)], same=same) == [{0, 1, 2}]


def test_a_person_parts_what_weights_would_join() -> None:
    pairs = [pair(0, 1, 9.0), pair(1, 2, 8.0), pair(0, 2, 8.0)]
    assert grouped(3, pairs, different=[(report(1), report(0))]) == [{0, 2}, {1}]


def test_different_holds_against_same() -> None:
    both = [(report(0), report(1))]
    assert grouped(2, [pair(0, 1, 9.0)], same=both, different=both) == [{0}, {1}]


def test_different_holds_against_a_chain_of_same() -> None:
    same = [(report(0), report(1)), (report(1), report(2))]
    found = grouped(3, [], same=same, different=[(report(0), report(2))])
    assert {frozenset(g) for g in found} == {frozenset({0, 1}), frozenset({2})}


def test_removing_a_judgement_restores() -> None:
    pairs = [pair(0, 1, 9.0), pair(2, 3, 2.0)]
    before = grouped(4, pairs)
    assert grouped(4, pairs, different=[(report(0), report(1))]) != before
    assert grouped(4, pairs) == before


def test_components_do_not_leave_a_report_out() -> None:
    assert components("cab", [("a", "c"), ("x", "a")]) == [("a", "c"), ("b",)]


WEIGHTS = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda t: t[0] < t[1]), st.integers(-4, 8).map(float), max_size=24
)


@settings(max_examples=60, deadline=None)
@given(WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_pairs_and_reports_does_not_matter(weights: dict[tuple[int, int], float], random: object) -> None:
    pairs = [pair(a, b, w) for (a, b), w in weights.items()]
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    reports = [report(i) for i in range(9)]
    heads = [report(i) for i in (0, 2, 3, 5)]
    for leading in ((), heads):
        found = clusters(reports, pairs, THRESHOLD, ABSENT, leading=leading)
        assert found == clusters(reversed(reports), shuffled, THRESHOLD, ABSENT, leading=leading[::-1])


@settings(max_examples=60, deadline=None)
@given(WEIGHTS)
def test_a_component_alone_gives_what_it_gives_among_all(weights: dict[tuple[int, int], float]) -> None:
    pairs = [pair(a, b, w) for (a, b), w in weights.items()]
    reports = [report(i) for i in range(9)]
    whole = clusters(reports, pairs, THRESHOLD, ABSENT)
    apart = [
        g
        for c in components(reports, [(p.left, p.right) for p in pairs if p.weight >= THRESHOLD])
        for g in clusters(c, [p for p in pairs if p.left in c and p.right in c], THRESHOLD, ABSENT)
    ]
    assert sorted(apart) == whole


@settings(max_examples=60, deadline=None)
@given(WEIGHTS, st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda t: t[0] < t[1]))
def test_judgements_are_never_broken(weights: dict[tuple[int, int], float], link: tuple[int, int]) -> None:
    pairs = [pair(a, b, w) for (a, b), w in weights.items()]
    said = (report(link[0]), report(link[1]))
    joined = grouped(9, pairs, same=[said])
    parted = grouped(9, pairs, different=[said])
    assert any(set(link) <= g for g in joined)
    assert not any(set(link) <= g for g in parted)
