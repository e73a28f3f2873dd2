"""What runs by itself: the server, the nightly backup, the mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from storehelm.core.errors import StorehelmError
from storehelm.core.text import t
from storehelm.operations.checks import Line
from storehelm.operations.remembered import recall

_OLD = timedelta(days=2)


def server() -> Line:
    """Whether the server answers."""
    from storehelm.operations.server import running

    found = running()
    if found is None:
        mend = t("`storehelm serve` starts it: without it nothing happens by itself.")
        return Line(t("Server"), "look", t("It does not run"), mend)
    return Line(t("Server"), "ok", t("It answers at {address}", address=found.address))


def service(moment: datetime) -> Iterator[Line]:
    """Lines about backups and mail. `moment` is naive UTC."""
    for look in (_backup, _mail):
        try:
            yield look(moment)
        except StorehelmError as error:
            yield Line(t("Settings"), "broken", t("{reason}", reason=error.message), t("{reason}", reason=error.mend))


def _backup(moment: datetime) -> Line:
    about, set_up = t("Backup"), t("`storehelm backup-settings --folder FOLDER` sets a nightly one.")
    last, nightly = recall("backup.last"), recall("backup.nightly")
    if nightly.get("error"):
        mend = t("See to it, then say `storehelm backup FOLDER`.")
        return Line(about, "broken", t("The last nightly one failed: {reason}", reason=nightly["error"]), mend)
    if not last.get("at"):
        return Line(about, "look", t("None was made yet"), set_up)
    if not Path(last["path"]).exists():
        mend = t("Say `storehelm backup FOLDER`.")
        return Line(about, "look", t("The last one is no longer at {path}", path=last["path"]), mend)
    age = moment - datetime.fromisoformat(last["at"])
    said = t("The last one is {hours} hours old: {path}", hours=int(age.total_seconds() // 3600), path=last["path"])
    return Line(about, "look", said, set_up) if age > _OLD else Line(about, "ok", said)


def _mail(moment: datetime) -> Line:
    from storehelm.state.models import Store

    del moment
    about, kept = t("Mail"), recall("mail")
    if not (kept.get("host") and kept.get("to") and kept.get("sender")):
        mend = t("`storehelm mail-settings --host HOST --sender ADDRESS --to ADDRESS` sends the brief each morning.")
        return Line(about, "look", t("No mail server is set"), mend)
    for slug in Store.objects.values_list("slug", flat=True):
        if error := recall(f"mail.sent.{slug}").get("error"):
            mend = t("See to it, then try `storehelm send-brief`.")
            return Line(about, "broken", t("The last brief was not sent: {reason}", reason=error), mend)
    return Line(about, "ok", t("By {host} to {to}", host=kept["host"], to=kept["to"]))
