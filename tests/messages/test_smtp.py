"""Mail leaves by a real server: encrypted and checked, or not at all."""

from __future__ import annotations

import socket
from email.message import EmailMessage

import pytest

from storehelm.core.errors import BadInput, StorehelmError
from storehelm.messages.smtp import MailServer, send, usual_security
from tests.messages.servers import certificate, mail_server


def letter(to: str = "owner@example.com") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Zażółć", "helm@example.com", to
    message.set_content("gęślą jaźń\n")
    return message


def test_a_letter_arrives_whole():
    with mail_server() as (box, port):
        send(letter("a@example.com, b@example.com"), MailServer("127.0.0.1", port, security="none"))
    ((to, message),) = box.taken
    assert to == ["a@example.com", "b@example.com"]
    assert message["Subject"] == "Zażółć"
    assert message.get_content().strip() == "gęślą jaźń"


def test_encrypted_by_starttls_with_a_password(tmp_path, monkeypatch):
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with mail_server(tls_context=context, require_starttls=True) as (box, port):
        send(letter(), MailServer("localhost", port, user="helm", password="right"))
        with pytest.raises(StorehelmError, match="user and password"):
            send(letter(), MailServer("localhost", port, user="helm", password="wrong"))
    assert len(box.taken) == 1
    assert set(box.logins) == {("helm", "right"), ("helm", "wrong")}


def test_encrypted_from_the_first_byte(tmp_path, monkeypatch):
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with mail_server(server_hostname="localhost", ssl_context=context) as (box, port):
        send(letter(), MailServer("localhost", port, security="tls"))
    assert len(box.taken) == 1


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_certificate_that_is_not_trusted_or_is_anothers_stops_the_mail(tmp_path, monkeypatch, host):
    context, trusted = certificate(tmp_path)
    if host != "localhost":
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with mail_server(tls_context=context) as (box, port), pytest.raises(StorehelmError, match="reached safely"):
        send(letter(), MailServer(host, port, user="helm", password="right"))
    assert box.taken == []
    assert box.logins == []


def test_a_server_without_encryption_gets_neither_password_nor_mail():
    with mail_server() as (box, port), pytest.raises(StorehelmError, match="did not take"):
        send(letter(), MailServer("127.0.0.1", port, user="helm", password="right"))
    assert box.taken == []
    assert box.logins == []


def test_a_refused_address_is_named():
    with mail_server() as (box, port):
        box.refuse = "gone@example.com"
        with pytest.raises(StorehelmError, match="refuses mail to gone"):
            send(letter("gone@example.com, here@example.com"), MailServer("127.0.0.1", port, security="none"))
        with pytest.raises(StorehelmError, match="refuses mail to gone"):
            send(letter("gone@example.com"), MailServer("127.0.0.1", port, security="none"))


def test_no_server_is_said():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        with pytest.raises(StorehelmError, match="did not take the mail: Connection refused"):
            send(letter(), MailServer("127.0.0.1", probe.getsockname()[1], security="none"))


def test_readable_mail_leaves_only_by_this_machine():
    with pytest.raises(BadInput, match="readable"):
        MailServer("mail.example.com", 25, security="none")
    assert usual_security("mail.example.com", 465) == "tls"
    assert usual_security("mail.example.com", 25) == "starttls"
    assert usual_security("localhost", 25) == "none"
    assert usual_security("localhost", 587) == "starttls"
