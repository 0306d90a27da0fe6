"""Open parts: amounts that are no charges: future instalments, past bills, and the breakdown of the price."""

from datetime import timedelta
from decimal import Decimal

from tests.bills.making import cents
from tests.bills.paper import Paper

_TITLES = {
    "en": ("Your payment plan", "Billing history", "Where your money goes", "Supply", "Networks", "Taxes and levies"),
    "de": ("Ihr neuer Abschlagsplan", "Ihre letzten Rechnungen", "Zusammensetzung Ihres Preises", "Beschaffung",
           "Netzentgelte", "Steuern und Abgaben"),
    "fr": ("Votre échéancier", "Vos dernières factures", "Répartition de votre facture", "Fourniture", "Acheminement",
           "Taxes et contributions"),
    "es": ("Plan de pagos", "Sus últimas facturas", "Destino del importe de su factura", "Coste de energía",
           "Redes", "Impuestos y tasas"),
    "it": ("Piano di rateizzazione", "Le ultime bollette", "Come si compone la spesa", "Materia energia",
           "Trasporto", "Oneri e imposte"),
    "pt": ("Plano de prestações", "Últimas faturas", "Composição da fatura", "Energia", "Redes", "Taxas e impostos"),
    "nl": ("Uw nieuwe termijnbedragen", "Uw laatste rekeningen", "Opbouw van uw rekening", "Levering", "Netbeheer",
           "Belastingen en heffingen"),
    "sv": ("Din betalningsplan", "Tidigare fakturor", "Så fördelas kostnaden", "Energi", "Nät", "Skatter och avgifter"),
}  # fmt: skip
"""Titles of a plan, of a history and of a breakdown, and the three parts of the latter, per language."""

UNTITLED = ("", "", "", "", "", "")


def instalments(paper: Paper) -> None:
    """Instalments of the coming months."""
    facts, style = paper.facts, paper.style
    part = cents(abs(facts.gross) / 11)
    count = paper.random.number(4, 11)
    paper.room(30 + 11 * count)
    _titled(paper, 0)
    for month in range(1, count + 1):
        day = style.date(facts.due + timedelta(days=30 * month))
        paper.cells([(paper.left, day), (-paper.at(0.5), style.amount(part, in_table=True))], 7.5)
    paper.gap()


def past_bills(paper: Paper) -> None:
    """Past months with usage and cost."""
    facts, style = paper.facts, paper.style
    service = facts.services[0]
    paper.room(30 + 11 * 7)
    _titled(paper, 1)
    for back in range(1, paper.random.number(4, 8)):
        day = style.date(service.start - timedelta(days=30 * back), "{b} {Y}")
        share = Decimal(paper.random.number(60, 140)) / 100
        used, cost = (service.used * share).to_integral_value() + back, cents(facts.gross * share) + back
        row = [(paper.left, f"{paper.words(service.commodity)} {day}"), (-paper.at(0.55), style.number(used))]
        paper.cells([*row, (-paper.at(0.85), style.amount(cost, in_table=True))], 7.5)
    paper.gap()


def breakdown(paper: Paper) -> None:
    """A breakdown of the same amount by other parts, with percentages."""
    facts, style = paper.facts, paper.style
    titles = _TITLES.get(facts.country.language, UNTITLED)
    whole = facts.gross
    network = cents(whole * paper.random.number(15, 35) / 100)
    parts = (whole - network - facts.tax, network, facts.tax)
    paper.room(70)
    _titled(paper, 2)
    for name, part in zip(titles[3:], parts, strict=True):
        percent = int(part * 100 / whole) if whole else 0
        row = [(paper.left, f"{name} ({percent} %)".strip()), (-paper.at(0.6), style.amount(part, in_table=True))]
        paper.cells(row, 7.5)
    paper.gap()


def _titled(paper: Paper, number: int) -> None:
    title = _TITLES.get(paper.facts.country.language, UNTITLED)[number]
    if title:
        paper.line(title, 9, bold=True)


EXTRAS = (instalments, past_bills, breakdown)
