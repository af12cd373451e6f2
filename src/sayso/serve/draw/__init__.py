"""What is drawn on the server: contested figures, figures over time, texts with their marks. Pure functions from values to SVG and HTML.

Every drawing of figures is hidden from screen readers, because the table beside it carries everything that it shows.
"""

from sayso.serve.draw.marked_text import draw_text
from sayso.serve.draw.marks import SYMBOLS, symbol
from sayso.serve.draw.over_time import Series, Stop, draw_over_time
from sayso.serve.draw.scale import Scale, scale_for
from sayso.serve.draw.strip import Worded, draw_strip, vague_span

__all__ = [
    "SYMBOLS",
    "Scale",
    "Series",
    "Stop",
    "Worded",
    "draw_over_time",
    "draw_strip",
    "draw_text",
    "scale_for",
    "symbol",
    "vague_span",
]
