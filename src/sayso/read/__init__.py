"""Stage *read*: a document with its linguistic layers. `NeuralReader().read(documents)`."""

from sayso.read.reader import NeuralReader

__all__ = ["NeuralReader"]
