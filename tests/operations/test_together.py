"""Import, brief by command line and page views at once, against the real server: everything is answered."""

import csv
import random
from datetime import datetime, timedelta

from benches.page_while_importing import MAPPING, ask_while_importing, prepare, serving

FIRST = datetime(2026, 3, 2, 9)
HEADER = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"]


def sales(path, days, lines_a_day):
    """An export of `days` days; the same days come out the same."""
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for day in range(days):
            draw = random.Random(day)
            for line in range(lines_a_day):
                moment = FIRST + timedelta(days=day, minutes=line % 600)
                code = draw.randrange(300)
                bought = [f"P{code}", f"Product {code}", draw.randrange(1, 9), f"{moment:%m/%d/%Y %H:%M}"]
                paid = [f"{draw.randrange(100, 5000) / 100}", draw.randrange(900), "PL"]
                out.writerow([f"{day}-{line // 3}", *bought, *paid])


def test_pages_and_briefs_are_answered_while_a_file_is_imported(tmp_path):
    home, mapping, first, whole = (tmp_path / name for name in ("home", "mapping.toml", "first.csv", "whole.csv"))
    mapping.write_text(MAPPING)
    sales(first, 30, 60)
    sales(whole, 100, 300)
    prepare(home, first, mapping)
    with serving(home) as address:
        seen = ask_while_importing(home, address, whole, mapping, (FIRST + timedelta(days=30)).date())
    assert seen.failures == []
    assert seen.pages
    assert seen.briefs
    counts = seen.imported["tables"]["order_lines"]
    assert counts["added"] + counts["changed"] + counts["unchanged"] == 100 * 300
    assert "lock" not in (home / "server.log").read_text().lower()
