"""Language and region of a document: decimal mark, date order, country and currency, by votes of what it prints.

A secondary language votes only where a document has several of its words that no primary language has.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from billhook.extraction.data.country import Country, countries, home_of
from billhook.extraction.data.language import Language, languages
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.language.lexicon import COMMON, Lexicon, find_phrases, language_markers, lexicon, stop_words
from billhook.extraction.layout.lines import Layout
from billhook.extraction.text.dates import day_first
from billhook.extraction.text.numbers import currency_of, decimal_mark, may_have_signs_of

LABEL_VOTES = 2
"""The votes of a label of several words: bills have more labels than sentences."""

FEWEST_MARKERS, MOST_SECONDARY = 4, 2
"""How many distinct words admit a secondary language to the vote, and how many such languages are admitted."""


def detect_language(layout: Layout) -> str:
    """The code of the language with the most votes; English where nothing votes."""
    parts = [part for cell in layout.cells for part in cell.parts]
    counts = Counter(parts)
    vocabulary = frozenset(counts)
    primary = lexicon()
    votes = {language: _count(counts, stop_words()[language] & vocabulary) for language in primary.stop_words}
    votes |= _with_labels(votes, parts, primary)
    for language in _admitted(vocabulary):
        count = _count(counts, (stop_words()[language] | language_markers()[language]) & vocabulary)
        votes |= _with_labels({language: count}, parts, lexicon(language))
    best = max(votes, key=lambda language: votes[language])
    return best if votes[best] else COMMON


def _count(counts: Counter[str], words: Iterable[str]) -> int:
    return sum(counts[word] + 3 for word in words)


def _with_labels(votes: Mapping[str, int], parts: list[str], words: Lexicon) -> dict[str, int]:
    """``votes`` plus those of the labels of several words that exist in one language only."""
    added = dict(votes)
    for first, end, labels in find_phrases(words.labels, parts):
        speaking = {label.language for label in labels}
        if end - first > 1 and len(speaking) == 1 and not speaking.isdisjoint(added):
            added[speaking.pop()] += LABEL_VOTES
    return added


def _admitted(vocabulary: frozenset[str]) -> list[str]:
    """The secondary languages with enough distinctive words in ``vocabulary``, those with most first."""
    counts = {language: len(words & vocabulary) for language, words in _distinctive().items()}
    admitted = (language for language, count in counts.items() if count >= FEWEST_MARKERS)
    return sorted(admitted, key=lambda language: -counts[language])[:MOST_SECONDARY]


@depends_on_data
@cache
def _distinctive() -> Mapping[str, frozenset[str]]:
    """The stop words and markers of each secondary language that mean nothing in a primary one."""
    primary = lexicon()
    common = frozenset().union(*primary.stop_words.values()) | primary.vocabulary
    return {language: (stop_words()[language] | words) - common for language, words in language_markers().items()}


_ADDRESS = re.compile(r"(?:\bwww\.|@|://)([\w\-]+(?:\.[\w\-]+)+)")
_INTERNATIONAL = re.compile(r"\+\s?\d[\d\s()\-]{7,}")
"""A telephone number that begins with the code of its country."""

EVIDENCE = 2
"""The votes of a postcode, a tax rate, a web address, a calling code, a language or a date with the month first; a
word has one."""


@dataclass(frozen=True)
class Locale:
    language: str
    mark: str
    days_first: bool
    country: str | None
    currency: str | None
    currency_sure: bool
    """Whether a code or an unshared sign names the currency; otherwise it follows from the country."""


def detect_locale(layout: Layout, words: Lexicon, language: str) -> Locale:
    """The decimal mark, date order, country and currency of a document in ``language``."""
    texts = [cell.text for cell in layout.cells]
    text, figures = "\n".join(texts), "\n".join([cell.text for cell in layout.cells if cell.has_figures])
    parts = [part for cell in layout.cells for part in cell.parts]
    spoken = languages()[language]
    mark = decimal_mark(figures, spoken.decimal_mark)
    country = _country(texts, figures, parts, words, spoken) or spoken.home or None
    currency, sure = currency_of(text, country)
    if country is None and (home := home_of(currency)):
        country = home.code
    month_first = _is_month_first(spoken, country, currency)
    return Locale(language, mark, day_first(figures, default=not month_first), country, currency, sure)


def _is_month_first(language: Language, country: str | None, currency: str | None) -> bool:
    """Whether the month precedes the day where the dates of a document do not decide."""
    place = countries().get(country or language.fallback)
    return place is not None and _writes_month_first(place, language) and currency in (None, place.currency)


def _writes_month_first(country: Country, language: Language) -> bool:
    return country.month_first and language.code in country.languages


def _country(texts: list[str], figures: str, parts: list[str], words: Lexicon, language: Language) -> str | None:
    """The country with the most votes; of several the one that is named first."""
    votes: Counter[str] = Counter()
    for _, _, names in find_phrases(words.topics["country"], parts):
        votes.update(names)
    for code, count in _count_shapes(texts).items():
        votes[code] += EVIDENCE * count
    votes.update(_taxing("\n".join(text for text in texts if "%" in text)))
    votes.update(EVIDENCE * [*_countries_of_addresses(texts), *_countries_of_telephones(texts)])
    monthly = [country.code for country in countries().values() if _writes_month_first(country, language)]
    if monthly and not day_first(figures, default=True):
        votes.update(EVIDENCE * monthly)
    if language.home and may_have_signs_of(language.home, "\n".join(texts)):
        votes[language.home] += EVIDENCE
    if language.code != COMMON:
        votes = Counter({code: count for code, count in votes.items() if _may_speak(code, language)})
    best = max(votes, key=lambda code: votes[code], default=None)
    return best if best and votes[best] > 0 else None


def _countries_of_addresses(texts: list[str]) -> list[str]:
    """The countries of the web and mail addresses, once for each address."""
    addresses = {address.lower() for text in texts if "." in text for address in _ADDRESS.findall(text)}
    ends = (address.rsplit(".", 1)[1] for address in sorted(addresses))
    return [code for end in ends for code in _countries_by_domain().get(end, ())]


def _countries_of_telephones(texts: list[str]) -> list[str]:
    """The countries whose calling codes are printed."""
    numbers = {re.sub(r"\D", "", number) for text in texts if "+" in text for number in _INTERNATIONAL.findall(text)}
    return [
        country.code
        for country in countries().values()
        for calling in country.calling_codes
        if any(number.startswith(re.sub(r"\D", "", calling)) for number in numbers)
    ]


@depends_on_data
@cache
def _countries_by_domain() -> Mapping[str, list[str]]:
    """The countries by their top-level domain."""
    by_domain: dict[str, list[str]] = defaultdict(list)
    for country in countries().values():
        for domain in country.web_domains:
            by_domain[domain].append(country.code)
    return by_domain


def _may_speak(code: str, language: Language) -> bool:
    """Whether bills of a country may be in ``language``: a code that resembles a postcode proves no other country."""
    known = countries().get(code)
    return known is None or len(known.languages) != 1 or language.code in known.languages


def _count_shapes(texts: list[str]) -> dict[str, int]:
    """How many codes of each country ``texts`` have, its postcodes and tax numbers, by the order of the countries."""
    counts = {code: 0 for patterns in _shapes().values() for codes in patterns.values() for code in codes}
    shaped = list(filter(_contains_shape().search, texts))
    for hint, patterns in _shapes().items():
        hinted = "\n".join(filter(hint.search, shaped))
        for pattern, codes in patterns.items() if hinted else ():
            count = len(pattern.findall(hinted))
            for code in codes if count else ():
                counts[code] += count
    return {code: counts[code] for code in countries() if code in counts}


@depends_on_data
@cache
def _shapes() -> Mapping[re.Pattern[str], Mapping[re.Pattern[str], list[str]]]:
    """The countries by the patterns of their postcodes and tax numbers, and these by what all their texts contain."""
    shapes: dict[re.Pattern[str], dict[re.Pattern[str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for country in countries().values():
        for shape in country.shapes:
            shapes[re.compile(shape.contains)][re.compile(shape.pattern)].append(country.code)
    return shapes


@depends_on_data
@cache
def _contains_shape() -> re.Pattern[str]:
    """A cheap pattern that every text with such a code matches: it spares trying each shape on every cell."""
    return re.compile("|".join(sorted(hint.pattern for hint in _shapes())))


def _taxing(text: str) -> list[str]:
    """The countries that levy the printed rates of tax, once for each vote."""
    levying: list[str] = []
    for name, rate in dict.fromkeys(_tax_pattern().findall(text)):
        levied = (name.replace(".", "").upper(), float(rate.replace(",", ".")))
        levying += _levying().get(levied, ())
    return EVIDENCE * levying


@depends_on_data
@cache
def _tax_pattern() -> re.Pattern[str]:
    """The name of a tax and a percentage."""
    names = {name.replace(".", r"\.?") for country in countries().values() for name in country.taxes}
    return re.compile(rf"(?i)\b({'|'.join(sorted(names))})\b\.?[^\n\d%]{{0,12}}(\d{{1,2}}(?:[.,]\d{{1,3}})?)\x20?%")


@depends_on_data
@cache
def _levying() -> Mapping[tuple[str, float], list[str]]:
    """The countries that levy a tax, by its name and rate."""
    levying: dict[tuple[str, float], list[str]] = defaultdict(list)
    for country in countries().values():
        for name, rates in country.taxes.items():
            for rate in rates:
                levying[name.replace(".", ""), rate].append(country.code)
    return levying
