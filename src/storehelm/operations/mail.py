"""The brief by mail: by which server, from whom, to whom, and when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.errors import MessageError
from email.headerregistry import Address
from pathlib import Path
from typing import Any, Literal

from storehelm.core.errors import BadInput, Missing
from storehelm.operations.actor import Actor
from storehelm.operations.brief import brief as brief_of
from storehelm.operations.handle import StoreHandle, now
from storehelm.operations.registry import operation
from storehelm.operations.remembered import recall, remember

HOUR = 7
_SHOWN = ("host", "port", "security", "user", "sender", "to", "language", "hour", "address")


@operation("manage", audit="mail settings: server {host}, sender {sender}, to {to}", about="machine", local=True)
def mail_settings(
    *,
    actor: Actor,
    host: str | None = None,
    port: int | None = None,
    user: str | None = None,
    password: str | None = None,
    password_file: Path | None = None,
    sender: str | None = None,
    to: str | None = None,
    security: Literal["tls", "starttls", "none"] | None = None,
    language: Literal["en", "pl"] | None = None,
    hour: int | None = None,
    address: str | None = None,
) -> dict[str, Any]:
    """Set the mail server, the sender, the addresses (--to a@x,b@x) and the hour of the morning's brief; shows them.

    `--password-file` takes the password from a file's first line, so that it is in no list of commands. A negative
    hour sends nothing by itself.
    """
    from storehelm.messages.smtp import usual_security

    del actor
    given: dict[str, Any] = {
        "host": host, "port": port, "user": user, "password": password, "sender": sender, "to": to,
        "security": security, "language": language, "hour": hour, "address": address,
    }  # fmt: skip
    if password_file is not None:
        given["password"] = _first_line(password_file)
    kept = recall("mail") | {name: value for name, value in given.items() if value is not None}
    if kept and security is None and (host is not None or port is not None):
        kept["security"] = usual_security(kept.get("host", ""), int(kept.get("port", 587)))
    _check(kept)
    if any(value is not None for value in given.values()):
        remember("mail", **kept)
    shown = {name: kept.get(name, "") for name in _SHOWN}
    return shown | {"hour": kept.get("hour", HOUR), "password": "set" if kept.get("password") else ""}


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").splitlines()[0].strip()
    except (OSError, ValueError, IndexError):
        raise BadInput("The file holds no password.", file=str(path), mend="Write it on the first line.") from None


def _check(kept: dict[str, Any]) -> None:
    for field in ("sender", "to"):
        if kept.get(field):
            addresses(kept[field], field)
    if not -1 <= int(kept.get("hour", HOUR)) <= 23:
        raise BadInput(f"{kept['hour']} is no hour of the day.", field="hour", mend="Give 0 to 23, or -1 for never.")
    if not 0 < int(kept.get("port", 587)) < 65536:
        raise BadInput(f"{kept['port']} is no port.", field="port", mend="Use 465 or 587.")
    if kept.get("host"):
        _server(kept)


def addresses(said: str, field: str) -> list[str]:
    """The addresses of a comma-separated list. `BadInput` names the field of one that is none."""
    found = [one.strip() for one in said.split(",") if one.strip()]
    for one in found:
        try:
            parsed = Address(addr_spec=one)
        except (ValueError, IndexError, MessageError):
            parsed = None
        if parsed is None or not parsed.domain or not one.isascii():
            raise BadInput(f"'{one}' is no mail address.", field=field, mend="Write it as name@example.com.")
    return found


def _server(kept: dict[str, Any]) -> Any:
    from storehelm.messages.smtp import MailServer

    return MailServer(
        host=kept["host"],
        port=int(kept.get("port", 587)),
        user=kept.get("user", ""),
        password=kept.get("password", ""),
        security=kept.get("security", "starttls"),
    )


@operation("manage", audit="sent the brief by mail")
def send_brief(*, actor: Actor, store: StoreHandle, as_of: date | None = None) -> dict[str, Any]:
    """Mail this morning's brief to the addresses that are set."""
    return send_to_all(actor, store, as_of, now())


def send_to_all(actor: Actor, store: StoreHandle, as_of: date | None, moment: datetime) -> dict[str, Any]:
    """One message to every address that is set. `moment` (naive UTC) is the message's date."""
    from storehelm.messages.brief_mail import brief_mail
    from storehelm.messages.smtp import send

    kept = recall("mail")
    lacking = [name for name in ("host", "sender", "to") if not kept.get(name)]
    if lacking:
        raise Missing(f"Mail has no {', '.join(lacking)} yet.", mend="Say it with `storehelm mail-settings`.")
    brief = brief_of(actor=actor, store=store, as_of=as_of)
    to = addresses(kept["to"], "to")
    seconds = moment.replace(tzinfo=UTC).timestamp()
    language = kept.get("language", "en")
    address = kept.get("address", "")
    message = brief_mail(brief, language, sender=kept["sender"], to=to, moment=seconds, address=address)
    send(message, _server(kept))
    return {"store": store.slug, "as_of": brief.as_of, "to": to}
