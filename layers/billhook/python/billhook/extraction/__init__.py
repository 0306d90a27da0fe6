"""Extraction: from a document text to bills. ``extract`` is the only entry point; the stages are its subpackages.

The ranked stages are ``text``, ``machine_readable`` and ``layout``, ``language``, ``annotate``, ``candidates``,
``segment`` and ``resolve``, ``build``, ``validate`` and ``pipeline``. Each takes and gives frozen types and imports
only lower ones. Knowledge of languages, countries and issuers is data (``data``), loaded once per process; there is no
other I/O and no clock.
"""

from typing import TYPE_CHECKING

from billhook.domain.bill import Extraction
from billhook.domain.document_text import DocumentText

if TYPE_CHECKING:
    from billhook.extraction.annotate.issuer_profiles import IssuerProfiles


def extract(document_text: DocumentText, profiles: "IssuerProfiles | None" = None) -> Extraction:
    """Extract the bills of ``document_text`` with evidence and checks; without a bill, give the reason.

    ``profiles`` describe the layouts of single issuers; without them those built in are used.
    """
    from billhook.extraction.pipeline.pipeline import run_pipeline  # noqa: PLC0415 - lexicon and rapidfuzz load late

    return run_pipeline(document_text, profiles)
