"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that asks: a signed-in person, or the machine's own user at the terminal.

    `machine` is true for whoever can read the home folder: it may do what an owner may, in every store, and what is
    about the machine itself.
    """

    name: str
    person_id: int | None = None
    machine: bool = False
    language: str = "en"


LOCAL = Actor("terminal", machine=True)
SCHEDULE = Actor("schedule", machine=True)
