"""What goals and assortment say is said in Polish too, and without the trade's vocabulary."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import storehelm.analyses
from storehelm.core.text import catalogue

FILES = [
    p for duty in ("goals", "assortment") for p in sorted((Path(storehelm.analyses.__path__[0]) / duty).glob("*.py"))
]
EXPERT = re.compile(
    r"\b(CM[123]|ROAS|POAS|AOV|GMROI|MER|CAC|SKU|elasticit\w*|elastyczno\w*|confidence|percentile|quantile|cohort|kohort\w*"
    r"|conversion rate|konwersj\w*|lift|support|velocity|sell-through|rotacj\w*)\b",
    re.IGNORECASE,
)


def sentences(path: Path) -> Iterator[tuple[str, str]]:
    """(template, plural) of each `t(...)` in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t" and node.args:
            given = (*node.args[:2], *(k.value for k in node.keywords if k.arg == "plural"))
            texts = [a.value for a in given if isinstance(a, ast.Constant)]
            if texts:
                yield str(texts[0]), str(texts[1]) if len(texts) > 1 else ""


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}.{p.stem}")
def test_every_sentence_has_its_polish_with_the_same_values(path):
    book = catalogue("pl")
    for template, plural in sentences(path):
        message = book.get(template)
        assert message is not None, template
        said = [message.string] if isinstance(message.string, str) else list(message.string)
        assert len(said) == (3 if plural else 1), template
        for polish in said:
            assert set(re.findall(r"{\w+}", polish)) == set(re.findall(r"{\w+}", template)), polish
            assert not EXPERT.search(polish), polish
        assert not EXPERT.search(template), template
