"""The form of a syntax of e-invoices: the paths of its values below the invoice."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NEGATED_TYPES = frozenset({
    "381", "261", "262", "296", "308", "396", "420", "458", "502", "503", "532", "81", "83", "TD04", "TD08",
})  # fmt: skip
"""Types of credit notes, whose amounts are positive: UNTDID 1001 as EN 16931 lists it, and FatturaPA.

Not 384 (corrected invoice) and 389 (self-billed invoice, in German titled "Gutschrift"), whose amounts have their sign.
"""

Paths = Mapping[str, str]
"""By the name of a value its path below the invoice, the line or the tax; alternatives are separated by `` | ``."""


@dataclass(frozen=True)
class Syntax:
    """``root`` is the local name of the root element, ``invoices`` the path of the invoices below it, if there are any.

    ``summed`` are values whose occurrences are added. ``charges`` have an indicator, or are discounts without one;
    ``surcharges`` have none. ``words`` are texts that name what is delivered.
    """

    name: str
    root: str
    values: Paths
    lines: str
    line: Paths
    taxes: str = ""
    tax: Paths = field(default_factory=dict)
    charges: str = ""
    surcharges: str = ""
    words: str = ""
    charge: Paths = field(default_factory=dict)
    invoices: str = ""
    header: Paths = field(default_factory=dict)
    """Values that stand once in the file, below its root."""

    points: tuple[str, ...] = ()
    line_points: tuple[str, ...] = ()
    summed: frozenset[str] = frozenset()
    has_positive_credits: bool = False
    """The root names a credit note, or the type is one of ``NEGATED_TYPES``: amounts are positive and reduce a debt."""

    is_utility: bool = False
    """Only utilities issue it."""
