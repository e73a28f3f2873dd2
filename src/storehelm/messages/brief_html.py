"""The brief as HTML that mail programs show: one column, styles on the elements, no images, no scripts."""

from __future__ import annotations

from html import escape

from storehelm.messages.brief_parts import Line, Number, Said, Section

_PAGE = "font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;max-width:600px;margin:0 auto;padding:16px"
_QUIET = "color:#666;font-size:14px"
_HEAD = "font-size:16px;margin:24px 0 8px;border-bottom:1px solid #ccc;padding-bottom:4px"
_CELL = "padding:6px 12px 6px 0;vertical-align:top;text-align:right;white-space:nowrap"
_NAME = "padding:6px 12px 6px 0;vertical-align:top;text-align:left;font-weight:600"


def as_html(said: Said, address: str, open_page: str, language: str) -> str:
    """A whole document. Every word of the store's own is escaped."""
    label = f' <span style="background:#ffe9a8;color:#5c4400;padding:0 6px">{escape(said.label)}</span>'
    title = f"{escape(said.title)} · {escape(said.day)}{label if said.label else ''}"
    body = [
        f'<h1 style="font-size:20px;margin:0">{title}</h1>',
        _quiet(said.health),
        _numbers(said),
        *(_section(section) for section in said.sections),
        *(f'<p style="margin:24px 0 0">{escape(sentence)}</p>' for sentence in said.closing),
    ]
    if address:
        body.append(f'<p style="margin:24px 0 0"><a href="{escape(address)}">{escape(open_page)}</a></p>')
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return (
        f'<!doctype html><html lang="{escape(language)}"><head>{head}<title>{escape(said.title)}</title></head>'
        f'<body><div style="{_PAGE}">{"".join(body)}</div></body></html>'
    )


def _quiet(text: str) -> str:
    return f'<div style="{_QUIET}">{escape(text)}</div>' if text else ""


def _numbers(said: Said) -> str:
    if not said.numbers:
        return ""
    spans = "".join(f'<th scope="col" style="{_CELL};{_QUIET};font-weight:400">{escape(s)}</th>' for s in said.spans)
    rows = "".join(_number(number) for number in said.numbers)
    return f'<table style="border-collapse:collapse;margin:16px 0"><tr><td></td>{spans}</tr>{rows}</table>'


def _number(number: Number) -> str:
    name = f'<th scope="row" style="{_NAME}">{escape(number.title)}</th>'
    if not number.cells:
        return f'<tr>{name}<td colspan="3" style="{_QUIET};padding:6px 0">{escape(number.note)}</td></tr>'
    cells = "".join(f'<td style="{_CELL}">{escape(value)}{_quiet(usual)}</td>' for value, usual in number.cells)
    note = f'<tr><td colspan="4" style="{_QUIET}">{escape(number.note)}</td></tr>' if number.note else ""
    return f"<tr>{name}{cells}</tr>{note}"


def _section(section: Section) -> str:
    items = "".join(_line(line) for line in section.lines)
    listed = f'<ul style="margin:0;padding-left:20px">{items}</ul>'
    return f'<h2 style="{_HEAD}">{escape(section.title)}</h2>{listed}{_quiet(section.more)}'


def _line(line: Line) -> str:
    money = f'<div style="font-weight:600">{escape(line.money)}</div>' if line.money else ""
    return f'<li style="margin:0 0 8px">{escape(line.title)}{money}{_quiet(line.detail)}</li>'
