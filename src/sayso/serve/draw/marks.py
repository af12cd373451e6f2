"""The mark of each kind of origin: shape and label repeat what the colour says."""

from markupsafe import Markup

# Which shape and colour class an origin's role is drawn with; "opposing" is any other party than the first of an event.
SYMBOLS = {
    "party": "circle",
    "opposing": "diamond",
    "official": "pentagon",
    "monitor": "square",
    "medium": "triangle",
    "witness": "ring",
    "unattributed": "ring",
}


def shape(role: str, radius: float = 6.0) -> str:
    """SVG of the mark of a role around the origin of coordinates, filled with the current colour."""
    r = radius
    kind = SYMBOLS.get(role, "ring")
    if kind == "diamond":
        d = r + 2
        return f'<path d="M0 {-d:g}L{d:g} 0L0 {d:g}L{-d:g} 0Z"/>'
    if kind == "square":
        return f'<rect x="{-r:g}" y="{-r:g}" width="{2 * r:g}" height="{2 * r:g}"/>'
    if kind == "triangle":
        return f'<path d="M0 {-r - 1:g}L{r + 1:g} {r - 1:g}H{-r - 1:g}Z"/>'
    if kind == "pentagon":
        return (
            f'<path d="M0 {-r - 1:g}L{r + 1:g} {-r * 0.2:.2f}L{r * 0.65:.2f} {r:g}H{-r * 0.65:.2f}L{-r - 1:g} {-r * 0.2:.2f}Z"/>'
        )
    return f'<circle r="{r:g}"/>'


def mark(role: str, radius: float = 6.0, *, hollow: bool = False) -> str:
    """The mark of a role with its outline; hollow for earlier figures and for origins that are not named."""
    fill = "var(--paper)" if hollow or SYMBOLS.get(role, "ring") == "ring" else "currentColor"
    return f'<g fill="{fill}" stroke="currentColor" stroke-width="2">{shape(role, radius)}</g>'


def symbol(role: str) -> Markup:
    """The mark alone, in the size of text, in the colour of its role."""
    return Markup(
        f'<svg class="symbol role-{role if role in SYMBOLS else "unattributed"}" viewBox="-10 -10 20 20" '
        f'width="16" height="16" aria-hidden="true" focusable="false">{mark(role)}</svg>'
    )
