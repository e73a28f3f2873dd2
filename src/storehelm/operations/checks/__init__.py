"""What `storehelm doctor` looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from storehelm.core.text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at: well ("ok"), worth a look ("look"), or not working ("broken"), and what mends it."""

    about: Text
    state: Literal["ok", "look", "broken"]
    said: Text
    mend: Text | None = None
