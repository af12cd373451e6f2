"""Runs the trained reader: words in, token-level layers out, through ONNX Runtime and numpy alone.

`load()` opens the model folder that the package carries; `NeuralModel.read` takes texts as lists of words and gives one
`NeuralReading` each. Windows, batches and padding are its business; the result does not depend on what else is in a batch
beyond the rounding of int8 activations.
"""

from sayso.neural.model import NeuralModel, load
from sayso.neural.output import NeuralAttribution, NeuralLink, NeuralReading, TaggedSpan

__all__ = ["NeuralAttribution", "NeuralLink", "NeuralModel", "NeuralReading", "TaggedSpan", "load"]
