"""The owner's pages speak money and days: no word of the experts reaches them, in English or Polish."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.services import need
from tests.web.conftest import PASSWORD, Door

EXPERT = {
    "en": """
        CM1 CM2 CM3 AOV ROAS POAS MER CAC CPA CPC CTR CLV LTV GMROI OTIF ARPU COGS SKU-level RFM ABC/XYZ KPI
        elasticity; confidence interval; credible interval; prediction interval; contribution margin; gross margin;
        conversion rate; bounce rate; churn; churn rate; cohort; cohorts; quantile; percentile; decile; p-value;
        statistically significant; significance; standard deviation; variance; median; outlier; anomaly; anomalies;
        sell-through; sell through; lift; uplift; holdout; counterfactual; posterior; bayesian; regression;
        forecast error;
        inventory turnover; attribution; funnel; cross-sell; upsell; basket size; seasonality; heteroskedastic; Pareto
    """,
    "pl": """
        elastyczność; elastyczności; przedział ufności; przedziału ufności; marża kontrybucyjna; marży kontrybucyjnej;
        marża pokrycia; współczynnik konwersji; współczynnika konwersji; konwersja; konwersji; kwantyl; percentyl;
        decyl;
        centyl; kohorta; kohorty; kohort; mediana; wariancja; odchylenie standardowe; istotność statystyczna; istotny
        statystycznie; wartość p; rotacja zapasów; atrybucja; lejek; anomalia; anomalie; sezonowość; regresja; wskaźnik
        odejść; churn; grupa kontrolna; ROAS; POAS; MER; CAC; CLV; LTV; GMROI; CM1; CM2; CM3; AOV; KPI; COGS
    """,
}
PAGES = ("", "products/", "month/", "all/")


def words(language: str) -> list[str]:
    said = EXPERT["en"] + ";" + EXPERT[language]
    phrases = [" ".join(part.split()) for part in said.split(";")]
    acronyms = [w for p in phrases if p.split() and p.split()[0].isupper() for w in p.split() if w.isupper()]
    return sorted({*acronyms, *(p for p in phrases if p and not p.split()[0].isupper())})


def shown(page: str) -> str:
    """What a reader sees of the page, and what a screen reader says."""
    spoken = " ".join(re.findall(r"(?:aria-label|placeholder|title|alt)=\"([^\"]*)\"", page))
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text) + " " + spoken).split())


def expert_words(text: str, language: str) -> list[str]:
    """An acronym is looked for as it is written, a word in any case."""
    found = []
    for word in words(language):
        flags = 0 if word.isupper() else re.IGNORECASE
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, flags):
            found.append(word)
    return found


def test_the_list_catches_what_it_lists():
    assert expert_words("Your ROAS rose; the confidence interval is wide", "en") == ["ROAS", "confidence interval"]
    assert expert_words("Współczynnik konwersji spadł", "pl") == ["konwersji", "współczynnik konwersji"]
    assert expert_words("Sold by a merchant in America", "en") == []


def _pages(client, slug: str, language: str) -> None:
    client.post("/choose/", {"language": language})
    for page in PAGES:
        answer = client.get(f"/s/{slug}/{page}")
        assert answer.status_code == 200
        assert expert_words(shown(answer.content.decode()), language) == [], f"{slug}/{page} in {language}"
    client.post("/choose/", {"language": "en"})


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_sample_store_speaks_as_its_owner(door: Door, language: str):
    _pages(door.client("olga"), "lipa", language)


@pytest.mark.real
@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_real_store_speaks_as_its_owner(door: Door, language: str):
    need("greykite")
    from storehelm.operations import LOCAL, perform
    from tests import real_store

    slug = real_store.slug()
    perform("add-person", actor=LOCAL, username="rea", password=PASSWORD, store_slug=slug)
    _pages(door.client("rea"), slug, language)
