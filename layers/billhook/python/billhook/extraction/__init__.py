"""Reading in, bill out: the only door of this package is ``extract``.

Pages that lean are straightened (``straighten``); words become lines and cells (``layout``); cells hold labels,
numbers, dates and units (``doc``); rules claim values with evidence (``rules``); the claims that fit together become
the bill (``assemble``); what must hold of it is checked (``checks``), and scores become confidences (``calibration``).
A file of several bills is parted first (``bills``). Labels are data by language (``lexicon``), and by supplier where
one needs hints (``suppliers``). No clock, no I/O but reading such data once, and no code that depends on one issuer.
"""

from typing import TYPE_CHECKING

from billhook.domain.bill import Extraction
from billhook.domain.document_text import DocumentText

if TYPE_CHECKING:
    from billhook.extraction.annotate.issuer_profiles import IssuerProfiles


def extract(reading: DocumentText, suppliers: "IssuerProfiles | None" = None) -> Extraction:
    """The bills of ``reading``, each with evidence and checks; none, with a reason, when it is no utility bill.

    ``suppliers`` are hints for the bills of single utilities; without them those of the package.
    """
    from billhook.extraction.layout.deskew import as_displayed, deskew  # noqa: PLC0415
    from billhook.extraction.layout.ocr_quality import readable  # noqa: PLC0415
    from billhook.extraction.pipeline.split import bills_of  # noqa: PLC0415 - the lexicon and rapidfuzz load on first use
    from billhook.extraction.validate.confidence import calibrated  # noqa: PLC0415

    straight, tilts = deskew(reading)
    found = calibrated(bills_of(straight, suppliers), straight)
    return readable(as_displayed(found, tilts), reading)
