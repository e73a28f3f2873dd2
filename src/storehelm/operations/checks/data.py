"""What is kept: the database, and each store's facts."""

from __future__ import annotations

from collections.abc import Iterator

from storehelm.core.text import t
from storehelm.operations.checks import Line
from storehelm.operations.database_copy import kind
from storehelm.operations.handle import StoreHandle, info_of, pool

_KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def database() -> tuple[Line, bool]:
    """A line about the database, and whether it can be asked."""
    from storehelm.state.boot import pending, set_up

    about = t("Database")
    try:
        set_up()
        missing = pending()
    except Exception as error:
        mend = t(
            "Check STOREHELM_DATABASE_URL and that the database runs; a damaged file comes back by `storehelm restore`."
        )
        return Line(about, "broken", t("It cannot be reached: {reason}", reason=_first_line(error)), mend), False
    if missing:
        mend = t("Any other command brings it up to date; start the server anew.")
        said = t("It lacks {n} step of this version", plural="It lacks {n} steps of this version", n=len(missing))
        return Line(about, "look", said, mend), False
    return Line(about, "ok", t("{kind}, up to date", kind=_KINDS[kind()])), True


def stores() -> Iterator[Line]:
    """A line for each store: that its file opens, how large it is, and to which day it is filled."""
    from storehelm.state.models import Store

    records = list(Store.objects.order_by("slug"))
    if not records:
        yield Line(t("Stores"), "look", t("There is none yet"), t("`storehelm import` makes one from a file."))
    for record in records:
        yield _store(StoreHandle(record, info_of(record)))


def _store(store: StoreHandle) -> Line:
    about, path = t("Store {slug}", slug=store.slug), pool().path(store.slug)
    if not path.exists():
        return Line(about, "look", t("It has no facts yet"), t("`storehelm import` brings them from a file."))
    try:
        last = store.warehouse.last_day()
        rejected = store.warehouse.reject_count()
    except Exception as error:
        mend = t("Stop the other program, or bring the file back from a backup: `storehelm restore`.")
        return Line(about, "broken", t("Its file does not open: {reason}", reason=_first_line(error)), mend)
    size = round(path.stat().st_size / 2**20, 1)
    if last is None:
        return Line(about, "look", t("It opens, {size} MB, and holds no order", size=size), t("Import its orders."))
    said = t("It opens, {size} MB, orders to {day}, {rejected} rows left out", size=size, day=last, rejected=rejected)
    if not store.info.confirmed:
        mend = t("Compare the totals, then say `storehelm confirm`: advice waits for it.")
        return Line(about, "look", said, mend)
    return Line(about, "ok", said)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
