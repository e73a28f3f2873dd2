"""Is everything well?"""

from __future__ import annotations

from typing import Any

from storehelm.core.text import t
from storehelm.operations.actor import Actor
from storehelm.operations.checks import Line
from storehelm.operations.checks.data import database, stores
from storehelm.operations.checks.machine import machine
from storehelm.operations.checks.service import server, service
from storehelm.operations.handle import now
from storehelm.operations.registry import operation


@operation("read", audit="asked the doctor", about="machine", local=True, bare=True)
def doctor(*, actor: Actor) -> list[dict[str, Any]]:
    """Look at everything Storehelm stands on, and say in plain words what is well and what to mend.

    Each line is `about`, `state` ("ok", "look" or "broken"), `said` and `mend`. Changes nothing.
    """
    del actor
    lines = [*machine(), server()]
    line, reachable = database()
    lines.append(line)
    if reachable:
        lines += [*stores(), *service(now())]
    else:
        lines.append(Line(t("Stores"), "look", t("Not looked at, as the database cannot be asked"), line.mend))
    return [{"about": x.about, "state": x.state, "said": x.said, "mend": x.mend} for x in lines]
