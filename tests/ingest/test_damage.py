"""Good files of every format with bytes changed, lost, added and cut: documents or reasons, never a fault of ours."""

import random
from pathlib import Path

import pytest

from sayso.ingest import REJECTION_CODES, IngestOptions, Limits, ingest
from tests.ingest.test_every_format import GOOD, MAPPINGS

OPTIONS = IngestOptions(workers=0, mapping=MAPPINGS, limits=Limits(pause=0.0))


def damaged(content: bytes, r: random.Random) -> bytes:
    out = bytearray(content)
    a, b = sorted((r.randrange(len(out)), r.randrange(len(out))))
    match r.randrange(4):
        case 0:
            for _ in range(r.randint(1, 30)):
                out[r.randrange(len(out))] = r.randrange(256)
        case 1:
            del out[a:]
        case 2:
            out[a:a] = r.randbytes(r.randint(1, 200))
        case _:
            del out[a:b]
    return bytes(out)


@pytest.mark.parametrize("name", GOOD)
def test_a_damaged_file_gives_documents_or_reasons(name: str, tmp_path: Path) -> None:
    path = tmp_path / Path(name).name
    for seed in range(6):
        path.write_bytes(damaged(GOOD[name], random.Random(f"{name} {seed}")))
        for got in ingest([str(path)], OPTIONS):
            for rejection in got.rejections:
                assert rejection.code in REJECTION_CODES
                assert "parser failed" not in rejection.reason, (seed, rejection)
                assert "cannot be opened: " not in rejection.reason, (seed, rejection)
            for document in got.documents:
                assert document.text.strip()
                assert all(0 <= m.start < m.end <= len(document.text) for m in document.marks)
