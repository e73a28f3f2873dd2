"""Errors that a store owner can act on: each says what is wrong and what mends it."""

from __future__ import annotations


class StorehelmError(Exception):
    """Something that a person can mend; `str(error)` is safe to show.

    `mend` says what to do about it, in one sentence.
    """

    status = 400

    def __init__(self, message: str, *, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message} {self.mend}".strip()


class BadInput(StorehelmError):
    """A file, row or field that cannot be read as it stands."""

    def __init__(self, message: str, *, mend: str = "", file: str = "", row: int = 0, field: str = "") -> None:
        super().__init__(message, mend=mend)
        self.file, self.row, self.field = file, row, field

    def __str__(self) -> str:
        where = [self.file] if self.file else []
        where += [f"row {self.row}"] if self.row else []
        where += [f"field {self.field}"] if self.field else []
        place = ", ".join(where)
        return f"{place}: {super().__str__()}" if place else super().__str__()


class NotAllowed(StorehelmError):
    """The actor may not do this in this store."""

    status = 403


class NotFound(StorehelmError):
    """No such store, operation, finding or file."""

    status = 404


class Stale(StorehelmError):
    """The platform's value has moved since the change was proposed."""

    status = 409


class Missing(StorehelmError):
    """An optional part is not installed, or data that an answer needs is absent."""

    status = 422
