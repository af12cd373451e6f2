"""The layer rule: stages meet in `pipeline.py` and at the edges, and never import each other."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "sayso"
STAGES = {"ingest", "read", "extract", "resolve", "link", "assess"}
KNOWLEDGE = {"ontology", "lexicons", "gazetteer", "neural"}
ALLOWED = {
    "core": set(),
    "ontology": {"core", "lexicons"},
    "lexicons": {"core", "ontology"},
    "gazetteer": {"core", "ontology", "lexicons"},
    "neural": {"core"},
    **{stage: {"core", *KNOWLEDGE} for stage in STAGES},
    "ledger": {"core", "ontology"},
    "export": {"core", "ontology", "gazetteer", "assess", "ledger"},
}


def imported(file: Path) -> set[str]:
    """Sub-packages of sayso that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"sayso.{a.name}" for a in node.names] if node.module == "sayso" else [node.module]
        found |= {n.split(".")[1] for n in names if n.startswith("sayso.")}
    return found


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_a_part_imports_only_what_it_may(part: str) -> None:
    for file in sorted((PACKAGE / part).rglob("*.py")):
        beyond = imported(file) - ALLOWED[part] - {part, "__version__"}
        assert not beyond, (
            f"{file.relative_to(PACKAGE)} imports {', '.join(sorted(beyond))}; {part} may import {sorted(ALLOWED[part])}"
        )


def test_training_code_is_never_imported_at_runtime() -> None:
    for file in sorted(PACKAGE.rglob("*.py")):
        assert "training" not in {
            node.module.split(".")[0]
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and node.module
        }, file
