"""An invented country and language as data files: no code knows them."""

from pathlib import Path

from billhook.domain.document_text import DocumentText
from tests.extraction.pages import text_of_rows

COUNTRY = r"""
# Vallania.
currency = "XVD"
languages = ["xv"]
shapes = [{ pattern = '\bXV-\d{3}\b', contains = 'XV-' }]
legal_forms = ["Kmp"]
default_units = { WATER = "m³" }

[money]
signs = [{ text = "ꝟ" }]
minor_signs = [{ text = "vc" }]

[taxes]
VOLTAX = [12]

[supply_points]
VPN = ["vpn"]

[words]
xv = ["vallania"]
"""

LANGUAGE = r"""
# Vallanian.
numbers = ["numo"]
secondary = true
home = "XV"
stop_words = ["kaj", "estas", "viaj", "por"]
markers = ["pagindo", "kontnumo", "uzpovo", "mezurilo", "skribdato"]
months = [
  "primo", "duomo", "triomo", "kvaromo", "kvinomo", "sesomo", "sepomo", "okomo", "nauomo",
  "dekomo", "undekomo", "dozomo",
]

[words]
totals = ["tutsumo"]
page = ["folpago"]
page_of = ["el"]
date_joiners = ["gis"]

[registers]
PEAK = ["tagpovo"]
OFF_PEAK = ["noktpovo"]

[labels.total_charges]
strong = ["pagindo"]
weak = []

[labels.bill_date]
strong = ["skribdato"]
weak = []

[labels.due_date]
strong = ["pagu antau"]
weak = []

[labels.account_number]
strong = ["kont{no}", "kontnumo"]
weak = []

[labels.period]
strong = ["servotempo"]
weak = []

[labels.meter]
strong = ["mezurilo"]
weak = []

[labels.supply_point]
strong = ["vpn"]
weak = []

[labels.previous_reading]
strong = ["antaua stato"]
weak = []

[labels.current_reading]
strong = ["nuna stato"]
weak = []

[labels.usage]
strong = ["uzpovo"]
weak = []

[[context_rules]]
from = ["total_charges"]
words = ["malnova"]
into = "previous_close_balance"

[charges]
CONSUMPTION = ["povo"]
VAT = ["voltax"]

[commodities]
ELECTRICITY = ["elektro"]

[kind]
utility = ["elektrofakturo"]

[issuer]
words = ["povejo"]
"""


def write_invented(folder: Path) -> Path:
    """Write both files below ``folder``."""
    for kind, name, text in (("countries", "XV.toml", COUNTRY), ("languages", "xv.toml", LANGUAGE)):
        path = folder / kind / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def vallanian_bill() -> DocumentText:
    """An electricity bill over 112.00 XVD of 5 Kvaromo 2026."""
    return text_of_rows(
        {60: "Vala Povejo Kmp", 400: "Folpago 1 el 1"},
        {60: "Strato 4, XV-123 Valla"},
        {60: "Elektrofakturo por viaj povo kaj servo"},
        {60: "Kontnumo: 4711-0815", 300: "Skribdato: 5 kvaromo 2026"},
        {60: "Servotempo: 1 triomo 2026 - 31 triomo 2026", 330: "Pagu antau: 25 kvaromo 2026"},
        {60: "VPN: 88-776655"},
        {60: "Mezurilo", 160: "Antaua stato", 280: "Nuna stato", 400: "Uzpovo kWh"},
        {60: "VM445566", 160: "10000", 280: "10500", 400: "500"},
        {60: "Elektro povo", -500: "ꝟ 100,00"},
        {60: "Voltax 12 %", -500: "ꝟ 12,00"},
        {60: "Pagindo", -500: "ꝟ 112,00"},
    )
