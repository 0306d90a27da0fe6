"""Known utilities: their names and web domains by country, one file each in ``data/utilities``.

A line of a file is one utility: ``name | other name | domain``, the domain without ``www``. US names come from the
sales table of EIA form 861 of 2018 (public domain), without legal forms. A name in this list is evidence for the issuer
of a bill that prints it; no field has a value from this list that the bill does not print, but the name of a utility
whose web address is printed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from billhook.extraction.data.source import depends_on_data, lines_of
from billhook.extraction.language.lexicon import Trie, find_phrases, trie_of
from billhook.extraction.text.normalize import normalized

MOST_AROUND = 3
"""How many words a name may have around that of a known utility."""

_DOMAIN = re.compile(r"[a-z0-9\-]+(?:\.[a-z0-9\-]+)+")


@dataclass(frozen=True)
class Utility:
    """A utility by its usual name; ``country`` is an ISO 3166 code."""

    name: str
    country: str


@dataclass(frozen=True)
class KnownUtilities:
    """All known utilities by the normalized phrases and the domains that name them."""

    names: Trie
    domains: Mapping[str, Utility]

    def of_address(self, address: str) -> Utility | None:
        """The utility that owns a web or mail address: ``www.bills.north.example`` belongs to ``north.example``."""
        labels = address.lower().rsplit("@", 1)[-1].split(".")
        names = (".".join(labels[first:]) for first in range(len(labels) - 1))
        return next((self.domains[name] for name in names if name in self.domains), None)

    def has(self, name: str) -> bool:
        """Whether ``name`` is that of a utility; a word of a longer name is none."""
        parts = normalized(name).split()
        return any(
            end - first > 1 or len(parts) == 1
            for first, end, _ in find_phrases(self.names, parts)
            if len(parts) - (end - first) <= MOST_AROUND
        )


@depends_on_data
@cache
def known_utilities() -> KnownUtilities:
    """The utilities of all countries, read on first use."""
    phrases: list[tuple[str, Utility]] = []
    domains: dict[str, Utility] = {}
    for country, line in lines_of("utilities"):
        spellings = [spelling.strip() for spelling in line.split("|")]
        utility = Utility(spellings[0], country)
        for spelling in spellings:
            if _DOMAIN.fullmatch(spelling):
                domains.setdefault(spelling, utility)
            else:
                phrases += [(phrase, utility) for phrase in _phrases(spelling)]
    return KnownUtilities(trie_of(phrases), domains)


def _phrases(name: str) -> Iterator[str]:
    """A name normalized, with ``&`` and with ``and``."""
    parts = normalized(name.replace("&", " & ") if " " in name else name).split()
    yield " ".join(parts)
    for printed, other in (("&", "and"), ("and", "&")):
        if printed in parts:
            yield " ".join(other if part == printed else part for part in parts)
