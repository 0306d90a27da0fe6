"""Key-value pairing: a value is printed after its label, beside it or below it, rarely above or before it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import Span, Spans
from billhook.extraction.annotate.labels import LabelMatch
from billhook.extraction.data.language import word_set
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell, Line
from billhook.extraction.text.numbers import Number

T = TypeVar("T")

BEHIND, BESIDE, GOING_ON, BELOW, LOWER, ABOVE, BEFORE = 1.0, 0.95, 0.9, 0.85, 0.6, 0.4, 0.35
"""The factors for the places of a value relative to its label."""

OF_TIME = frozenset({"bill_date", "due_date", "start_date", "end_date", "period", "nothing_date"})
OF_DIRECTION = frozenset({"generated", "imported", "exported"})
REACH = 3.2
"""The distance of a value below its label at most, in heights of the label."""

FAR = 0.12
"""A value beside its label, at so much of the page's width, gives way to one right below."""

WORD_BETWEEN = 0.96
"""The factor for each word between a label and a value after it."""

COLUMN_SLACK = 0.012
"""How far a value may lie beside the column of its label, as a share of the width of the page."""

NO_LIMIT = 1 << 30
SHORTEST_WORD, MOST_WORDS = 3, 2
"""More than so many words before a value in its cell name something else."""


class _Place(NamedTuple):
    cell: Cell
    closeness: float
    after: int = 0
    before: int = NO_LIMIT


def find_values(doc: AnnotatedDocument, match: LabelMatch, spans: Spans[T], *, most: int = 3) -> list[Candidate[T]]:
    """Find the values among ``spans`` that ``match`` may announce, likeliest first, at most ``most``."""
    if match.is_value:
        inside = [span for span in spans.get(match.cell, ()) if span[1] < match.end and span[2] > match.start]
        return [Candidate(value, match.weight, match.cell, start, end) for value, start, end in inside[:most]]
    results: list[Candidate[T]] = []
    for place in _places(doc, match, spans) if spans else ():
        cell, is_behind, is_whole = place.cell, place.closeness == BEHIND, place.before == NO_LIMIT
        if cell not in spans or cell in doc.chart_marks:
            continue
        found = [span for span in spans[cell] if place.after <= span[1] and _is_before(span, place)]
        if is_whole and not is_behind:
            found = [span for span in found if not _is_named(cell, span)]
        if not found:
            continue
        if place.after == 0 and is_whole and cell.line is not match.cell.line and len(found) > 1:
            value, start, end = min(found, key=lambda span: _offset(cell, span, match))
        else:
            value, start, end = found[-1 if place.closeness == BEFORE else 0]
        between = _words(cell.text[place.after : start]) if is_behind else 0
        score = match.weight * place.closeness * (WORD_BETWEEN**between)
        results.append(Candidate(value, score * (0.8 ** len(results)), cell, start, end))
        if len(results) == most:
            break
    return results


def _next_of_sentence(doc: AnnotatedDocument, match: LabelMatch) -> Cell | None:
    """The cell in which the sentence goes on that a label ends: right below, at the same left edge."""
    cell, number = match.cell, match.cell.line.number + 1
    if cell not in doc.prose or _words(cell.text[match.end :]) > MOST_WORDS or number >= len(doc.layout.lines):
        return None
    below = [other for other in doc.layout.lines[number].cells if other.page == cell.page]
    return next((other for other in below if abs(other.x0 - cell.x0) < 0.01), None)


def _words(text: str) -> int:
    """The number of words in ``text``; punctuation is none."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _is_before(span: Span[T], place: _Place) -> bool:
    """Whether a value belongs to ``place``; after a label it may contain the next one: "8 *de* maio", "9 *kWh*"."""
    _, start, end = span
    return (start if place.closeness == BEHIND else end) <= place.before


def _stands_below(doc: AnnotatedDocument, match: LabelMatch, spans: Spans[T]) -> bool:
    """Whether a value is the whole cell right below its label and aligned with it."""
    number = match.cell.line.number
    if match.cell.position + 1 < len(match.cell.line.cells):
        beside = match.cell.line.cells[match.cell.position + 1]
        if beside.x0 - match.cell.x1 < FAR:
            return False
    x0, lowest = match.box.x0, 1.5 * (match.box.y1 - match.box.y0)
    for line in doc.layout.lines[number + 1 : number + 3]:
        for cell in line.cells if line.page == match.cell.page else ():
            if abs(cell.x0 - x0) < 0.01 and cell.y0 - match.box.y1 < lowest:
                return any(start == 0 and end == len(cell.text) for _, start, end in spans.get(cell, ()))
    return False


def _places(doc: AnnotatedDocument, match: LabelMatch, spans: Spans[T]) -> Iterator[_Place]:
    blocked_at = _next_label(doc, match)
    yield _Place(match.cell, BEHIND, after=match.end, before=blocked_at)
    if blocked_at == NO_LIMIT and not _stands_below(doc, match, spans):
        yield from _beside(doc, match)
    if (going_on := _next_of_sentence(doc, match)) and blocked_at == NO_LIMIT:
        yield _Place(going_on, GOING_ON)
    yield from _below(doc, match)
    if blocked_at == NO_LIMIT:
        yield from _lower(doc, match)
    yield _Place(match.cell, BEFORE, before=match.start)
    above = _neighbour(doc, match, -1)
    if above is not None:
        yield _Place(above, ABOVE)


def _next_label(doc: AnnotatedDocument, match: LabelMatch) -> int:
    """Give the start of the next label of the cell, unless it repeats, explains or dates this one."""
    labels = doc.cell_labels[match.cell]
    if len(labels) == 1 or _is_qualified(match):
        return NO_LIMIT
    following = (other for other in labels if other.start >= match.end and other.weight > 0.4)
    others = (
        other
        for other in following
        if not (_repeats(match, other) or _is_in_brackets(other) or _dates(doc, match, other))
    )
    return next((other.start for other in others), NO_LIMIT)


def _dates(doc: AnnotatedDocument, match: LabelMatch, other: LabelMatch) -> bool:
    """Whether ``other`` dates ``match``: a date follows it, and the value of ``match`` follows the date."""
    if other.name not in OF_TIME or match.name in OF_TIME:
        return False
    return any(printed.start >= other.start for printed in doc.dates[match.cell])


def _is_qualified(match: LabelMatch) -> bool:
    """Whether words without a value qualify a label: "Due date for current bill", "Energy imported from grid"."""
    rest = match.cell.text[match.end :]
    first = rest.lower().split()[:1]
    is_joined = match.name in OF_TIME and bool(first) and first[0] in word_set("of_labels")
    return (is_joined or match.name in OF_DIRECTION) and not any(map(str.isdigit, rest))


def _is_in_brackets(match: LabelMatch) -> bool:
    """Whether a label is in brackets: it explains the one before and has no value."""
    before = match.cell.text[: match.start + 1]
    return before.count("(") > before.count(")")


def _repeats(match: LabelMatch, other: LabelMatch) -> bool:
    """Whether ``other`` follows at once and announces the same: "Total usage (units)"."""
    return other.name == match.name and not any(map(str.isalnum, match.cell.text[match.end : other.start]))


def _beside(doc: AnnotatedDocument, match: LabelMatch) -> Iterator[_Place]:
    closeness = BESIDE
    for cell in match.cell.line.cells[match.cell.position + 1 :][:4]:
        labels = doc.cell_labels.get(cell, ())
        foreign = any(other.start == 0 and other.weight > 0.6 and other.name != match.name for other in labels)
        if foreign and not doc.numbers[cell] and not doc.dates[cell]:
            return
        yield _Place(cell, closeness)
        closeness -= 0.1


def _below(doc: AnnotatedDocument, match: LabelMatch) -> Iterator[_Place]:
    lines, height = doc.layout.lines, max(match.box.y1 - match.box.y0, 0.006)
    left, right = match.box.x0 - COLUMN_SLACK, match.box.x1 + COLUMN_SLACK
    closeness, bottom, top = 0.0, match.box.y1, match.box.y1 - 0.5 * height
    for line in lines[match.cell.line.number + 1 : match.cell.line.number + 9]:
        if line.page != match.cell.page or line.y0 - bottom > REACH * height:
            return
        if len(match.cell.line.cells) > 2 and _only_heads(doc, line):
            bottom = line.y1
        for cell in line.cells:
            if cell.x1 <= left or cell.x0 >= right or cell.y0 < top:
                continue
            closeness = closeness or (BELOW if _heads_its_cell(doc, match) else 0.5 * BELOW)
            yield _Place(cell, closeness)
            closeness *= 0.85
            if any(other.start == 0 for other in doc.cell_labels.get(cell, ())):
                return


def _only_heads(doc: AnnotatedDocument, line: Line) -> bool:
    """Whether a line has nothing but headings, which continue those of the line above."""
    return all(cell in doc.cell_labels and not doc.numbers[cell] for cell in line.cells)


def _heads_its_cell(doc: AnnotatedDocument, match: LabelMatch) -> bool:
    """Whether labels make up the cell of ``match``: a phrase within prose is no heading."""
    return len(match.cell.tokens) <= 2 or doc.label_shares.get(match.cell, 0.0) >= 0.4


def _lower(doc: AnnotatedDocument, match: LabelMatch) -> Iterator[_Place]:
    """Give the places to the right on the next lines, for a label of two lines."""
    if any(doc.numbers[cell] or doc.dates[cell] for cell in match.cell.line.cells[match.cell.position + 1 :]):
        return
    height = max(match.box.y1 - match.box.y0, 0.006)
    for line in doc.layout.lines[match.cell.line.number + 1 : match.cell.line.number + 5]:
        if line.page != match.cell.page or line.y0 - match.box.y1 > 1.3 * height:
            return
        right = [cell for cell in line.cells if cell.x0 > match.box.x1]
        if right and not any(other.weight > 0.6 for other in doc.cell_labels.get(right[0], ())):
            yield _Place(right[0], LOWER)


def _is_named(cell: Cell, span: Span[T]) -> bool:
    """Whether words before a value, in its cell, name something else."""
    if not span[1]:
        return False
    words = [word for word in cell.text[: span[1]].split() if sum(map(str.isalpha, word)) >= SHORTEST_WORD]
    return len(words) > MOST_WORDS


def _in_column(cell: Cell, match: LabelMatch) -> bool:
    return cell.x0 < match.box.x1 + COLUMN_SLACK and cell.x1 > match.box.x0 - COLUMN_SLACK


def _neighbour(doc: AnnotatedDocument, match: LabelMatch, step: int) -> Cell | None:
    """Find the nearest cell one or two lines away in the column of ``match``."""
    height = max(match.box.y1 - match.box.y0, 0.006)
    for distance in (1, 2):
        number = match.cell.line.number + step * distance
        if not 0 <= number < len(doc.layout.lines):
            return None
        line = doc.layout.lines[number]
        if line.page != match.cell.page or match.box.y0 - line.y1 > 2 * height:
            return None
        for cell in line.cells:
            if _in_column(cell, match):
                return cell
    return None


def _offset(cell: Cell, span: Span[T], match: LabelMatch) -> float:
    """The horizontal distance between the middles of a value and of its label."""
    words = cell.words_between(span[1], span[2]) or cell.words
    middle = (words[0].box.x0 + words[-1].box.x1) / 2
    return abs(middle - (match.box.x0 + match.box.x1) / 2)


def find_anchor(doc: AnnotatedDocument) -> date | None:
    """A date with a year that the others are near to: the bill's own, else the latest common one."""
    for name in ("bill_date", "due_date"):
        claims = [
            candidate
            for match in doc.labels.get(name, ())
            for candidate in find_values(doc, match, doc.full_date_spans, most=1)
            if candidate.value.on() and candidate.score > 0.3
        ]
        if claims:
            return max(claims, key=lambda candidate: candidate.score).value.on()
    everything = [day for cell in doc.layout.cells for item in doc.dates[cell] if (day := item.on())]
    return sorted(everything)[len(everything) // 2] if everything else None


HEADING_REACH = 7
"""How many lines above a row its headings may stand."""


def headings(doc: AnnotatedDocument, line: Line) -> list[Cell]:
    """The cells of a line and of the lines above it that may head its columns."""
    first = max(0, line.number - HEADING_REACH)
    lines = [above for above in doc.layout.lines[first : line.number + 1] if above.page == line.page]
    return [cell for above in lines for cell in above.cells if above is line or cell not in doc.running_text]


def names_over(doc: AnnotatedDocument, cell: Cell, heads: list[Cell]) -> set[str]:
    """What the nearest labelled one of ``heads`` above ``cell`` announces."""
    over = [head for head in heads if head.line is not cell.line and head.under(cell) and head in doc.cell_labels]
    return {label.name for label in doc.cell_labels[over[-1]]} if over else set()


READINGS = frozenset({"previous_reading", "current_reading"})
PlacedNumber = tuple[Number, Cell]
READ = 0.95
"""The score of a number of a row that its arithmetic proves."""


def reading_at(place: PlacedNumber) -> Candidate[Decimal]:
    number, cell = place
    return Candidate(number.value, READ, cell, number.start, number.end)
