"""Runs the trained reader: words in, token-level layers out, through ONNX Runtime and numpy alone.

`load()` opens the model folder that the package carries; `NeuralModel.read` takes texts as lists of words and gives one
`NeuralReading` each. Windows and threads are its business; a text reads the same alone and in company.
"""

from sayso.neural.model import SURE, NeuralModel, load
from sayso.neural.output import NeuralAttribution, NeuralLink, NeuralReading, TaggedSpan

__all__ = ["SURE", "NeuralAttribution", "NeuralLink", "NeuralModel", "NeuralReading", "TaggedSpan", "load"]
