"""Every operation declares what it does, who may, and what it leaves in the audit."""

from __future__ import annotations

import inspect
import string

import pytest

from storehelm.core.errors import BadInput, NotAllowed, NotFound
from storehelm.operations import LOCAL, Actor, all_operations, perform
from storehelm.operations.registry import Operation


@pytest.mark.parametrize("op", all_operations().values(), ids=lambda op: op.name)
def test_declares_effect_permission_and_audit(op: Operation):
    assert op.effect in ("read", "propose", "approve", "apply", "manage")
    assert op.least in ("viewer", "operator", "owner")
    assert op.audit
    assert op.summary.endswith(".")
    given = inspect.signature(op.run, eval_str=True).parameters
    assert "actor" in given
    assert ("store" in given) == (op.about == "store")
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in given.values())
    fields = {name for _, name, _, _ in string.Formatter().parse(op.audit) if name}
    assert fields <= op.parameters.keys()


def test_what_was_done_is_in_the_audit_and_reads_are_not():
    from storehelm.state.models import AuditEntry

    perform("create-store", actor=LOCAL, slug="audited", currency="EUR")
    perform("totals", actor=LOCAL, store="audited")
    entries = list(AuditEntry.objects.filter(entry__contains="audited").values_list("operation", "outcome", "actor"))
    assert entries == [("create-store", "done", "terminal")]


def test_a_refused_operation_is_in_the_audit():
    from storehelm.state.models import AuditEntry

    with pytest.raises(BadInput, match="cannot name a store"):
        perform("create-store", actor=LOCAL, slug="No Spaces")
    assert AuditEntry.objects.filter(entry="created store No Spaces", outcome="refused").count() == 1


def test_roles():
    from storehelm.state.models import Membership, Person, Store

    perform("create-store", actor=LOCAL, slug="roles")
    people = {role: Person.objects.create(username=f"a-{role}") for role in ("owner", "operator", "viewer", "none")}
    for role in ("owner", "operator", "viewer"):
        Membership.objects.create(person=people[role], store=Store.objects.get(slug="roles"), role=role)
    actors = {role: Actor(role, person_id=person.pk) for role, person in people.items()}
    for role in ("owner", "operator", "viewer"):
        assert perform("totals", actor=actors[role], store="roles")["currency"] == "EUR"
    with pytest.raises(NotFound, match="no store 'roles'"):
        perform("totals", actor=actors["none"], store="roles")
    with pytest.raises(NotAllowed, match="viewer may not"):
        perform("confirm", actor=actors["viewer"], store="roles")
    with pytest.raises(NotAllowed, match="machine's own user"):
        perform("create-store", actor=actors["owner"], slug="other")
    with pytest.raises(NotAllowed, match="files of the machine"):
        perform("import-files", actor=actors["owner"], store="roles", paths=["/etc/passwd"])


def test_arguments_are_read_by_type_and_refused_by_name():
    perform("create-store", actor=LOCAL, slug="typed")
    with pytest.raises(BadInput, match="field as_of"):
        perform("brief", actor=LOCAL, store="typed", as_of="yesterday")
    with pytest.raises(BadInput, match="takes no 'asof'"):
        perform("brief", actor=LOCAL, store="typed", asof="2026-01-01")
    assert str(perform("brief", actor=LOCAL, store="typed", as_of="2026-01-02").as_of) == "2026-01-02"
