"""What an order's status means, from the words shops and hubs use in English and Polish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from storehelm.connectors.files.fields import plain

CANONICAL = ("pending", "sold", "shipped", "delivered", "cancelled", "test")

_WORDS = {
    "pending": (
        "pending|pending payment|awaiting payment|awaiting bank wire payment|awaiting check payment|unpaid|on hold|"
        "new|draft|"
        "checkout draft|unconfirmed|authorized|expired|failed|payment error|oczekuje na platnosc|oczekujace na "
        "platnosc|"
        "oczekujace|oczekuje|nieoplacone|nieoplacony|nowe|nowe zamowienie|nowe zamowienia|nowy|wstrzymane|"
        "niepotwierdzone|"
        "oczekiwanie na platnosc|oczekiwanie na platnosc przelewem|blad platnosci"
    ),
    "sold": (
        "sold|paid|processing|payment accepted|remote payment accepted|in progress|preparation in progress|ready|"
        "ready to ship|"
        "partially paid|partially refunded|confirmed|accepted|open|unfulfilled|partial|partially fulfilled|packed|"
        "packing|"
        "cod|cash on delivery|awaiting cash on delivery validation|awaiting cod validation|backorder|on backorder paid|"
        "on backorder|oplacone|oplacony|zaplacone|w realizacji|w trakcie realizacji|przyjete|przyjete do realizacji|"
        "przygotowanie w toku|w przygotowaniu|do wyslania|do wysylki|gotowe do wysylki|spakowane|pakowanie|do "
        "spakowania|"
        "potwierdzone|platnosc zaakceptowana|platnosc przyjeta|pobranie|za pobraniem|platnosc przy odbiorze|"
        "czesciowo zwrocone|"
        "skompletowane|kompletowanie"
    ),
    "shipped": "shipped|sent|fulfilled|in transit|dispatched|wyslane|wyslany|wyslano|nadane|w drodze|w transporcie|"
    "przekazane kurierowi",
    "delivered": (
        "delivered|completed|complete|done|closed|finished|picked up|refunded|returned|dostarczone|dostarczono|"
        "zrealizowane|"
        "zakonczone|odebrane|doreczone|ukonczone|zwrocone|zwrot"
    ),
    "cancelled": "cancelled|canceled|voided|void|trash|rejected|anulowane|anulowany|anulowano|odrzucone|nieodebrane|"
    "rezygnacja",
    "test": "test|testowe|test order|zamowienie testowe",
}
KNOWN = {word: meaning for meaning, words in _WORDS.items() for word in words.split("|")}


def read_statuses(words: Iterable[str], said: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Each word of the file to its meaning, and the words that mean nothing to us: those count as pending, not sold.

    A refunded or returned order was sold: what came back is counted as a refund, not by unmaking the sale.
    """
    owner = {plain(word): meaning for word, meaning in said.items()}
    meanings: dict[str, str] = {}
    unknown: list[str] = []
    for word in words:
        key = plain(word).removeprefix("wc ")
        meaning = owner.get(plain(word)) or KNOWN.get(key)
        if meaning is None:
            unknown.append(word)
        meanings[word] = meaning or "pending"
    return meanings, unknown
