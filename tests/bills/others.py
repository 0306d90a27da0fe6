"""Look-alikes of bills from templates: invoices, receipts, letters, tariffs, reminders, statements."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from billhook.local.samples.page_canvas import A4, LETTER, PageCanvas
from billhook.local.samples.seeded_random import SeededRandom
from tests.bills.composing import GeneratedFile
from tests.bills.countries import COUNTRIES
from tests.bills.making import code
from tests.bills.styles import Style

_CELL = re.compile(r"@(-?\d+) ([^@]*)")
_PLACE = re.compile(r"\{(\w+)(?::([^}]*))?\}")


def look_alike(name: str, templates: Path, seed: int) -> GeneratedFile:
    """Document number ``seed``: one of the templates in turn, with figures, dates and codes drawn afresh.

    A row is cells as ``@x text`` (``@-x``: right edge at x) or plain text. Places: ``{money:low,high}``,
    ``{date}``, ``{code:99-999}``, ``{number:low,high}``, ``{kwh:low,high}``; a line ``---`` leaves a gap.
    """
    kinds = _templates(templates)
    template = kinds[seed % len(kinds)]
    random = SeededRandom(f"{name}-other-{seed}")
    country = COUNTRIES[template["country"]]
    style, sheet = Style.drawn(country, random), PageCanvas(LETTER if country.is_letter else A4)
    x, y = float(random.number(38, 60)), 60.0
    sheet.text(x, y, _filled(template["issuer"], style, random), 15, bold=True)
    y += 30
    for row in template["rows"]:
        cells = [(float(at), text) for at, text in _CELL.findall(row)] or [(x, row)]
        for at, text in cells if row != "---" else ():
            sheet.text(abs(at), y, _filled(text.strip(), style, random), 9, right=at < 0)
        y += 15
    file = f"{name}_other_{template['kind']}_{seed:05}.pdf"
    truth = {"file": file, "is_utility_bill": False, "document_kind": template["kind"], "language": country.language}
    return GeneratedFile(file, sheet, {**truth, "country": country.code, "set": name, "borderline": False})


def _filled(text: str, style: Style, random: SeededRandom) -> str:
    def fill(match: re.Match[str]) -> str:
        kind, argument = match[1], match[2] or ""
        if kind == "date":
            return style.date(random.day(date(2022, 1, 10), date(2026, 9, 20)))
        if kind == "code":
            return code(argument or "99999999", random)
        low, high = (int(part) for part in (argument or "5,900").split(","))
        if kind == "money":
            return style.amount(random.amount(low, high))
        return style.number(Decimal(random.number(low, high)))

    return _PLACE.sub(fill, text)


@cache
def _templates(path: Path) -> list[dict[str, Any]]:
    templates: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["document"]
    return templates
