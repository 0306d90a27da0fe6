"""What a code format is."""

from collections.abc import Callable
from dataclasses import dataclass

from billhook.domain.document_text import ScannedCode, Symbology

Values = dict[str, str]
"""As ``Witness.values``."""

MATRIX = frozenset({Symbology.QR_CODE, Symbology.DATA_MATRIX, Symbology.AZTEC})


@dataclass(frozen=True)
class CodeFormat:
    """A format: its name, the symbols that carry it, and its parser.

    ``parse`` returns the values of a code of this format and ``None`` for any other, also for one whose check digits or
    fields are wrong. It may raise ValueError, ArithmeticError or LookupError for a damaged code, which mean the same.
    """

    name: str
    symbologies: frozenset[Symbology]
    parse: Callable[[ScannedCode], Values | None]
