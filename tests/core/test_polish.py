"""Every sentence that people see has its Polish, with the same values in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storehelm.core.text import catalogue

SRC = Path(__file__).parents[2] / "src" / "storehelm"
_TAG = re.compile(r"\{%\s*t\s+(?P<quote>[\"'])(?P<sentence>.*?)(?P=quote)(?P<rest>[^%]*)%\}")
_PLURAL = re.compile(r"plural=([\"'])(.*?)\1")
_PLACE = re.compile(r"\{(\w+)\}")


def in_templates() -> Iterator[tuple[str, str, str]]:
    for path in SRC.rglob("*.html"):
        for found in _TAG.finditer(path.read_text(encoding="utf-8")):
            plural = _PLURAL.search(found["rest"])
            yield found["sentence"], plural[2] if plural else "", path.name


def in_code() -> Iterator[tuple[str, str, str]]:
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.func, ast.Name):
                continue
            first = node.args[0]
            if node.func.id not in ("t", "Text") or not isinstance(first, ast.Constant):
                continue
            plural = next((k.value for k in node.keywords if k.arg == "plural"), None)
            yield str(first.value), str(getattr(plural, "value", "")), str(path.relative_to(SRC))


def has_words(sentence: str) -> bool:
    """Whether anything but values is in it: `{some}, {other}` is the same in every language."""
    return any(letter.isalpha() for letter in _PLACE.sub("", sentence))


SENTENCES = sorted(found for found in {*in_templates(), *in_code()} if has_words(found[0]))


def shown_by_name() -> Iterator[tuple[str, str]]:
    """Words that pages look up by a name: verdicts, questions, numbers, tables, dimensions."""
    from storehelm.analyses import analysis_names, question
    from storehelm.core import text
    from storehelm.metrics.registry import all_metrics, dimensions
    from storehelm.warehouse.tables import all_tables
    from storehelm.web.templatetags import storehelm as tags

    yield from ((word, "verdict") for word in (*tags.VERDICTS.values(), *tags.BASIS.values()))
    yield from ((word, "estimate") for pair in text._PER.values() for word in pair)
    yield from ((question(name), name) for name in analysis_names())
    for name, metric in all_metrics().items():
        yield metric.title.template, name
        yield from ((dimension.replace("_", " "), name) for dimension in dimensions(name))
    yield from ((name.replace("_", " "), "table") for name in all_tables())


def test_what_is_looked_up_by_name_has_polish() -> None:
    book = catalogue("pl")
    missing = {f"{place}: {word}" for word, place in shown_by_name() if book.get(word) is None}
    assert missing == set()


def test_sentences_are_found_where_they_are_said() -> None:
    places = {place for *_, place in SENTENCES}
    assert {"today.html", "products.html", "analyses/_compose.py"} <= places


@pytest.mark.parametrize(("sentence", "plural", "place"), SENTENCES)
def test_has_polish(sentence: str, plural: str, place: str) -> None:
    message = catalogue("pl").get(sentence)
    assert message is not None, f"{place}: no Polish for {sentence!r}"
    assert message.string, f"{place}: the Polish for {sentence!r} is empty"
    said = [message.string] if isinstance(message.string, str) else list(message.string)
    if plural:
        assert isinstance(message.id, tuple), f"{place}: {sentence!r} needs msgid_plural"
        assert message.id[1] == plural
        assert len(said) == 3, f"{place}: Polish counts in three forms"
    wanted = set(_PLACE.findall(sentence)) | set(_PLACE.findall(plural))
    for form in said:
        assert form.strip(), f"{place}: a form of {sentence!r} is empty"
        assert set(_PLACE.findall(form)) <= wanted, f"{place}: {form!r} has a value that is not given"
        assert wanted - {"n"} <= set(_PLACE.findall(form)), f"{place}: {form!r} leaves a value out"
