"""What every room needs to know of a store before it looks at any fact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storehelm.core.errors import BadInput

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """A store: `slug` names its folder and address, `currency` is its reporting currency, `timezone` its calendar.

    `simulated` marks the make-believe store wherever it shows; `attribution` is owed where the data is shown.
    `prices_note` says what is assumed of VAT where the source does not say. Until `confirmed`, its totals have not been
    looked at by a person and no advice is given.
    """

    slug: str
    title: str = ""
    currency: str = "EUR"
    timezone: str = "UTC"
    country: str = ""
    simulated: bool = False
    attribution: str = ""
    prices_note: str = ""
    confirmed: bool = True

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.slug):
            raise BadInput(
                f"'{self.slug}' cannot name a store.", mend="Use small letters, digits and hyphens, such as my-shop."
            )
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            raise BadInput(f"'{self.timezone}' is no time zone.", mend="Use a name such as Europe/Warsaw.") from None

    def day_of(self, moment: datetime) -> date:
        """The store-local day of a moment (aware, or naive UTC)."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(ZoneInfo(self.timezone)).date()

    def end_of(self, day: date) -> datetime:
        """The moment `day` ends in the store, as naive UTC: what is known by then is known on that day."""
        local = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.timezone))
        return local.astimezone(UTC).replace(tzinfo=None)
