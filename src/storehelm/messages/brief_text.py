"""The brief as plain text."""

from __future__ import annotations

from storehelm.messages.brief_parts import Line, Number, Said, Section


def as_text(said: Said, address: str, open_page: str) -> str:
    """Lines of text, an empty line between the parts."""
    label = f" ({said.label})" if said.label else ""
    blocks = [[f"{said.title}, {said.day}{label}", said.health]]
    blocks += [_number(number, said.spans) for number in said.numbers]
    blocks += [_section(section) for section in said.sections]
    blocks += [[sentence] for sentence in said.closing]
    if address:
        blocks.append([f"{open_page}: {address}"])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _number(number: Number, spans: tuple[str, ...]) -> list[str]:
    lines = [number.title]
    for span, (value, usual) in zip(spans, number.cells, strict=False):
        if value:
            lines.append(f"  {span}: {value}" + (f" ({usual})" if usual else ""))
    return [*lines, f"  {number.note}"] if number.note else lines


def _section(section: Section) -> list[str]:
    lines = [section.title.upper()]
    for line in section.lines:
        lines += _line(line)
    return [*lines, f"  {section.more}"] if section.more else lines


def _line(line: Line) -> list[str]:
    return [f"- {line.title}", *(f"  {text}" for text in (line.money, line.detail) if text)]
