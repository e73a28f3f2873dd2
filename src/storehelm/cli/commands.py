"""Commands made from the registry of operations: one each, its options from the operation's parameters."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from storehelm.cli.run import run_command
from storehelm.operations.registry import Operation


def command_of(op: Operation) -> Callable[..., None]:
    """A function for Typer that asks for the operation and shows its result."""

    def command(**options: Any) -> None:
        store = options.pop("store", None)
        as_json = options.pop("json")
        given = {name: _whole(value) for name, value in options.items() if value not in (None, [], ())}
        run_command(op.name, store=store, as_json=as_json, **given)

    parameters = [_option(name, p) for name, p in op.parameters.items()]
    if op.about == "store":
        parameters.append(_parameter("store", str, typer.Option("", "--store", help="The store's short name.")))
    parameters.append(_parameter("json", bool, typer.Option(False, "--json", help="Answer as JSON.")))
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__doc__ = op.summary
    return command


def _parameter(name: str, kind: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)


def _option(name: str, parameter: inspect.Parameter) -> inspect.Parameter:
    flag = "--" + name.replace("_", "-")
    kind = _kind(parameter.annotation)
    empty = parameter.default is inspect.Parameter.empty
    if kind is bool:
        return _parameter(name, bool, typer.Option(bool(parameter.default), f"{flag}/--no-{flag[2:]}"))
    if kind == list[str]:
        return _parameter(name, kind, typer.Argument(... if empty else None))
    if empty:
        return _parameter(name, kind, typer.Argument(...))
    shown = None if parameter.default is None else str(parameter.default)
    return _parameter(name, kind, typer.Option(shown, flag))


def _whole(value: Any) -> Any:
    """A path from the folder one stands in: the server that may be asked stands in another."""
    return value.expanduser().resolve() if isinstance(value, Path) else value


def _kind(annotation: Any) -> Any:
    """What Typer reads the value as; the operation's own type is checked where it is performed."""
    if isinstance(annotation, types.UnionType):
        annotation = next(a for a in typing.get_args(annotation) if a is not type(None))
    if annotation is bool:
        return bool
    if typing.get_origin(annotation) in (list, tuple):
        return list[str]
    return Path if annotation is Path else str
