"""The network with layers of its own for names, on random weights. Needs torch, which only training does."""

import pytest

pytest.importorskip("torch")
import torch

from training.model import Labels, Reader, Sizes


def test_layers_for_names_change_nothing_else() -> None:
    labels = Labels(("NOUN", "PROPN"), ("_",), ("root",), ("O", "B-LOC", "I-LOC"))
    net = Reader(labels, Sizes(vocabulary=30, width=24, layers=3, heads=2, inner=32, arc=4, label=4, link=4)).eval()
    ids, zero = torch.randint(0, 30, (2, 7)), torch.zeros(2, 7, dtype=torch.int64)
    given = (ids, zero, zero, torch.ones(2, 7, dtype=torch.int64), torch.tensor([[1, 3], [2, 5]]))
    before = net(*given)
    net.begin_naming(2)
    begun = net.eval()(*given)
    assert all(torch.allclose(before[k], begun[k], atol=1e-6) for k in before)
    with torch.no_grad():
        for p in net.naming.parameters():
            p.add_(0.1)
    after = net(*given)
    assert not torch.allclose(before["names"], after["names"])
    assert all(torch.equal(begun[k], after[k]) for k in before if k != "names")
    assert torch.allclose(after["names"], net.name_scores(*given)["names"], atol=1e-6)
