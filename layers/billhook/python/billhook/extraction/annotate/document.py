"""The annotated document: a layout whose cells have labels, topics, numbers, dates and other typed values as data."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TypedDict

from billhook.domain.document_text import Box, DocumentText
from billhook.extraction.annotate.entities import (
    PrintedMonth,
    Spans,
    billing_unit,
    find_addresses,
    find_amounts,
    find_codes,
    find_date_spans,
    find_dates,
    find_months,
    find_numbers,
    find_plain_numbers,
    find_quantities,
    without_phones,
)
from billhook.extraction.annotate.ignored_cells import axis_marks, find_prose, find_running_text
from billhook.extraction.annotate.issuer_profiles import IssuerProfile, IssuerProfiles, MatchedProfile, built_in
from billhook.extraction.annotate.labels import (
    LabelMatch,
    LabelMatcher,
    TopicMatcher,
    cells_in,
    label_shares,
    meanings_of,
    statements,
)
from billhook.extraction.language.lexicon import Lexicon, lexicon
from billhook.extraction.language.ocr_repair import corrected
from billhook.extraction.language.region import Locale, detect_language, detect_locale
from billhook.extraction.layout.lines import Cell, Layout, lay_out
from billhook.extraction.text.dates import PrintedDate
from billhook.extraction.text.numbers import Number
from billhook.extraction.text.units import Quantity, has_no_decimals

IN_PLACE = 0.95
"""The weight of a place that an issuer profile gives for a value."""

NO_WORDS: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class AnnotatedDocument:
    """A layout with its annotations. Each annotation is computed for the whole document on first use, then data.

    ``numbers`` and ``dates`` have every cell; the other mappings by cell have the cells with such an annotation.
    """

    document_text: DocumentText
    layout: Layout
    lexicon: Lexicon
    profile: MatchedProfile
    locale: Locale

    @cached_property
    def dates(self) -> Mapping[Cell, tuple[PrintedDate, ...]]:
        return find_dates(self.layout.cells, self.locale.language, days_first=self.locale.days_first)

    @cached_property
    def date_spans(self) -> Spans[PrintedDate]:
        return find_date_spans(self.dates)

    @cached_property
    def full_date_spans(self) -> Spans[PrintedDate]:
        """The dates that are more than a day and a month in figures."""
        return find_date_spans(self.dates, only_full=True)

    @cached_property
    def months(self) -> Mapping[Cell, PrintedMonth]:
        """The cells that contain only a month."""
        return find_months(self.layout.cells, self.locale.language)

    @cached_property
    def numbers(self) -> Mapping[Cell, tuple[Number, ...]]:
        """The numbers that are no part of a full date."""
        return find_numbers(self.dates, self.locale.mark, has_cents=not has_no_decimals(self.locale.currency))

    @cached_property
    def plain_numbers(self) -> Spans[Decimal]:
        return find_plain_numbers(self.numbers)

    @cached_property
    def amounts(self) -> Spans[Decimal]:
        return find_amounts(self.numbers)

    @cached_property
    def quantities(self) -> Spans[Quantity]:
        return find_quantities(self.numbers)

    @cached_property
    def billing_unit(self) -> str | None:
        """The unit that a note gives for the "units" of the bill."""
        return billing_unit(self.numbers)

    @cached_property
    def codes(self) -> Spans[str]:
        """Runs of words that look like one code, telephone numbers among them."""
        return find_codes(self.numbers, self.dates)

    @cached_property
    def addresses(self) -> Spans[str]:
        """The hosts of web and mail addresses."""
        return find_addresses(self.layout.cells)

    @cached_property
    def references(self) -> Spans[str]:
        """The codes that do not look like telephone numbers."""
        return without_phones(self.codes)

    @cached_property
    def labels(self) -> Mapping[str, Sequence[LabelMatch]]:
        """All labels, service fields and places of the issuer profile by the name of what they announce."""
        by_name: dict[str, list[LabelMatch]] = defaultdict(list)
        for match in self._printed_labels:
            by_name[match.name].append(match)
        for match in (*self._service_fields(), *self._profile_places()):
            by_name[match.name].append(match)
        return dict(by_name)

    @cached_property
    def cell_labels(self) -> Mapping[Cell, Sequence[LabelMatch]]:
        """The printed labels of each cell, from left to right."""
        by_cell: dict[Cell, list[LabelMatch]] = defaultdict(list)
        for matches in self.labels.values():
            for match in matches:
                if not match.is_value:
                    by_cell[match.cell].append(match)
        return {cell: sorted(matches, key=lambda match: match.start) for cell, matches in by_cell.items()}

    @cached_property
    def label_names(self) -> Mapping[Cell, frozenset[str]]:
        """What the printed labels of each cell announce."""
        return {cell: frozenset([match.name for match in matches]) for cell, matches in self.cell_labels.items()}

    def announces(self, cells: Iterable[Cell], name: str) -> bool:
        """Whether a printed label in one of ``cells`` announces ``name``."""
        return any(name in self.label_names[cell] for cell in cells if cell in self.label_names)

    @cached_property
    def label_shares(self) -> Mapping[Cell, float]:
        """The share of the words of each cell that labels cover."""
        return label_shares(self.cell_labels, self.stop_words)

    @cached_property
    def prose(self) -> frozenset[Cell]:
        """The cells that are sentences."""
        return find_prose(self.layout.cells, self.stop_words)

    @cached_property
    def running_text(self) -> frozenset[Cell]:
        """The cells that are lines of a text, by the cells around them."""
        return find_running_text(self.layout, self.numbers, self.label_shares)

    @cached_property
    def chart_marks(self) -> frozenset[Cell]:
        """The figures along the axes of charts."""
        return axis_marks(self.layout.lines)

    @cached_property
    def stop_words(self) -> frozenset[str]:
        return self.lexicon.stop_words.get(self.locale.language, NO_WORDS)

    @cached_property
    def kinds(self) -> Mapping[Cell, tuple[str, ...]]:
        """The kinds of document that the words of each cell name."""
        return self._topic("kind")

    @cached_property
    def commodities(self) -> Mapping[Cell, tuple[str, ...]]:
        """The services that the words of each cell name, such as GAS."""
        return self._topic("commodities")

    @cached_property
    def charges(self) -> Mapping[Cell, tuple[str, ...]]:
        """The kinds of charge that the words of each cell name, such as VAT."""
        return self._topic("charges")

    @cached_property
    def topics(self) -> TopicMatcher:
        return TopicMatcher(self.lexicon, self.locale.language, self.profile.supplier.topics)

    def _topic(self, topic: str) -> dict[Cell, tuple[str, ...]]:
        names = self.topics.names(list(self._parts.values()), topic)
        return {cell: found for cell, found in zip(self._parts, names, strict=True) if found}

    @cached_property
    def _parts(self) -> Mapping[Cell, Sequence[str]]:
        """The normalized words of each cell, corrected where a recogniser misread them."""
        if self.layout.clean:
            return {cell: cell.parts for cell in self.layout.cells}
        language = self.lexicon.secondary
        return {cell: [corrected(part, language) for part in cell.parts] for cell in self.layout.cells}

    @cached_property
    def _printed_labels(self) -> tuple[LabelMatch, ...]:
        matcher = LabelMatcher(
            self.lexicon, self.locale.language, self.profile.supplier.labels, self.prose, self.layout.clean
        )
        return tuple(matcher.matches(self._parts))

    def _service_fields(self) -> Iterator[LabelMatch]:
        for page, field in statements(self.document_text):
            for name, weight in meanings_of(field, self.lexicon).items():
                yield from self._places(name, weight, page.number, field.box)

    def _profile_places(self) -> Iterator[LabelMatch]:
        pages = list(dict.fromkeys(line.page for line in self.layout.lines))
        for place in self.profile.supplier.places:
            for page in pages if not place.page else pages[place.page - 1 : place.page]:
                yield from self._places(place.name, IN_PLACE, page, place.box)

    def _places(self, name: str, weight: float, page: int, box: Box) -> Iterator[LabelMatch]:
        for cell, start, end in cells_in(self.layout, page, box):
            yield LabelMatch(name, weight, cell, start, end, box, 0, 0, is_value=True)


def annotate(document_text: DocumentText, profiles: IssuerProfiles | None = None) -> AnnotatedDocument:
    """Lay out ``document_text`` and find its language, issuer profile and locale; without profiles those built in."""
    layout = lay_out(document_text)
    language = detect_language(layout)
    words = lexicon(language)
    profile = (profiles or built_in()).of(layout.cells)
    locale = _corrected(detect_locale(layout, words, language), profile.supplier)
    return AnnotatedDocument(document_text, layout, words, profile, locale)


class _Corrections(TypedDict, total=False):
    country: str
    mark: str
    days_first: bool
    currency: str
    currency_sure: bool


def _corrected(locale: Locale, profile: IssuerProfile) -> Locale:
    """The locale that the words suggest, with what the profile states."""
    corrections: _Corrections = {}
    if profile.country is not None:
        corrections["country"] = profile.country
    if profile.decimal_mark is not None:
        corrections["mark"] = profile.decimal_mark
    if profile.day_first is not None:
        corrections["days_first"] = profile.day_first
    if profile.currency is not None:
        corrections["currency"] = profile.currency
    if profile.currency:
        corrections["currency_sure"] = True
    return replace(locale, **corrections)
