"""Amounts and days against a slow reference in Python."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storehelm.connectors.files import dates, numbers

CONNECTION = duckdb.connect()
AMOUNTS = st.decimals(min_value=-9_999_999, max_value=9_999_999, places=2)
DAYS = st.datetimes(min_value=dt.datetime(1990, 1, 1), max_value=dt.datetime(2090, 1, 1))


def written(value: Decimal, thousands: str, mark: str, form: int) -> str:
    text = f"{abs(value):,.2f}".replace(",", "\0").replace(".", mark).replace("\0", thousands)
    minus = "-" if value < 0 else ""
    return [f"{minus}{text}", f"{minus}{text} zł", f"{minus}€{text}", f"({text})" if minus else text, f"{text}{minus}"][
        form
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(AMOUNTS, min_size=1, max_size=15),
    st.sampled_from([("", "."), ("", ","), (" ", ","), ("\xa0", ","), (".", ","), (",", "."), ("'", ".")]),
    st.integers(0, 4),
)
def test_amounts_are_read_as_written(values, style, form):
    texts = [written(value, *style, form) for value in values]
    CONNECTION.execute("CREATE OR REPLACE TABLE t (n INTEGER, v VARCHAR)")
    CONNECTION.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(texts)))
    seen = numbers.survey(CONNECTION, "t", ["v"])
    mark = numbers.decide(seen, "", "", "f", {})["v"]
    sql = numbers.number("v", mark, messy=bool(seen["v"].messy), doubtful=bool(seen["v"].doubtful))
    assert [row[0] for row in CONNECTION.execute(f"SELECT {sql} FROM t ORDER BY n").fetchall()] == values


@pytest.mark.parametrize("text", ["1,2,3", "12.34.56", "1 2", "abc", "12x34", "--5", "1.2345,6", "jan@example.com"])
def test_what_is_no_amount_is_not_made_one(text):
    sql = numbers.number("v", ",", messy=True, doubtful=True)
    assert CONNECTION.execute(f"SELECT {sql} FROM (SELECT ? AS v) AS x", [text]).fetchone() == (None,)


FORMS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y "
        "%H:%M:%S", "%Y/%m/%d %H:%M:%S",
    "%d %B %Y %H:%M:%S", "%B %d, %Y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=8), st.sampled_from(FORMS), st.booleans())
def test_days_are_read_as_written(moments, form, deciding):
    moments = [m.replace(microsecond=0) for m in moments]
    texts = [m.strftime(form) for m in moments] + ([dt.datetime(2026, 1, 31).strftime(form)] if deciding else [])
    CONNECTION.execute("CREATE OR REPLACE TABLE t (n INTEGER, v VARCHAR)")
    CONNECTION.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(texts)))
    how = dates.survey(CONNECTION, "t", ["v"], said="" if deciding else "dmy", file="f", headers={})["v"]
    sql, _ = dates.moment("v", how, "UTC")
    assert [row[0] for row in CONNECTION.execute(f"SELECT {sql} FROM t ORDER BY n").fetchall()][
        : len(moments)
    ] == moments


@pytest.mark.parametrize(
    ("text", "local", "utc"),
    [
        ("2026-01-31 23:30:00 +0000", "2026-02-01 00:30:00", "2026-01-31 23:30:00"),
        ("2026-07-01T10:00:00+02:00", "2026-07-01 10:00:00", "2026-07-01 08:00:00"),
        ("2026-07-01T08:00:00Z", "2026-07-01 10:00:00", "2026-07-01 08:00:00"),
        ("1769857200", "2026-01-31 12:00:00", "2026-01-31 11:00:00"),
        ("20260131", "2026-01-31 00:00:00", "2026-01-30 23:00:00"),
        ("31 sty 2026", "2026-01-31 00:00:00", "2026-01-30 23:00:00"),
        ("5 października 2026 7:05", "2026-10-05 07:05:00", "2026-10-05 05:05:00"),
        ("46053", "2026-01-31 00:00:00", "2026-01-30 23:00:00"),
    ],
)
def test_zones_and_names_of_months(text, local, utc):
    CONNECTION.execute("CREATE OR REPLACE TABLE t AS SELECT CAST(? AS VARCHAR) AS v", [text])
    how = dates.survey(CONNECTION, "t", ["v"], said="", file="f", headers={})["v"]
    here, there = dates.moment("v", how, "Europe/Warsaw")
    there = there or dates.to_utc(here, "Europe/Warsaw")
    assert tuple(map(str, CONNECTION.execute(f"SELECT {here}, {there} FROM t").fetchone())) == (local, utc)
