"""The API made from the registry: arguments typed as the operations declare, answers as `core.serialise` has them."""

# Annotations are read by Ninja when a view is added, so they stay objects here: no postponed evaluation.
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, cast, get_args, get_origin

from django.http import HttpRequest, HttpResponse
from ninja import Body, NinjaAPI, Query, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import ConfigDict, create_model

from storehelm import __version__
from storehelm.api.keys import WAYS
from storehelm.core.errors import StorehelmError
from storehelm.core.serialise import dumps
from storehelm.operations import Operation, all_operations, perform

_SIMPLE = (str, int, float, bool, date, Decimal, Path)


class Refusal(Schema):
    """What is wrong, and what mends it."""

    error: str
    mend: str = ""


class Alive(Schema):
    """The process that answers."""

    pid: int
    version: str


REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 422), Refusal)


def answer(result: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(dumps(result), content_type="application/json", status=status)


def build() -> NinjaAPI:
    """The API of every operation: `POST /api/stores/{slug}/{operation}` or `/api/{operation}`; reads by GET too."""
    api = NinjaAPI(title="Storehelm", version=__version__, auth=WAYS, docs_url=None, urls_namespace="api")
    _refusals(api)
    api.get("/ping", response={200: Alive} | REFUSALS, operation_id="ping")(ping)
    for op in all_operations().values():
        _add(api, op)
    return api


def ping(request: HttpRequest) -> HttpResponse:
    """Whether the server answers."""
    del request
    return answer({"pid": os.getpid(), "version": __version__})


def _add(api: NinjaAPI, op: Operation) -> None:
    path = f"/stores/{{slug}}/{op.name}" if op.about == "store" else f"/{op.name}"
    methods = ["POST", "GET"] if op.effect == "read" and _fits_address(op) else ["POST"]
    for method in methods:
        add = api.api_operation(
            [method],
            path,
            response={200: Any} | REFUSALS,
            operation_id=f"{op.name}-{method.lower()}",
            summary=op.summary,
            tags=[op.effect],
            openapi_extra={"x-effect": op.effect, "x-least": op.least, "x-about": op.about},
        )
        add(_view(op, method))


def _fits_address(op: Operation) -> bool:
    """Whether every argument can be written in an address."""

    def simple(annotation: Any) -> bool:
        if get_origin(annotation) is Literal or annotation is type(None):
            return True
        options = get_args(annotation)
        return (
            all(simple(a) for a in options) if options and get_origin(annotation) is not list else annotation in _SIMPLE
        )

    return all(simple(p.annotation) for p in op.parameters.values())


def _arguments(op: Operation, method: str) -> Any:
    """The operation's arguments as one record; one it does not take is refused."""
    fields = {name: (p.annotation, ... if p.default is p.empty else p.default) for name, p in op.parameters.items()}
    words = op.name.title().replace("-", "")
    make: Any = create_model  # its fields come from the registry, which no checker can see
    return make(f"{words}{method.title()}", __config__=ConfigDict(extra="forbid"), **fields)


def _view(op: Operation, method: str) -> Callable[..., HttpResponse]:
    if not op.parameters:
        return _bare_view(op)
    model = _arguments(op, method)
    query, body = cast(Any, Query), cast(Any, Body)
    given_by: Any = query(...) if method == "GET" else body(...)
    if method == "POST" and all(p.default is not p.empty for p in op.parameters.values()):
        given_by = body(model())

    def of_store(request: HttpRequest, slug: str, given: model = given_by) -> HttpResponse:  # type: ignore[valid-type]
        return _perform(op, request, given, slug)

    def of_machine(request: HttpRequest, given: model = given_by) -> HttpResponse:  # type: ignore[valid-type]
        return _perform(op, request, given, None)

    view = of_store if op.about == "store" else of_machine
    view.__doc__ = op.run.__doc__
    return view


def _bare_view(op: Operation) -> Callable[..., HttpResponse]:
    """The view of an operation that takes nothing."""

    def of_store(request: HttpRequest, slug: str) -> HttpResponse:
        return _perform(op, request, None, slug)

    def of_machine(request: HttpRequest) -> HttpResponse:
        return _perform(op, request, None, None)

    view = of_store if op.about == "store" else of_machine
    view.__doc__ = op.run.__doc__
    return view


def _perform(op: Operation, request: Any, given: Any, store: str | None) -> HttpResponse:
    values = {name: getattr(given, name) for name in given.model_fields_set} if given else {}
    return answer(perform(op.name, actor=request.auth, store=store, **values))


def _refusals(api: NinjaAPI) -> None:
    """Every refusal has one shape and its own status."""

    def refuse(status: int, error: str, mend: str = "") -> HttpResponse:
        return answer({"error": error, "mend": mend}, status)

    @api.exception_handler(StorehelmError)
    def of_storehelm(_: HttpRequest, error: StorehelmError) -> HttpResponse:
        return refuse(error.status, _place(error), error.mend)

    @api.exception_handler(AuthenticationError)
    def of_nobody(_: HttpRequest, __: AuthenticationError) -> HttpResponse:
        return refuse(401, "Who is asking?", "Send 'Authorization: Bearer KEY'; create-token makes a key.")

    @api.exception_handler(ValidationError)
    def of_arguments(_: HttpRequest, error: ValidationError) -> HttpResponse:
        first = error.errors[0]
        where = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "given"))
        return refuse(422, f"{where}: {first['msg']}" if where else first["msg"], "See /api/openapi.json.")

    @api.exception_handler(HttpError)
    def of_http(_: HttpRequest, error: HttpError) -> HttpResponse:
        return refuse(error.status_code, str(error), "See /api/openapi.json.")


def _place(error: StorehelmError) -> str:
    """The message with its file, row and field, without the mend."""
    return str(error).removesuffix(error.mend).strip() if error.mend else str(error)
