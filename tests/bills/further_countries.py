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
}  # fmt: skip
