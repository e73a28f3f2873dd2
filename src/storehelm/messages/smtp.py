"""Send a message through a mail server."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from storehelm.core.errors import BadInput, StorehelmError

Security = Literal["tls", "starttls", "none"]
TIMEOUT_SECONDS = 20.0
_PORTS: dict[int, Security] = {465: "tls"}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail leaves: `tls` encrypts from the first byte, `starttls` after a greeting, `none` only on this machine.

    The host is set by the machine's own user, so it may be one inside the private network, or this machine.
    """

    host: str
    port: int
    user: str = ""
    password: str = ""
    security: Security = "starttls"

    def __post_init__(self) -> None:
        if self.security == "none" and not is_here(self.host):
            mend = "Use port 465, or 587; mail without encryption may leave only by a mail server on this machine."
            raise BadInput(f"Mail to {self.host} would be readable on its way.", field="security", mend=mend)


def is_here(host: str) -> bool:
    """Whether the host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def usual_security(host: str, port: int) -> Security:
    """What is used on that port, where nothing else is said."""
    return _PORTS.get(port, "none" if is_here(host) and port != 587 else "starttls")


def send(message: EmailMessage, server: MailServer) -> None:
    """Hand the message over; returns when the server has taken it for every recipient.

    Certificates are checked against the machine's own list. Raises `StorehelmError` that says what the server said.
    """
    try:
        with _connect(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            refused = connection.send_message(message)
    except smtplib.SMTPAuthenticationError:
        mend = "Check both; some mail services want a password made for programs."
        raise StorehelmError(f"{server.host} does not take this user and password.", mend=mend) from None
    except smtplib.SMTPRecipientsRefused as error:
        refused = error.recipients
    except ssl.SSLError as error:
        what = f"{server.host} could not be reached safely: {error.reason or error}."
        raise StorehelmError(
            what, mend="Check the host's name and port, and the machine's list of certificates."
        ) from None
    except (OSError, smtplib.SMTPException) as error:
        what = f"{server.host}:{server.port} did not take the mail: {_said(error)}."
        raise StorehelmError(what, mend="Check `storehelm mail-settings`.") from None
    if refused:
        raise StorehelmError(
            f"{server.host} refuses mail to {', '.join(sorted(refused))}.", mend="Check the addresses in --to."
        )


def _connect(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
    except BaseException:
        connection.close()
        raise
    return connection


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
