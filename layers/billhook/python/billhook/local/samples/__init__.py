"""Sample bills with known truth, for ``make demo`` and tests.

A seed determines every byte on one machine; issuers, people and numbers are invented.
reportlab, pypdfium2 and Pillow are development dependencies, imported only when a file is made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from billhook.domain.bill import Bill
from billhook.local.samples import american, british, european, others, southern
from billhook.local.samples.e_invoice import xrechnung
from billhook.local.samples.sample_bill import SampleBill

LAYOUTS: dict[str, Callable[[int], SampleBill]] = {
    "us_electric": american.electric,
    "us_water": american.water,
    "de_electric": european.german,
    "fr_gas": european.french,
    "es_electric": southern.spanish,
    "it_gas": southern.italian,
    "in_electric": southern.indian,
    "gb_dual_fuel": british.dual_fuel,
}

PARSED = "PARSED"
NOT_A_BILL = "REJECTED:not_a_utility_bill"
CORRUPT = "REJECTED:corrupt"
DUPLICATE = "DUPLICATE"


@dataclass(frozen=True)
class Sample:
    """A file, its expected state, and for bills its printed values (``None``: not printed)."""

    name: str
    path: Path
    expected: str
    truth: Bill | None = None


def text_bill(seed: int = 1) -> bytes:
    """A two-page American electricity bill with a text layer, as PDF."""
    return american.electric(seed).sheet.pdf()


def german_bill(seed: int = 1) -> bytes:
    """A German yearly electricity bill with a text layer, as PDF."""
    return european.german(seed).sheet.pdf()


def french_bill(seed: int = 1) -> bytes:
    """A French gas bill with a text layer, as PDF."""
    return european.french(seed).sheet.pdf()


def scan_bill(seed: int = 1) -> bytes:
    """A municipal water bill as an image-only PDF."""
    return others.scan(american.water(seed).sheet, seed)


def photo_bill(seed: int = 1) -> bytes:
    """A municipal water bill photographed at an angle, as JPEG."""
    return others.photo(american.water(seed).sheet, seed)


def non_bill(seed: int = 1) -> bytes:
    """An invoice for furniture, as PDF."""
    return others.furniture_invoice(seed).pdf()


def unreadable_file(seed: int = 1) -> bytes:
    """A PDF that was cut off: nothing in it can be opened."""
    return others.unreadable(text_bill(seed))


def e_invoice(seed: int = 1) -> bytes:
    """A German yearly electricity bill as XRechnung, without print."""
    return xrechnung(european.german(seed).truth)


def write_samples(folder: Path) -> list[Sample]:
    """Write one file of each kind into ``folder`` (made if absent); the second copy of a bill is its duplicate."""
    folder.mkdir(parents=True, exist_ok=True)
    electric, strom, gaz = american.electric(1), european.german(1), european.french(1)
    invoiced = european.german(2)
    scanned, taken = american.water(2), american.water(3)
    made = (
        ("electric.pdf", electric.sheet.pdf(), PARSED, electric.truth),
        ("strom.pdf", strom.sheet.pdf(), PARSED, strom.truth),
        ("gaz.pdf", gaz.sheet.pdf(), PARSED, gaz.truth),
        ("xrechnung.xml", xrechnung(invoiced.truth), PARSED, invoiced.truth),
        ("water-scan.pdf", others.scan(scanned.sheet, 2), PARSED, scanned.truth),
        ("water-photo.jpg", others.photo(taken.sheet, 3), PARSED, taken.truth),
        ("furniture.pdf", non_bill(), NOT_A_BILL, None),
        ("electric-again.pdf", electric.sheet.pdf(), DUPLICATE, electric.truth),
        ("cut-off.pdf", unreadable_file(), CORRUPT, None),
    )
    samples = []
    for name, content, expected, truth in made:
        path = folder / name
        path.write_bytes(content)
        samples.append(Sample(name, path, expected, truth))
    return samples
