"""The countries whose bills speak a further language: known to the documents that speak it alone."""

from tests.bills.country import Country, for_all

FURTHER: dict[str, Country] = {
    "SE": Country(
        "SE", "sv", "SEK", ("{} kr", "{} SEK", "{}"), ("\xa0,", " ,"), ("{Y}-{m}-{d}", "{D} {B} {Y}"), ("-{}",), "öre",
        for_all(((("moms", "25"),),)), {"electricity": ("EAN", "735999999999999999")},
        {"electricity": ("kWh",), "gas": ("kWh",), "water": ("m³",)},
        {"electricity": (80, 240), "gas": (90, 160), "water": (1500, 3800)}, (1, 3), ("9999999", "999999-9"),
        keeps_balance=60,
    ),
    "DK": Country(
        "DK", "da", "DKK", ("{} kr.", "kr. {}", "{} DKK", "{}"), (".,",),
        ("{d}.{m}.{Y}", "{D}. {B} {Y}", "{d}-{m}-{Y}"), ("-{}", "-{}", "{}-"), "øre",
        for_all(((("moms", "25"),),)),
        {"electricity": ("METERING_POINT", "571313199999999999"), "gas": ("METERING_POINT", "571515199999999999")},
        {"electricity": ("kWh",), "gas": ("m³", "kWh"), "water": ("m³",)},
        {"electricity": (90, 290), "gas": (500, 1100), "water": (1800, 4500)}, (1, 3, 12),
        ("99999999", "999999", "9999-999"), keeps_balance=40,
    ),
    "NO": Country(
        "NO", "no", "NOK", ("{} kr", "kr {}", "{} NOK", "{}"), ("\xa0,", " ,", ".,"),
        ("{d}.{m}.{Y}", "{D}. {B} {Y}", "{d}.{m}.{y}"), ("-{}", "-{}", "{}-"), "øre", for_all(((("mva", "25"),),)),
        {"electricity": ("METERING_POINT", "707057500099999999")},
        {"electricity": ("kWh",), "gas": ("kWh",), "water": ("m³",)},
        {"electricity": (60, 220), "gas": (90, 160), "water": (1500, 4200)}, (1, 2, 3), ("9999999", "99999999"),
        keeps_balance=50,
    ),
    "FI": Country(
        "FI", "fi", "EUR", ("{} €", "{} EUR", "{} €", "{}"), ("\xa0,", " ,"),
        ("{D}.{m}.{Y}", "{d}.{m}.{Y}", "{D}. {B}ta {Y}"), ("-{}", "-{}", "{}-"), "snt",
        for_all(((("alv", "25.5"),), (("alv", "24"),))),
        {"electricity": ("METERING_POINT", "643006966099999999")},
        {"electricity": ("kWh",), "gas": ("kWh",), "water": ("m³",)},
        {"electricity": (6, 22), "gas": (5, 11), "water": (140, 320)}, (1, 3), ("9999999", "99999999", "999999"),
        keeps_balance=50,
    ),
    "PL": Country(
        "PL", "pl", "PLN", ("{} zł", "{} PLN", "{}"), ("\xa0,", " ,", ".,"),
        ("{d}.{m}.{Y}", "{Y}-{m}-{d}", "{d}-{m}-{Y}", "{D} {B} {Y}"), ("-{}", "-{}", "{}-"), "gr",
        for_all(((("vat", "23"),),)) | {"water": ((("vat", "8"),),)},
        {"electricity": ("METERING_POINT", "590999999999999999")},
        {"electricity": ("kWh",), "gas": ("kWh", "m³"), "water": ("m³",)},
        {"electricity": (40, 130), "gas": (20, 60), "water": (350, 900)}, (1, 2), ("9999999", "999999999"),
        keeps_balance=50,
    ),
    "TR": Country(
        "TR", "tr", "TRY", ("{} TL", "₺{}", "{} ₺", "{}"), (".,",),
        ("{d}.{m}.{Y}", "{d}/{m}/{Y}", "{D} {B} {Y}"), ("-{}", "-{}", "{}-"), None,
        for_all(((("kdv", "20"),), (("kdv", "10"),))),
        {"electricity": ("METERING_POINT", "40Z999999999999A")},
        {"electricity": ("kWh",), "gas": ("m³",), "water": ("m³",)},
        {"electricity": (150, 420), "gas": (600, 1400), "water": (1500, 5000)}, (1,), ("9999999999", "99999999"),
        keeps_balance=60,
    ),
    "CZ": Country(
        "CZ", "cs", "CZK", ("{} Kč", "{} CZK", "{}"), ("\xa0,", " ,", ".,"),
        ("{d}.{m}.{Y}", "{D}. {m}. {Y}", "{D}. {B} {Y}"), ("-{}", "-{}", "{}-"), None,
        for_all(((("dph", "21"),),)) | {"water": ((("dph", "12"),),)},
        {"electricity": ("EAN", "859182400999999999")},
        {"electricity": ("kWh",), "gas": ("kWh", "m³"), "water": ("m³",)},
        {"electricity": (250, 690), "gas": (150, 290), "water": (4500, 9000)}, (1, 12), ("9999999999", "99999999"),
        keeps_balance=45,
    ),
}  # fmt: skip
