"""The morning's brief as an e-mail: plain text, and the same as simple HTML with its styles in place."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from storehelm.core.brief import Brief
from storehelm.core.text import say, say_day
from storehelm.messages.brief_html import as_html
from storehelm.messages.brief_parts import parts
from storehelm.messages.brief_text import as_text


def brief_mail(
    brief: Brief, language: str, *, sender: str, to: Sequence[str], moment: float, address: str = ""
) -> EmailMessage:
    """The message, ready to send. `moment` is seconds since 1970; `address` is the web page's, where there is one."""
    said = parts(brief, language)
    message = EmailMessage()
    message["Subject"] = f"{brief.title}: {say_day(brief.as_of, language)}"
    message["From"] = sender
    message["To"] = ", ".join(to)
    message["Date"] = formatdate(moment)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> ") or "localhost")
    message["Content-Language"] = language
    message["Auto-Submitted"] = "auto-generated"
    open_page = say("Open the page", language)
    message.set_content(as_text(said, address, open_page))
    message.add_alternative(as_html(said, address, open_page, language), subtype="html")
    return message
