"""Which marks, date order, country and currency a document speaks in: its own words vote."""

import re
from collections import Counter
from dataclasses import dataclass

from billhook.extraction.language.lexicon import Lexicon, found
from billhook.extraction.layout.lines import Layout
from billhook.extraction.text.dates import day_first
from billhook.extraction.text.numbers import CODES, COMMA, CURRENCY_SIGNS, FIGURE, POINT, decimal_mark

_HOMES = (
    "US USD,GB GBP,AU AUD,CA CAD,IN INR,NZ NZD,IE EUR,SG SGD,ZA ZAR,DE EUR,AT EUR,CH CHF,FR EUR,BE EUR,"
    "NL EUR,PH PHP,MY MYR,HK HKD,KE KES,NG NGN,PK PKR,GH GHS,JM JMD,LU EUR,"
    "ES EUR,MX MXN,CO COP,CL CLP,PE PEN,AR ARS,IT EUR,BR BRL,PT EUR,AE AED,SE SEK,NO NOK,DK DKK,PL PLN,JP JPY,"
    "FI EUR,CZ CZK,SK EUR,HU HUF,RO RON,HR EUR,SI EUR,TR TRY,GR EUR,AD EUR"
)
CURRENCY_OF: dict[str, str] = dict(pair.split() for pair in _HOMES.split(","))
COUNTRY_OF = {currency: country for country, currency in CURRENCY_OF.items() if currency != "EUR"}
_HOME = {
    "de": "DE", "fr": "FR", "es": "ES", "it": "IT", "pt": "PT", "nl": "NL", "sv": "SE", "da": "DK", "no": "NO",
    "fi": "FI", "pl": "PL", "cs": "CZ", "sk": "SK", "hu": "HU", "ro": "RO", "hr": "HR", "sl": "SI", "tr": "TR",
    "el": "GR", "ca": "ES",
}  # fmt: skip
_ENGLISH = ("US", "GB", "IE", "AU", "NZ", "IN", "SG", "ZA", "PH", "MY", "HK", "KE", "NG", "PK", "GH", "JM")
_ALONE = {
    "DE": "de", "AT": "de", "FR": "fr", "IT": "it", "PT": "pt", "BR": "pt", "NL": "nl", "MX": "es", "CO": "es",
    "CL": "es", "PE": "es", "AR": "es", "SE": "sv", "DK": "da", "NO": "no", "PL": "pl", "CZ": "cs", "SK": "sk",
    "HU": "hu", "RO": "ro", "HR": "hr", "SI": "sl", "TR": "tr", "GR": "el",
} | dict.fromkeys(_ENGLISH, "en")  # fmt: skip
"""Countries whose bills speak one language: a code like one of their postcodes makes no bill of another theirs."""

_CROWNS = frozenset({"SEK", "NOK", "DKK"})
_DOLLARS = frozenset({"US", "CA", "AU", "NZ", "SG", "HK", "MX", "CO", "CL", "AR"})
_STATES = (
    "A[KLRZ]|C[AOT]|DE|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
_SHAPES = (
    ("US", re.compile(rf"\b(?:{_STATES})\.?,?\x20\d{{5}}(?:-\d{{4}})?\b")),
    ("GB", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\x20\d[A-Z]{2}\b")),
    ("CA", re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z]\x20?\d[A-Z]\d\b")),
    ("AU", re.compile(r"\b(?:NSW|QLD|VIC|TAS|ACT|WA|SA|NT)\x20\d{4}\b")),
    ("BR", re.compile(r"\b\d{5}-\d{3}\b")),
    ("PT", re.compile(r"(?<![\d-])\d{4}-\d{3}(?![\d-])")),
    ("NL", re.compile(r"\b[1-9]\d{3}\x20[A-Z]{2}\b")),
    ("IE", re.compile(r"\bIE\d{7}[A-Z]{1,2}\b|\bCo\.\x20[A-Z][a-z]+\b")),
    ("IE", re.compile(r"\b[AC-FHKNPRTV-Y]\d[\dW]\x20[\dAC-FHKNPRTV-Y]{4}\b")),
    ("CH", re.compile(r"\bCHE-?\d{3}\.?\d{3}\.?\d{3}\b|\bCH-\d{4}\b")),
    ("ZA", re.compile(r"VAT\b[^\n\d]{0,24}\b4\d{9}\b")),
    ("IN", re.compile(r"\b\d{2}[A-Z]{5}\d{4}[A-Z]\d[A-Z]{2}\b|-\x20?\d{6}\b")),
)  # fmt: skip
_SHAPED = re.compile(r"\d{4}|[A-Z]\d|CHE|Co\.\x20")
"""What a cell has that has one of these shapes: few cells have to be looked at for each of them."""

_RATES = (
    ("VAT", "GB 20|5,PL 23|8,IE 13.5|23|9,ZA 15,PH 12,KE 16,NG 7.5"),
    ("GST", "AU 10,NZ 15,SG 9|8|7,IN 18,CA 5"),
    ("HST", "CA 13|14|15"),
    ("PST|QST|TVQ", "CA 7|8|9.975"),
    ("UST|UMSATZSTEUER", "DE 19|7,AT 20|10"),
    ("MWST", "CH 8.1|7.7|2.6|2.5,DE 19|7"),
    ("TVA", "FR 20|5.5,BE 21|6,CH 8.1|7.7,RO 19|11"),
    ("BTW", "NL 21|9,BE 21|6"),
    ("IVA", "ES 21|10,IT 22|10,PT 23|6|13,MX 16,CL 19,CO 19,AR 27"),
    ("IGV", "PE 18"),
    ("MOMS", "SE 25|12,DK 25"),
    ("MVA", "NO 25"),
    ("ALV", "FI 25.5|24"),
    ("DPH", "CZ 21|12,SK 20|23"),
    ("PDV", "HR 25|13"),
    ("DDV", "SI 22|9.5"),
    ("KDV", "TR 20|18"),
)
"""Rates of tax by the name of the tax: who levies 13.5 per cent of VAT is Ireland."""

_TAXED = re.compile(
    r"(?i)\b(V\.?A\.?T|G\.?S\.?T|H\.?S\.?T|P\.?S\.?T|QST|TVQ|TVA|BTW|I\.?V\.?A|IGV|MWST|UST|UMSATZSTEUER|MOMS|MVA|ALV|DPH|PDV|DDV|KDV)\b\.?"
    r"[^\n\d%]{0,12}(\d{1,2}(?:[.,]\d{1,3})?)\x20?%"
)
_CODE = re.compile(r"[A-Z](?<![A-Za-z].)[A-Z]{2}(?![A-Za-z])")
_SIGN = re.compile(
    r"(?=[$€£¥₹₺₱₩₪₦฿₫₴ACDFHKMNRSTUklz])(?:"
    r"US\$|CA?\$|AU?\$|NZ\$|S\$|HK\$|MX\$|R\$|[$€£¥₹₺₱₩₪₦฿₫₴]|zł|Kč|"
    r"(?<=\d\x20)(?:Ft|lei|TL)\b|\bRs\.?|\bRM\b|S/|Dhs|\bFr\.(?!\w)|\bkr\b|(?<![^\W\d_])R(?=\x20?\d[\d\x20.,]*[.,]\d\d))"
)
"""The first line says how a sign may begin: asked first, it spares to try every sign at every letter."""


@dataclass(frozen=True)
class Locale:
    language: str
    mark: str
    days_first: bool
    country: str | None
    currency: str | None
    currency_sure: bool
    """Whether a code or an unshared sign says the currency, not the country alone."""


def locale_of(layout: Layout, words: Lexicon, language: str) -> Locale:
    texts = [cell.text for cell in layout.cells]
    text, figures = "\n".join(texts), "\n".join(filter(FIGURE.search, texts))
    parts = [part for cell in layout.cells for part in cell.parts]
    mark = decimal_mark(figures, POINT if language == "en" else COMMA)
    country = _country(texts, figures, parts, words, language)
    currency, sure = _currency(text, country)
    country = country or COUNTRY_OF.get(currency or "")
    month_first = language == "en" and (country in (None, "US") and currency in (None, "USD"))
    return Locale(language, mark, day_first(figures, favourite=not month_first), country, currency, sure)


def _country(texts: list[str], figures: str, parts: list[str], words: Lexicon, language: str) -> str | None:
    votes: Counter[str] = Counter()
    for _, _, names in found(words.topics["country"], parts):
        votes.update(names)
    shaped = "\n".join(filter(_SHAPED.search, texts))
    for country, shape in _SHAPES:
        votes[country] += 2 * len(shape.findall(shaped))
    votes.update(_taxing("\n".join(text for text in texts if "%" in text)))
    if language == "en" and _month_leads(figures):
        votes["US"] += 2
    if language in _HOME:
        votes[_HOME[language]] += 2
    if language != "en":
        votes = Counter({one: count for one, count in votes.items() if _ALONE.get(one, language) == language})
    best = max(votes, key=lambda country: votes[country], default=None)
    return best if best and votes[best] > 0 else None


def _taxing(text: str) -> list[str]:
    """The countries whose rate a printed tax has, twice for each time."""
    found = []
    for name, rate in dict.fromkeys(_TAXED.findall(text)):
        tax, percent = name.replace(".", "").upper(), rate.replace(",", ".")
        found += [country for country, levied in _levying(tax) if float(percent) in levied]
    return 2 * found


def _levying(tax: str) -> list[tuple[str, list[float]]]:
    levies = (levies for names, levies in _RATES if tax in names.split("|"))
    return [
        (country, [float(rate) for rate in rates.split("|")])
        for levied in levies
        for country, rates in (pair.split() for pair in levied.split(","))
    ]


def _month_leads(text: str) -> bool:
    """Whether a date in figures can only be read with the month first: an American habit."""
    return not day_first(text, favourite=True)


def currencies_in(text: str) -> set[str]:
    """The currencies that codes and signs of their own name in ``text``."""
    signs = {code for sign in _SIGN.findall(text) if (code := CURRENCY_SIGNS.get(sign))}
    return signs.union(code for code in _CODE.findall(text) if code in CODES)


def _currency(text: str, country: str | None) -> tuple[str | None, bool]:
    signs = Counter(_SIGN.findall(text))
    known = Counter(code for code in _CODE.findall(text) if code in CODES)
    home = CURRENCY_OF.get(country or "")
    for sign, count in signs.items():
        if code := CURRENCY_SIGNS.get(sign):
            known[code] += count
    if known:
        best, count = known.most_common(1)[0]
        if count >= signs["$"] or not signs["$"] or (best == home):
            return best, True
    if signs["$"]:
        return (home if country in _DOLLARS and home else "USD"), bool(known)
    if signs["kr"]:
        return (home if home in _CROWNS else "SEK"), False
    return home, False
