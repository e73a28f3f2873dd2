"""Everything one can ask of Storehelm, once. The API, the CLI and the pages are made from this registry.

An operation is a keyword-only function with `actor` and, unless it is about the machine, `store`. It declares its
effect, from which its permission follows, and its audit entry. `perform` authorises, runs and records.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar

from storehelm.core.discovery import load, names
from storehelm.core.errors import BadInput, NotFound

Effect = Literal["read", "propose", "approve", "apply", "manage"]
Role = Literal["viewer", "operator", "owner"]
About = Literal["store", "machine", "person"]
PACKAGE = "storehelm.operations"
_LEAST: dict[Effect, Role] = {
    "read": "viewer",
    "propose": "operator",
    "manage": "operator",
    "approve": "owner",
    "apply": "owner",
}
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked for.

    `least` is the lowest role that may; `about` says whether it concerns one store, the machine, or the asking person's
    own account. `audit` is the entry written when it is performed, with `{argument}` in it; a read writes none.
    """

    name: str
    run: Callable[..., Any]
    effect: Effect
    audit: str
    least: Role
    about: About
    local: bool
    bare: bool = False

    @property
    def summary(self) -> str:
        return (inspect.getdoc(self.run) or "").split("\n")[0]

    @property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """What the caller gives, besides actor and store."""
        given = inspect.signature(self.run, eval_str=True).parameters
        return {name: p for name, p in given.items() if name not in ("actor", "store")}


_OPERATIONS: dict[str, Operation] = {}


def operation(
    effect: Effect,
    *,
    audit: str,
    least: Role | None = None,
    about: About = "store",
    local: bool = False,
    bare: bool = False,
) -> Callable[[F], F]:
    """Register a function as an operation, named by its own name with hyphens. `local`: only on the machine itself.

    `bare`: performed without making the database ready, for what must work when the database does not.
    """

    def register(function: F) -> F:
        name = function.__name__.replace("_", "-")
        _OPERATIONS[name] = Operation(name, function, effect, audit, least or _LEAST[effect], about, local, bare)
        return function

    return register


@cache
def all_operations() -> dict[str, Operation]:
    """Every operation by name."""
    for name in names(PACKAGE):
        load(PACKAGE, name)
    return dict(sorted(_OPERATIONS.items()))


def find(name: str) -> Operation:
    """The operation of that name; `NotFound` when there is none."""
    try:
        return all_operations()[name]
    except KeyError:
        raise NotFound(f"There is no operation '{name}'.", mend="`storehelm --help` lists them.") from None


def arguments(op: Operation, given: dict[str, Any]) -> dict[str, Any]:
    """The given values as the operation's types: text becomes a day, a number, a path. `BadInput` names the field."""
    unknown = sorted(given.keys() - op.parameters.keys())
    if unknown:
        raise BadInput(f"{op.name} takes no '{unknown[0]}'.", mend=f"It takes {', '.join(op.parameters) or 'nothing'}.")
    ready: dict[str, Any] = {}
    for name, parameter in op.parameters.items():
        if name in given:
            ready[name] = _coerce(op, name, parameter, given[name])
        elif parameter.default is inspect.Parameter.empty:
            raise BadInput(f"{op.name} needs a value.", field=name, mend=f"Give {name}.")
    return ready


def _coerce(op: Operation, name: str, parameter: inspect.Parameter, value: Any) -> Any:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(parameter.annotation).validate_python(value)
    except ValidationError as error:
        reason = error.errors()[0]["msg"]
        raise BadInput(f"'{value}' does not fit: {reason}.", field=name, mend=f"See {op.name} --help.") from None
