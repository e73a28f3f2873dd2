"""What a column of a file may mean: the fields of each kind of file, and the words their headers go by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

FieldType = Literal["text", "amount", "quantity", "rate", "moment", "status", "country", "email"]

_LETTERS = str.maketrans({"ł": "l", "ß": "s", "æ": "a", "ø": "o"})
_CURRENCIES = {"pln", "zl", "eur", "usd", "gbp", "czk", "huf", "ron", "sek"}


@dataclass(frozen=True, slots=True)
class Field:
    """`words` are headers as people write them, in English and Polish; case, accents and punctuation do not matter."""

    name: str
    type: FieldType
    words: tuple[str, ...]


def field(name: str, kind: FieldType, words: str) -> Field:
    """A field from one `|`-separated line of headers; its own name is always among them."""
    return Field(name, kind, (name, *(w.strip() for w in words.split("|") if w.strip())))


def plain(header: str) -> str:
    """The header without case, accents and punctuation, and without a currency at its end."""
    folded = unicodedata.normalize("NFKD", header.lower().translate(_LETTERS))
    words = re.findall(r"[a-z0-9]+|%|#", "".join(c for c in folded if not unicodedata.combining(c)))
    while len(words) > 1 and words[-1] in _CURRENCIES:
        words.pop()
    return " ".join(words)


def currency_in(headers: list[str]) -> str:
    """The currency that amount headers name, such as "Cena [PLN]"; empty when none or several do."""
    found: set[str] = set()
    for header in headers:
        last = re.findall(r"[a-złA-Z]+", header.lower())[-1:]
        found |= {"PLN" if word in ("zł", "zl") else word.upper() for word in last if word in _CURRENCIES | {"zł"}}
    return found.pop() if len(found) == 1 else ""


_PERSONAL = (
    "first name|last name|full name|customer name|client name|billing name|shipping name|buyer|buyer name|recipient|"
    "name|surname|customer|client|billing address|shipping address|address|address 1|address 2|street|city|zip|"
    "postcode|"
    "postal code|phone|telephone|mobile|company|vat number|tax id|nip|login|username|user login|imie|nazwisko|"
    "imie i nazwisko|klient|nabywca|kupujacy|odbiorca|adres|ulica|miasto|miejscowosc|kod pocztowy|telefon|firma|pesel|"
    "ip|ip address|customer ip address|notes|note|customer note|comment|uwagi|uwagi klienta|komentarz|wiadomosc|"
    "numer konta|iban|delivery fullname|invoice fullname|delivery company|invoice company|invoice nip"
)
PERSONAL = frozenset(_PERSONAL.split("|"))
_PERSONAL_PARTS = frozenset(
    [
        "phone",
        "telefon",
        "address",
        "adres",
        "street",
        "ulica",
        "city",
        "miasto",
        "zip",
        "postcode",
        "pocztowy",
        "nazwisko",
        "imie",
        "firstname",
        "lastname",
        "surname",
        "fullname",
        "company",
        "nip",
        "iban",
        "email",
        "mail",
    ]
)


def is_personal(header: str) -> bool:
    """Whether the column by its header holds what identifies a person; such a column is never stored."""
    words = plain(header)
    return words in PERSONAL or not _PERSONAL_PARTS.isdisjoint(words.split())
