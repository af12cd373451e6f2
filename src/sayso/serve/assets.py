"""Scripts, styles and base map: built from `web/` when the package is built, named by their content, held in memory."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sayso.core import AssetError

FOLDER = Path(__file__).parent / "static"
# Said here and not asked of the machine: tables of media types of a system may be wrong.
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One built file, plain and compressed."""

    content: bytes
    packed: bytes
    media_type: str


@cache
def manifest(folder: Path = FOLDER) -> dict[str, str]:
    """Logical names ("app.js") to file names. Raises AssetError if nothing was built."""
    try:
        found: dict[str, str] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AssetError(
            f"the workbench's scripts and styles were not built ({error}).",
            where=str(folder),
            hint="Install sayso again, or run `pip install -e .` in a clone.",
        ) from error
    return found


def asset_url(name: str) -> str:
    """The address of a built file by its logical name."""
    return f"/static/{manifest()[name]}"


@cache
def outline() -> list[list[list[float]]]:
    """Rings of land (longitude, latitude) for small maps drawn on the server."""
    rings: list[list[list[float]]] = json.loads((FOLDER / manifest()["outline.json"]).read_text(encoding="utf-8"))
    return rings


@cache
def _asset(file: str) -> Asset | None:
    if file not in manifest().values():
        return None
    path = FOLDER / file
    return Asset(path.read_bytes(), (FOLDER / f"{file}.gz").read_bytes(), TYPES[path.suffix])


def serve_asset(request: Request) -> Response:
    """The route of a built file; its name changes with its content, so it may be kept for ever."""
    asset = _asset(request.path_params["file"])
    if asset is None:
        return Response("no such file", 404, media_type="text/plain")
    headers: dict[str, Any] = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.packed, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(asset.content, media_type=asset.media_type, headers=headers)
