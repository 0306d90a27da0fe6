"""Reading in, bill out: the only door of this package is ``extract``.

Pages that lean are straightened (``straighten``); words become lines and cells (``layout``); cells hold labels,
numbers, dates and units (``view``); rules claim values with evidence (``rules``); the claims that fit together become
the bill (``assemble``); what must hold of it is checked (``checks``), and scores become confidences (``calibration``).
A file of several bills is parted first (``bills``). Labels are data by language (``lexicon``), and by supplier where
one needs hints (``suppliers``). No clock, no I/O but reading such data once, and no code that depends on one issuer.
"""

from typing import TYPE_CHECKING

from billhook.domain.bill import Extraction
from billhook.domain.reading import Reading

if TYPE_CHECKING:
    from billhook.extraction.suppliers import Suppliers


def extract(reading: Reading, suppliers: "Suppliers | None" = None) -> Extraction:
    """The bills of ``reading``, each with evidence and checks; none, with a reason, when it is no utility bill.

    ``suppliers`` are hints for the bills of single utilities; without them those of the package.
    """
    from billhook.extraction.bills import bills_of  # noqa: PLC0415 - the lexicon and rapidfuzz load on first use
    from billhook.extraction.calibration import calibrate  # noqa: PLC0415
    from billhook.extraction.legibility import readable  # noqa: PLC0415
    from billhook.extraction.straighten import as_displayed, straightened  # noqa: PLC0415

    straight, tilts = straightened(reading)
    found = calibrate(bills_of(straight, suppliers), straight)
    return readable(as_displayed(found, tilts), reading)
