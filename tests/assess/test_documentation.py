"""docs/policies.md says what the policy files say."""

from pathlib import Path

import pytest

from sayso.assess.policies import names, policy
from sayso.assess.values import vague_words

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "policies.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", names())
def test_every_rule_stands_there_with_its_mark(name: str) -> None:
    part = PAGE.split(f"## `{name}`\n")[1].split("\n## ")[0]
    found = policy(name)
    rows = [f"| {r.kind} | `{r.rule}` | [{r.mark}] | {r.says} |" for r in found.rules]
    assert [
        line for line in part.splitlines() if line.startswith(("| scope", "| leave", "| num", "| choose", "| absent"))
    ] == rows
    assert found.title in part


def test_every_vague_word_stands_there() -> None:
    for w in vague_words().values():
        assert f"| {w.word} | {w.least} | {w.acled} | {w.acled_large} | [{w.mark}] |" in PAGE
