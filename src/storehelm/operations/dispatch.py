"""The one way in: authorise, run, record."""

from __future__ import annotations

import logging
from typing import Any

from storehelm.core.errors import NotAllowed, NotFound, StorehelmError
from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle, open_store
from storehelm.operations.registry import Operation, Role, arguments, find

_RANK: dict[Role, int] = {"viewer": 0, "operator": 1, "owner": 2}


def role_in(actor: Actor, slug: str) -> Role | None:
    """The actor's role in a store; None when they have nothing to do with it."""
    if actor.machine:
        return "owner"
    from storehelm.state.models import Membership

    found = Membership.objects.filter(person_id=actor.person_id, store__slug=slug).first()
    return found.role if found else None  # type: ignore[return-value]


def authorize(actor: Actor, store: str | None, op: Operation, *, amount: Any = None) -> None:
    """Raise unless the actor may do this here. A store one has no role in looks like a store that is not there.

    `amount` is the money a change moves; limits by amount come with the decisions that move it.
    """
    del amount
    if op.about == "machine":
        if not actor.machine and (op.effect != "read" or op.local):
            raise NotAllowed(f"{op.name} is for the machine's own user.", mend="Run it in the machine's terminal.")
        return
    if op.about == "person":
        _authorize_own(actor, op)
        return
    role = role_in(actor, store or "")
    if role is None:
        raise NotFound(f"There is no store '{store}'.", mend="`storehelm stores` lists them.")
    if _RANK[role] < _RANK[op.least]:
        raise NotAllowed(f"A {role} may not do this ({op.name}).", mend=f"Ask an {op.least} of the store.")
    if op.local and not actor.machine:
        raise NotAllowed(f"{op.name} reads files of the machine.", mend="Run it in the machine's terminal.")


def _authorize_own(actor: Actor, op: Operation) -> None:
    """One's own account: anybody who signed in, and where `least` is owner, who owns a store."""
    from storehelm.state.models import Membership

    if actor.person_id is None:
        raise NotAllowed(f"{op.name} is about a person's own account.", mend="Sign in first.")
    owns = Membership.objects.filter(person_id=actor.person_id, role="owner")
    if op.least == "owner" and not owns.exists():
        raise NotAllowed(f"{op.name} is for the owner of a store.", mend="Ask an owner of the store.")


def perform(name: str, *, actor: Actor, store: str | None = None, **given: Any) -> Any:
    """Do the named operation for the actor and return its result.

    Raises `StorehelmError`s whose text can be shown. Everything but a plain read leaves an audit entry, failures too.
    """
    from storehelm.state.boot import ready

    op = find(name)
    if not op.bare:
        ready()
    try:
        authorize(actor, store, op)
        ready_arguments = arguments(op, given)
        scope = {"store": open_store(store)} if op.about == "store" and store else {}
        result = op.run(actor=actor, **scope, **ready_arguments)
    except StorehelmError:
        _record(op, actor, store, given, "refused")
        raise
    except Exception:
        _record(op, actor, store, given, "failed")
        raise
    _record(op, actor, store, given, "done")
    return result


def _record(op: Operation, actor: Actor, store: str | None, given: dict[str, Any], outcome: str) -> None:
    if op.effect == "read" and (op.bare or outcome == "done"):
        return
    entry = op.audit.format_map(_Shown(given))
    if not op.bare:
        _write(op, actor, store, entry, outcome)
        return
    try:
        from storehelm.state.boot import ready

        ready()
        _write(op, actor, store, entry, outcome)
    except Exception:
        logging.getLogger("storehelm").warning("No audit entry could be written: %s (%s)", entry, outcome)


def _write(op: Operation, actor: Actor, store: str | None, entry: str, outcome: str) -> None:
    from storehelm.state.models import AuditEntry

    AuditEntry.objects.create(
        actor=actor.name, store=store or "", operation=op.name, effect=op.effect, entry=entry, outcome=outcome
    )


class _Shown(dict[str, Any]):
    """Arguments in an audit entry; one that was not given is shown as a dash."""

    def __missing__(self, key: str) -> str:
        return "-"


def stores_of(actor: Actor) -> list[StoreHandle]:
    """The stores in which the actor has a role, by title."""
    from storehelm.operations.handle import info_of
    from storehelm.state.models import Store

    records = Store.objects.order_by("title")
    if not actor.machine:
        records = records.filter(memberships__person_id=actor.person_id)
    return [StoreHandle(record, info_of(record)) for record in records]
