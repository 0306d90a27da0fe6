"""A document as the rules see it: its cells, and in each cell the labels, numbers, dates and units."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from billhook.domain.document_text import Box, DocumentText
from billhook.extraction.annotate.issuer_profiles import IssuerProfile, IssuerProfiles, MatchedProfile, built_in
from billhook.extraction.annotate.service_fields import cells_in, meanings_of, names, statements
from billhook.extraction.language.detect import detect_language
from billhook.extraction.language.lexicon import COMMON, SPOKEN, Label, Lexicon, find_phrases, lexicon
from billhook.extraction.language.ocr_repair import corrected, without_spaces
from billhook.extraction.language.region import Locale, detect_locale
from billhook.extraction.language.stem_match import match_by_stems
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.chart_axes import axis_marks
from billhook.extraction.layout.lines import Cell, Layout, box_of, lay_out
from billhook.extraction.text.dates import PrintedDate, dates
from billhook.extraction.text.numbers import Number, numbers
from billhook.extraction.text.zero_decimal import has_no_decimals, mark_whole_amounts

PLACED, KNOWN = 0.95, 2.0
"""What it is worth that a supplier's file says where a value stands, and what its name is."""

Match = tuple[int, int, Any]
"""A phrase: its first part, the part behind its last, what it means."""

SURE, LONGEST_LABEL = 0.9, 8
"""A label of more weight needs no other words; one of more words is a sentence."""

SMALL = 4
"""A label of so few letters is a label in its own language only."""

BESIDE = 4
"""So many words before and behind a label may turn what it means."""

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class LabelMatch:
    """A label on the page: ``start``..``end`` in the text of ``cell``; ``box`` is that of its own words.

    Where somebody states what a place means, there is no label: ``is_value`` says that the place is the value's own.
    """

    name: str
    weight: float
    cell: Cell
    start: int
    end: int
    box: Box
    first_token: int
    end_token: int
    is_value: bool = False


class AnnotatedDocument:
    """``reading`` laid out and typed; everything is computed once, on first use."""

    def __init__(self, reading: DocumentText, suppliers: IssuerProfiles | None = None) -> None:
        self._reading = reading
        self.layout: Layout = lay_out(reading)
        language = detect_language(self.layout)
        self.words: Lexicon = lexicon(language)
        self.known: MatchedProfile = (suppliers or built_in()).of(self.layout.cells)
        self.locale: Locale = _as_known(detect_locale(self.layout, self.words, language), self.known.supplier)
        self._numbers: dict[Cell, list[Number]] = {}
        self._dates: dict[Cell, list[PrintedDate]] = {}
        self._names: dict[tuple[Cell, str], list[str]] = {}
        self._corrected: dict[Cell, list[str]] = {}
        self._labelled: dict[tuple[Cell, str], float] = {}
        self.answers: dict[tuple[Any, ...], Any] = {}
        """What rules asked before: see ``once``."""

    def numbers(self, cell: Cell) -> list[Number]:
        """The numbers of ``cell`` that are no part of a date."""
        known = self._numbers.get(cell)
        if known is None:
            known = self._numbers[cell] = self._numbers_in(cell) if cell.has_figures else []
        return known

    def _numbers_in(self, cell: Cell) -> list[Number]:
        taken = [(one.start, one.end) for one in self.dates(cell) if not one.short]
        free = [
            number
            for number in numbers(cell.text, self.locale.mark)
            if not any(number.start < end and number.end > start for start, end in taken)
        ]
        return mark_whole_amounts(free, cell.text) if has_no_decimals(self.locale.currency) else free

    def dates(self, cell: Cell) -> list[PrintedDate]:
        known = self._dates.get(cell)
        if known is None:
            there = dates(cell.text, self.locale.days_first, self.locale.language) if cell.has_figures else []
            known = self._dates[cell] = there
        return known

    @cached_property
    def hits(self) -> dict[str, list[LabelMatch]]:
        """All labels by what they announce."""
        by_name: dict[str, list[LabelMatch]] = defaultdict(list)
        for cell in self.layout.cells:
            for match in self._hits_in(cell):
                by_name[match.name].append(match)
        for page, stated in statements(self._reading):
            for name, weight in meanings_of(stated, self.words).items():
                for cell, start, end in cells_in(self.layout, page.number, stated.box):
                    by_name[name].append(LabelMatch(name, weight, cell, start, end, stated.box, 0, 0, is_value=True))
        for name, number, box in self._placed():
            for cell, start, end in cells_in(self.layout, number, box):
                by_name[name].append(LabelMatch(name, PLACED, cell, start, end, box, 0, 0, is_value=True))
        return by_name

    @cached_property
    def hits_of(self) -> dict[Cell, list[LabelMatch]]:
        """The labels of each cell, from left to right."""
        by_cell: dict[Cell, list[LabelMatch]] = defaultdict(list)
        for hits in self.hits.values():
            for match in hits:
                if not match.is_value:
                    by_cell[match.cell].append(match)
        for hits in by_cell.values():
            hits.sort(key=lambda match: match.start)
        return by_cell

    @cached_property
    def axes(self) -> frozenset[Cell]:
        """The figures along the axes of charts."""
        return axis_marks(self.layout.lines)

    def names_in(self, cell: Cell, topic: str) -> list[str]:
        """The names under ``topic`` that the words of ``cell`` speak of, such as GAS under commodities."""
        key = (cell, topic)
        if key not in self._names:
            self._names[key] = self.names(self._parts(cell), topic)
        return self._names[key]

    def names(self, parts: Sequence[str], topic: str) -> list[str]:
        """The names under ``topic`` that ``parts`` speak of, in reading order."""
        own = self.known.supplier.topics.get(topic)
        hits = _both(find_phrases(own, parts) if own else [], self._general(parts, topic))
        return [name for _, _, names in hits for name in names]

    def _general(self, parts: Sequence[str], topic: str) -> list[Match]:
        if topic not in SPOKEN:
            return find_phrases(self.words.topics[topic], parts)
        own, english = (self.words.spoken.get((topic, language), {}) for language in (self.locale.language, COMMON))
        if own is english:
            return find_phrases(own, parts)
        return _both(find_phrases(own, parts), find_phrases(english, parts))

    def issuers(self, is_name: Callable[[str], bool]) -> list[Candidate[str]]:
        """Names that are stated to be the issuer's."""
        stated = list(names(self.layout, self._reading, is_name))
        known = self.known
        if known.cell and known.supplier.name:
            stated.append(Candidate(known.supplier.name, KNOWN, known.cell, known.start, known.end))
        return stated

    def _placed(self) -> Iterator[tuple[str, int, Box]]:
        """Where the supplier's bills have their values: name, number of the page, box."""
        numbers = list(dict.fromkeys(line.page for line in self.layout.lines))
        for place in self.known.supplier.places:
            for number in numbers if not place.page else numbers[place.page - 1 : place.page]:
                yield place.name, number, place.box

    def labelled(self, cell: Cell, *, besides: str = "") -> float:
        """The share of a cell's words that labels are made of; small words alone are no label."""
        key = (cell, besides)
        if key not in self._labelled:
            self._labelled[key] = self._share_labelled(cell, besides)
        return self._labelled[key]

    def _share_labelled(self, cell: Cell, besides: str) -> float:
        covered = {
            index
            for match in self.hits_of.get(cell, ())
            if match.name != besides
            and not (match.end_token - match.first_token == 1 and self.is_small(cell.tokens[match.first_token][0]))
            for index in range(match.first_token, match.end_token)
        }
        return len(covered) / max(1, len(cell.tokens))

    def is_small(self, part: str) -> bool:
        """Whether ``part`` is one of the small words of the document's language: "the", "of"."""
        return part in self._stop_words

    def is_prose(self, cell: Cell) -> bool:
        """Whether a cell is a piece of running text: long, or long enough and full of small words."""
        words = len(cell.words)
        if words <= 6 or (words < 12 and ":" in cell.text[:30]):
            return False
        if words > 14:
            return True
        spoken = [part for part in cell.parts if part.isalpha()]
        return sum(map(self._stop_words.__contains__, spoken)) >= 0.36 * len(spoken)

    @cached_property
    def _stop_words(self) -> frozenset[str]:
        return self.words.stop_words.get(self.locale.language, frozenset())

    def _parts(self, cell: Cell) -> Sequence[str]:
        if self.layout.clean:
            return cell.parts
        if cell not in self._corrected:
            self._corrected[cell] = [corrected(part, self.words.secondary) for part in cell.parts]
        return self._corrected[cell]

    def _hits_in(self, cell: Cell) -> Iterator[LabelMatch]:
        parts = self._parts(cell)
        own = self.known.supplier.labels
        matches = _both(find_phrases(own, parts) if own else [], find_phrases(self.words.labels, parts))
        if (
            not matches
            and not self.layout.clean
            and (known := without_spaces(self.words.secondary).get("".join(parts)))
        ):
            matches = [(0, len(parts), [known])]
        yield from self._in_other_words(cell, parts, matches)
        for first, end, meanings in matches:
            words = [cell.tokens[index][1] for index in (first, end - 1)]
            start = cell.offsets[words[0]]
            stop = cell.offsets[words[1]] + len(cell.words[words[1]].text)
            left, right = cell.words[words[0]].box, cell.words[words[1]].box
            box = Box(left.x0, min(left.y0, right.y0), right.x1, max(left.y1, right.y1))
            strongest: dict[str, float] = {}
            for label in meanings:
                name = self._turned(label, parts, (first, end), matches)
                weight = label.weight * self._trust(label.language, part_count=end - first, letters=stop - start)
                strongest[name] = max(strongest.get(name, 0.0), weight)
            sentence = 0.45 if self.is_prose(cell) else 1.0
            for name, weight in strongest.items():
                yield LabelMatch(name, weight * sentence, cell, start, stop, box, first, end)

    def _in_other_words(self, cell: Cell, parts: Sequence[str], matches: list[Match]) -> Iterator[LabelMatch]:
        """A label that no list has, where the cell begins with words, has no sure label, and is no sentence."""
        if len(parts) < 2:
            return
        size = next((i for i, part in enumerate(parts) if part[0].isdigit()), len(parts))
        sure = sum(end - first for first, end, labels in matches if any(label.weight > SURE for label in labels))
        if not 2 <= size <= LONGEST_LABEL or 2 * sure > size or self.is_prose(cell):
            return
        for name, weight in match_by_stems(parts[:size], self.locale.language).items():
            last = cell.tokens[size - 1][1]
            end = cell.offsets[last] + len(cell.words[last].text)
            yield LabelMatch(name, weight, cell, 0, end, box_of(cell.words[: last + 1]), 0, size)

    def _trust(self, language: str, *, part_count: int, letters: int) -> float:
        """How far a label of ``language`` counts here: a small word of another one ("a", "de") hardly does."""
        if language == self.locale.language:
            return 1.0
        if part_count == 1 and letters <= SMALL:
            return 0.4
        return 1.0 if language == COMMON else 0.8

    def _turned(self, label: Label, parts: Sequence[str], place: tuple[int, int], matches: list[Match]) -> str:
        """What ``label`` means next to its neighbours, unless the word that turns it is part of such a label itself."""
        known, (first, end) = self.words.context_words.get(label.name, NOTHING), place
        around = (*range(max(0, first - BESIDE), first), *range(end, min(len(parts), end + BESIDE)))
        if not any(parts[index] in known for index in around):
            return label.name
        for turn in self.words.context_rules[label.name]:
            turning = {index for index in around if parts[index] in turn.words}
            if turning and not _says_so(matches, turning, turn.into):
                return turn.into
        return label.name


def _says_so(matches: list[Match], words: set[int], name: str) -> bool:
    """Whether every one of ``words`` belongs to a phrase that announces ``name`` by itself."""
    own = {
        index
        for first, end, meanings in matches
        if any(label.name == name for label in meanings)
        for index in range(first, end)
    }
    return words <= own


def _both(own: list[Match], general: list[Match]) -> list[Match]:
    """The supplier's phrases, and the general ones where they leave room: who knows the bill knows better."""
    if not own:
        return general
    rest = [one for one in general if all(one[1] <= start or one[0] >= end for start, end, _ in own)]
    return sorted((*own, *rest), key=lambda match: match[0])


def _as_known(locale: Locale, supplier: IssuerProfile) -> Locale:
    """The locale that a document speaks in, corrected by what is known of its supplier."""
    told: dict[str, Any] = {
        "country": supplier.country,
        "mark": supplier.decimal_mark,
        "days_first": supplier.day_first,
        "currency": supplier.currency,
        "currency_sure": True if supplier.currency else None,
    }
    return replace(locale, **{name: value for name, value in told.items() if value is not None})
