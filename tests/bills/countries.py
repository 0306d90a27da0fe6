"""The countries of the invented bills: money, marks, dates, taxes, units and codes, as they are in use there."""

from dataclasses import dataclass

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "sv": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
}

DAYS = {"en": "days", "de": "Tage", "fr": "jours", "es": "días", "it": "giorni", "pt": "dias", "nl": "dagen",
        "sv": "dagar"}  # fmt: skip
PLACES = {
    "US": ("{town}, OH {code}", "43999"), "CA": ("{town} ON {code}", "M9A 9A9"), "GB": ("{town} {code}", "BN9 9AA"),
    "IE": ("{town}, Co. Meath {code}", "C15 A999"), "AU": ("{town} NSW {code}", "2999"),
    "ZA": ("{town}, {code}", "2999"),
    "IN": ("{town} - {code}", "499999"), "DE": ("{code} {town}", "59999"), "CH": ("{code} {town}", "8999"),
    "FR": ("{code} {town}", "75999"), "ES": ("{code} {town}", "28999"), "MX": ("{town}, C.P. {code}", "64999"),
    "IT": ("{code} {town}", "20999"), "PT": ("{code} {town}", "1999-999"),
    "BR": ("{town} - SP CEP {code}", "19999-999"),
    "NL": ("{code} {town}", "1999 AA"), "SE": ("{code} {town}", "199 99"),
}  # fmt: skip
LEGAL = {
    "CA": ("GST/HST No. {code}", "99999 9999"), "GB": ("VAT Reg. No. GB {code}", "999 9999 99"),
    "IE": ("VAT No. IE{code}", "9999999A"), "AU": ("ABN {code}", "99 999 999 999"),
    "IN": ("GSTIN {code}", "99AAAAA9999A9AA"), "ZA": ("VAT Reg No {code}", "4999999999"),
    "DE": ("USt-IdNr. DE{code}", "999999999"), "CH": ("CHE-{code} MWST", "999.999.999"),
    "FR": ("SIRET {code}", "999 999 999 99999"), "ES": ("CIF {code}", "A99999999"),
    "MX": ("RFC {code}", "AAA999999AA9"),
    "IT": ("P.IVA {code}", "99999999999"), "PT": ("NIF {code}", "599999999"),
    "BR": ("CNPJ {code}", "99.999.999/0001-99"),
    "NL": ("KvK {code}", "99999999"), "SE": ("Org.nr {code}", "559999-9999"),
}  # fmt: skip
"""How a place and the registration of a company are written, with the pattern of the code in them."""


@dataclass(frozen=True)
class Country:
    """``days``: date patterns (d, D day; m month; b, B month name; y, Y year); ``marks``: thousands and decimal mark.

    ``taxes`` by commodity: (key, percent) pairs added to the net sum; a bill has all pairs of one tuple.
    ``points``: what names a supply point, by commodity, as a type and a pattern (9 digit, A letter).
    ``units`` by commodity; ``rates`` are prices per unit in hundredths, low and high; ``months`` a bill may span.
    """

    code: str
    language: str
    currency: str
    money: tuple[str, ...]
    marks: tuple[str, ...]
    days: tuple[str, ...]
    minus: tuple[str, ...]
    cent: str | None
    taxes: dict[str, tuple[tuple[tuple[str, str], ...], ...]]
    points: dict[str, tuple[str, str]]
    units: dict[str, tuple[str, ...]]
    rates: dict[str, tuple[int, int]]
    months: tuple[int, ...]
    account: tuple[str, ...]
    is_letter: bool = False
    keeps_balance: int = 70
    is_supported: bool = True
    """Sweden stands for the languages that Billhook does not speak; only the held-out set has words for it."""

    @property
    def locale(self) -> str:
        return f"{self.language}-{self.code}"


_FRONT = ("-{}", "({})", "{} CR", "{}-")
_BACK = ("-{}", "-{}", "- {}", "{}-", "\u2212{}")
_EN_DAYS = ("{D} {B} {Y}", "{d} {b} {Y}", "{d}/{m}/{Y}", "{d}/{m}/{y}", "{D} {b} {y}")
_DOTTED = ("{d}.{m}.{Y}", "{D}. {B} {Y}", "{d}.{m}.{y}")
_SLASHED = ("{d}/{m}/{Y}", "{D} {B} {Y}", "{d}/{m}/{y}")
_OF = ("{d}/{m}/{Y}", "{D} de {B} de {Y}", "{d}-{m}-{Y}", "{d}.{m}.{Y}")


def _all(tax: tuple[tuple[tuple[str, str], ...], ...]) -> dict[str, tuple[tuple[tuple[str, str], ...], ...]]:
    return dict.fromkeys(("electricity", "gas", "water"), tax)


COUNTRIES: dict[str, Country] = {
    "US": Country(
        "US", "en", "USD", ("${}", "${}", "$ {}", "{}"), (",.",),
        ("{m}/{d}/{Y}", "{m}/{d}/{y}", "{b} {D}, {Y}", "{B} {D}, {Y}", "{b} {d}, {y}", "{m}-{d}-{Y}"),
        ("-{}", "({})", "{} CR", "{}-", "-{}"), "¢",
        {
            "electricity": ((("sales_tax", "6.25"),), (("sales_tax", "4"), ("city_tax", "2.5")), (("franchise", "3"),)),
            "gas": ((("sales_tax", "5"),), (("city_tax", "6"),)), "water": ((), ((("city_tax", "4"),))),
        },
        {"electricity": ("ESI", "10999999999999999"), "gas": ("SERVICE_POINT", "9999999999")},
        {"electricity": ("kWh",), "gas": ("therms", "CCF", "Mcf"), "water": ("kgal", "CCF", "gallons", "HCF")},
        {"electricity": (7, 16), "gas": (45, 190), "water": (250, 900)}, (1,),
        ("99999-99999", "9999999999", "9-9999-9999-9999", "99999999", "9999 9999 9999", "999-9999999-999"),
        is_letter=True, keeps_balance=92,
    ),
    "CA": Country(
        "CA", "en", "CAD", ("${}", "${}", "{}"), (",.",),
        ("{b} {D}, {Y}", "{B} {D}, {Y}", "{Y}-{m}-{d}", "{b} {d}, {Y}", "{Y}/{m}/{d}"), ("-{}", "{} CR", "{}-"), "¢",
        _all(((("hst", "13"),), (("gst", "5"),), (("gst", "5"), ("pst", "7")))),
        {"electricity": ("SERVICE_POINT", "99999999")},
        {"electricity": ("kWh",), "gas": ("m³", "GJ"), "water": ("m³",)},
        {"electricity": (8, 18), "gas": (15, 45), "water": (180, 420)}, (1, 2),
        ("9999 9999 999", "9999999999", "999-999-9999"), is_letter=True, keeps_balance=90,
    ),
    "GB": Country(
        "GB", "en", "GBP", ("£{}", "£{}", "{}"), (",.",), _EN_DAYS, ("-{}", "{} CR", "-{}", "({})"), "p",
        {"electricity": ((("vat", "5"),), (("vat", "20"),)), "gas": ((("vat", "5"),),), "water": ((),)},
        {"electricity": ("MPAN", "9999999999999"), "gas": ("MPRN", "9999999999")},
        {"electricity": ("kWh",), "gas": ("kWh",), "water": ("m³", "m3")},
        {"electricity": (18, 34), "gas": (5, 11), "water": (110, 240)}, (1, 3, 6),
        ("9999 9999 9999", "99999999", "A-99999999", "850999999999"), keeps_balance=88,
    ),
    "IE": Country(
        "IE", "en", "EUR", ("€{}", "€{}", "{}"), (",.",), _EN_DAYS, ("-{}", "{} CR", "-{}"), "c",
        _all(((("vat", "9"),), (("vat", "13.5"),))),
        {"electricity": ("MPRN", "10999999999"), "gas": ("GPRN", "9999999")},
        {"electricity": ("kWh",), "gas": ("kWh",), "water": ("m³",)},
        {"electricity": (20, 38), "gas": (7, 14), "water": (120, 240)}, (2,), ("999999999", "9999999"),
        keeps_balance=88,
    ),
    "AU": Country(
        "AU", "en", "AUD", ("${}", "${}", "{}"), (",.",), _EN_DAYS, ("-{}", "{} CR", "-{}", "{}cr"), "c",
        _all(((("gst", "10"),),)) | {"water": ((),)},
        {"electricity": ("NMI", "6999999999"), "gas": ("MIRN", "5999999999")},
        {"electricity": ("kWh",), "gas": ("MJ",), "water": ("kL",)},
        {"electricity": (22, 38), "gas": (2, 5), "water": (200, 380)}, (1, 3), ("999 999 999", "9999999999", "999999"),
        keeps_balance=90,
    ),
    "IN": Country(
        "IN", "en", "INR", ("Rs. {}", "Rs. {}", "₹ {}", "₹{}", "{}"), ("lakh", ",."),
        ("{d}-{m}-{Y}", "{d}/{m}/{Y}", "{d}-{b}-{Y}", "{d}.{m}.{Y}"), ("-{}", "{} CR", "{}-"), None,
        {"electricity": ((("duty", "5"),), (("duty", "9"),)), "gas": ((("vat", "6"),),), "water": ((),)},
        {}, {"electricity": ("kWh", "Units"), "gas": ("SCM",), "water": ("KL",)},
        {"electricity": (350, 950), "gas": (2900, 5200), "water": (800, 3000)}, (1, 2),
        ("999999999999", "9999999999", "AA-999-99999"), keeps_balance=80,
    ),
    "ZA": Country(
        "ZA", "en", "ZAR", ("R{}", "R {}", "{}"), (",.", " .", " ,"),
        ("{d}/{m}/{Y}", "{D} {B} {Y}", "{Y}/{m}/{d}", "{Y}-{m}-{d}"), ("-{}", "{} CR", "{}-"), "c",
        _all(((("vat", "15"),),)), {}, {"electricity": ("kWh",), "gas": ("GJ",), "water": ("kl",)},
        {"electricity": (190, 380), "gas": (15000, 30000), "water": (1800, 5200)}, (1,),
        ("999999999", "9999999999", "9999 9999 99"), keeps_balance=90,
    ),
    "DE": Country(
        "DE", "de", "EUR", ("{} €", "{} EUR", "{}", "{} €"), (".,", ".,", " ,"), _DOTTED, _BACK, "ct",
        _all(((("ust", "19"),),)) | {"water": ((("ust", "7"),),)},
        {"electricity": ("MALO", "99999999999"), "gas": ("MALO", "99999999999")},
        {"electricity": ("kWh",), "gas": ("kWh",), "water": ("m³",)},
        {"electricity": (24, 42), "gas": (7, 15), "water": (150, 290)}, (12, 12, 1),
        ("999999999", "99 999 999", "9999999999", "K-9999999"), keeps_balance=70,
    ),
    "CH": Country(
        "CH", "de", "CHF", ("CHF {}", "{} CHF", "Fr. {}", "{}"), ("'.", "’."), _DOTTED, _BACK, "Rp.",
        _all(((("mwst", "8.1"),),)) | {"water": ((("mwst", "2.6"),),)},
        {"electricity": ("METERING_POINT", "CH999999999999999999999999999999")},
        {"electricity": ("kWh",), "gas": ("kWh",), "water": ("m³",)},
        {"electricity": (19, 36), "gas": (9, 16), "water": (120, 260)}, (3, 6), ("99999999", "9.999.999"),
        keeps_balance=30,
    ),
    "FR": Country(
        "FR", "fr", "EUR", ("{} €", "{} €", "{} EUR", "{}"), ("\xa0,", " ,", "\u202f,"), _SLASHED, _BACK, "c€",
        _all(((("tva_high", "20"),), (("tva_low", "5.5"),))) | {"water": ((("tva_low", "5.5"),),)},
        {"electricity": ("PDL", "99999999999999"), "gas": ("PCE", "99999999999999")},
        {"electricity": ("kWh",), "gas": ("kWh",), "water": ("m³",)},
        {"electricity": (15, 29), "gas": (6, 13), "water": (150, 420)}, (1, 2, 12),
        ("999 999 999", "9 999 999 999", "9999999999"), keeps_balance=45,
    ),
    "ES": Country(
        "ES", "es", "EUR", ("{} €", "{} €", "{} EUR", "{}"), (".,",), _OF, _BACK, None,
        {
            "electricity": ((("iee", "5.1127"), ("iva", "21")), (("iee", "0.5"), ("iva", "10"))),
            "gas": ((("iva", "21"),),), "water": ((("iva", "10"),),),
        },
        {"electricity": ("CUPS", "ES9999999999999999AA"), "gas": ("CUPS", "ES9999999999999999AA")},
        {"electricity": ("kWh",), "gas": ("kWh",), "water": ("m³",)},
        {"electricity": (9, 24), "gas": (5, 10), "water": (60, 210)}, (1, 2),
        ("999999999999", "9999999999", "99999999"), keeps_balance=12,
    ),
    "MX": Country(
        "MX", "es", "MXN", ("${}", "$ {}", "{}"), (",.",), ("{d} {b} {Y}", "{d}/{m}/{Y}", "{D} de {B} de {Y}"),
        ("-{}",), None, _all(((("iva", "16"),),)), {},
        {"electricity": ("kWh",), "gas": ("m³",), "water": ("m³",)},
        {"electricity": (90, 380), "gas": (700, 1400), "water": (900, 3200)}, (1, 2),
        ("999 999 999 999", "999999999999"), keeps_balance=80,
    ),
    "IT": Country(
        "IT", "it", "EUR", ("{} €", "€ {}", "{} euro", "{}"), (".,",), ("{d}/{m}/{Y}", "{d}.{m}.{Y}", "{D} {B} {Y}"),
        _BACK, None, _all(((("iva", "22"),), (("iva", "10"),))),
        {"electricity": ("POD", "IT999A99999999"), "gas": ("PDR", "99999999999999")},
        {"electricity": ("kWh",), "gas": ("Smc",), "water": ("mc", "m³")},
        {"electricity": (12, 30), "gas": (50, 140), "water": (90, 260)}, (1, 2), ("999999999", "9999999999"),
        keeps_balance=15,
    ),
    "PT": Country(
        "PT", "pt", "EUR", ("{} €", "{} €", "€ {}", "{}"), (".,", " ,"), _OF, _BACK, None,
        _all(((("iva", "23"),), (("iva", "6"),))),
        {"electricity": ("CPE", "PT9999999999999999AA"), "gas": ("CUI", "PT9999999999999999AA")},
        {"electricity": ("kWh",), "gas": ("kWh",), "water": ("m³",)},
        {"electricity": (13, 26), "gas": (6, 12), "water": (60, 190)}, (1, 2), ("999999999999", "999999999"),
        keeps_balance=25,
    ),
    "BR": Country(
        "BR", "pt", "BRL", ("R$ {}", "R$ {}", "R${}", "{}"), (".,",),
        ("{d}/{m}/{Y}", "{D} de {B} de {Y}", "{d}/{m}/{y}"),
        ("-{}", "-{}", "{}-"), None, _all(((),)), {},
        {"electricity": ("kWh",), "gas": ("m³",), "water": ("m³",)},
        {"electricity": (55, 115), "gas": (400, 900), "water": (400, 1200)}, (1,),
        ("9999999999", "99999999", "9/9999999-9"), keeps_balance=25,
    ),
    "NL": Country(
        "NL", "nl", "EUR", ("€ {}", "{} €", "{}"), (".,",), ("{d}-{m}-{Y}", "{D} {B} {Y}"),
        ("-{}", "{}-", "- {}"), None,
        _all(((("btw", "21"),),)), {"electricity": ("EAN", "871687999999999999"), "gas": ("EAN", "871687999999999999")},
        {"electricity": ("kWh",), "gas": ("m³",), "water": ("m³",)},
        {"electricity": (20, 40), "gas": (90, 160), "water": (80, 130)}, (1, 12), ("999999999", "9999999999"),
        keeps_balance=60,
    ),
    "SE": Country(
        "SE", "sv", "SEK", ("{} kr", "{} SEK", "{}"), ("\xa0,", " ,"), ("{Y}-{m}-{d}", "{D} {B} {Y}"), ("-{}",), "öre",
        _all(((("moms", "25"),),)), {"electricity": ("EAN", "735999999999999999")},
        {"electricity": ("kWh",), "gas": ("kWh",), "water": ("m³",)},
        {"electricity": (80, 240), "gas": (90, 160), "water": (1500, 3800)}, (1, 3), ("9999999", "999999-9"),
        keeps_balance=60, is_supported=False,
    ),
}  # fmt: skip
