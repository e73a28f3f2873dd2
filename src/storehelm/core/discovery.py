"""Find what a folder holds by listing names first and importing on demand."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

from storehelm.core.errors import NotFound


@cache
def names(package: str) -> tuple[str, ...]:
    """Dotted names of the modules and folders below `package`, relative to it, without importing any of them.

    A name that begins with an underscore is the package's own and is left out. A folder with an `__init__.py` that
    holds further modules is listed by these (`revenue.change`), one with only `__init__.py` and data by itself.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise NotFound(f"There is no package {package}.")
    return tuple(sorted(_below(Path(next(iter(spec.submodule_search_locations))))))


def _below(folder: Path, prefix: str = "") -> list[str]:
    found: list[str] = []
    for path in folder.iterdir():
        if path.name.startswith(("_", ".")):
            continue
        if path.suffix == ".py":
            found.append(prefix + path.stem)
        elif (path / "__init__.py").exists():
            found += _below(path, f"{prefix}{path.name}.")
    return found


@cache
def folders(package: str) -> tuple[str, ...]:
    """Names of the sub-packages of `package`: one a connector, one a duty."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise NotFound(f"There is no package {package}.")
    root = Path(next(iter(spec.submodule_search_locations)))
    return tuple(sorted(p.name for p in root.iterdir() if (p / "__init__.py").exists()))


def load(package: str, name: str) -> ModuleType:
    """Import one listed module; `NotFound` names the ones there are."""
    known = {*names(package), *folders(package)}
    if name not in known:
        raise NotFound(f"There is no '{name}' here.", mend=f"Choose one of: {', '.join(sorted(known))}.")
    return importlib.import_module(f"{package}.{name}")
