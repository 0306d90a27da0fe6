"""Where the value of a label stands: behind it, to its right, below it; rarely above or before it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from billhook.extraction.annotate.document import AnnotatedDocument, LabelMatch
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell, Line

T = TypeVar("T")
ReadSpan = tuple[T, int, int]
"""A typed value and its place in the text of a cell."""

Reader = Callable[[AnnotatedDocument, Cell], list[ReadSpan[T]]]

BEHIND, BESIDE, BELOW, LOWER, ABOVE, BEFORE = 1.0, 0.95, 0.85, 0.6, 0.4, 0.35
OF_TIME = frozenset({"bill_date", "due_date", "start_date", "end_date", "period", "nothing_date"})
REACH = 3.2
"""How many heights of the label a value below it may be away."""


FAR = 0.12
"""A value beside its label that stands so much of the page away gives way to one right below."""


class _Place(NamedTuple):
    cell: Cell
    closeness: float
    after: int = 0
    before: int = 1 << 30


def values(doc: AnnotatedDocument, match: LabelMatch, read: Reader[T], *, most: int = 3) -> list[Candidate[T]]:
    """What ``read`` finds at the places where the value of ``match`` may stand, likeliest first."""
    if match.is_value:
        inside = [one for one in read(doc, match.cell) if one[1] < match.end and one[2] > match.start]
        return [Candidate(value, match.weight, match.cell, start, end) for value, start, end in inside[:most]]
    results: list[Candidate[T]] = []
    for place in _places(doc, match, read):
        if not place.cell.has_figures or place.cell in doc.axes:  # all that is read has figures
            continue
        candidates = [one for one in read(doc, place.cell) if place.after <= one[1] and _is_before(one, place)]
        if place.closeness != BEHIND and place.before == 1 << 30:
            candidates = [one for one in candidates if not _owned(place.cell, one)]
        if not candidates:
            continue
        if (
            place.after == 0
            and place.before == 1 << 30
            and place.cell.line is not match.cell.line
            and len(candidates) > 1
        ):
            candidates.sort(key=lambda one: _aside(place.cell, one, match))
        elif place.closeness == BEFORE:
            candidates.reverse()
        value, start, end = candidates[0]
        gap = place.cell.text.count(" ", place.after, start) if place.closeness == BEHIND else 0
        score = match.weight * place.closeness * (0.96 ** max(0, gap - 1))
        results.append(Candidate(value, score * (0.8 ** len(results)), place.cell, start, end))
        if len(results) == most:
            break
    return results


def _is_before(candidate: ReadSpan[T], place: _Place) -> bool:
    """Whether a candidate belongs to ``place``; behind a label it may hold the next one: "8 *de* maio", "9 *kWh*"."""
    _, start, end = candidate
    return (start if place.closeness == BEHIND else end) <= place.before


def _stands_below(doc: AnnotatedDocument, match: LabelMatch, read: Reader[T]) -> bool:
    """Whether a value stands right below its label, in line with it, and nothing else with it."""
    number = match.cell.line.number
    if match.cell.position + 1 < len(match.cell.line.cells):
        beside = match.cell.line.cells[match.cell.position + 1]
        if beside.x0 - match.cell.x1 < FAR:
            return False
    below = doc.layout.lines[number + 1 : number + 3]
    near = [
        cell for line in below if line.page == match.cell.page for cell in line.cells if _is_right_below(cell, match)
    ]
    return any(start == 0 and end == len(cell.text) for cell in near[:1] for _, start, end in read(doc, cell))


def _is_right_below(cell: Cell, match: LabelMatch) -> bool:
    return abs(cell.x0 - match.box.x0) < 0.01 and cell.y0 - match.box.y1 < 1.5 * (match.box.y1 - match.box.y0)


def _places(doc: AnnotatedDocument, match: LabelMatch, read: Reader[T]) -> Iterator[_Place]:
    blocked_at = _next_label(doc, match)
    yield _Place(match.cell, BEHIND, after=match.end, before=blocked_at)
    if blocked_at == 1 << 30 and not _stands_below(doc, match, read):
        yield from _beside(doc, match)
    yield from _below(doc, match)
    if blocked_at == 1 << 30:
        yield from _lower(doc, match)
    yield _Place(match.cell, BEFORE, before=match.start)
    above = _neighbour(doc, match, -1)
    if above is not None:
        yield _Place(above, ABOVE)


def _next_label(doc: AnnotatedDocument, match: LabelMatch) -> int:
    """Where the next label of the same cell begins: what follows it is not ours, unless it says the same once more."""
    behind = (other for other in doc.hits_of[match.cell] if other.start >= match.end and other.weight > 0.4)
    others = (one for one in behind if not (_says_again(match, one) or _is_aside(one) or _dates(doc, match, one)))
    return next((one.start for one in others), 1 << 30)


def _dates(doc: AnnotatedDocument, match: LabelMatch, other: LabelMatch) -> bool:
    """Whether a label only dates ``match``: its date follows it, and what ``match`` names does after it."""
    if other.name not in OF_TIME or match.name in OF_TIME:
        return False
    return any(one.start >= other.end for one in doc.dates(match.cell))


def _is_aside(match: LabelMatch) -> bool:
    """Whether a label stands in brackets: it explains the one before them, and takes nothing from it."""
    before = match.cell.text[: match.start + 1]
    return before.count("(") > before.count(")")


def _says_again(match: LabelMatch, other: LabelMatch) -> bool:
    """Whether a label follows at once that announces the same: "Total usage (units)"."""
    return other.name == match.name and not any(map(str.isalnum, match.cell.text[match.end : other.start]))


def _beside(doc: AnnotatedDocument, match: LabelMatch) -> Iterator[_Place]:
    closeness = BESIDE
    for cell in match.cell.line.cells[match.cell.position + 1 :][:4]:
        hits = doc.hits_of.get(cell, ())
        foreign = any(other.start == 0 and other.weight > 0.6 and other.name != match.name for other in hits)
        if foreign and not doc.numbers(cell) and not doc.dates(cell):
            return
        yield _Place(cell, closeness)
        closeness -= 0.1


def _below(doc: AnnotatedDocument, match: LabelMatch) -> Iterator[_Place]:
    lines, height = doc.layout.lines, max(match.box.y1 - match.box.y0, 0.006)
    closeness, bottom = 0.0, match.box.y1
    for line in lines[match.cell.line.number + 1 : match.cell.line.number + 9]:
        if line.page != match.cell.page or line.y0 - bottom > REACH * height:
            return
        if len(match.cell.line.cells) > 2 and _only_heads(doc, line):
            bottom = line.y1
        for cell in line.cells:
            if cell.y0 < match.box.y1 - 0.5 * height or not _in_column(cell, match):
                continue
            closeness = closeness or (BELOW if _heads_its_cell(doc, match) else 0.5 * BELOW)
            yield _Place(cell, closeness)
            closeness *= 0.85
            if any(other.start == 0 for other in doc.hits_of.get(cell, ())):
                return


def _only_heads(doc: AnnotatedDocument, line: Line) -> bool:
    """Whether a line has headings that found no room in the line above it."""
    return all(cell in doc.hits_of and not doc.numbers(cell) for cell in line.cells)


def _heads_its_cell(doc: AnnotatedDocument, match: LabelMatch) -> bool:
    """Whether labels are what the cell of ``match`` is made of: a phrase within prose is no heading."""
    return len(match.cell.tokens) <= 2 or doc.labelled(match.cell) >= 0.4


def _lower(doc: AnnotatedDocument, match: LabelMatch) -> Iterator[_Place]:
    """To the right on the next lines, for a label of two lines whose value stands beside the second."""
    if any(doc.numbers(cell) or doc.dates(cell) for cell in match.cell.line.cells[match.cell.position + 1 :]):
        return
    height = max(match.box.y1 - match.box.y0, 0.006)
    for line in doc.layout.lines[match.cell.line.number + 1 : match.cell.line.number + 5]:
        if line.page != match.cell.page or line.y0 - match.box.y1 > 1.3 * height:
            return
        right = [cell for cell in line.cells if cell.x0 > match.box.x1]
        if right and not any(other.weight > 0.6 for other in doc.hits_of.get(right[0], ())):
            yield _Place(right[0], LOWER)


def _owned(cell: Cell, candidate: ReadSpan[T]) -> bool:
    """Whether words in front of a candidate, in its own cell, claim it for something else."""
    words = [word for word in cell.text[: candidate[1]].split() if sum(map(str.isalpha, word)) > 2]
    return len(words) > 2


def _in_column(cell: Cell, match: LabelMatch) -> bool:
    slack = 0.012
    return cell.x0 < match.box.x1 + slack and cell.x1 > match.box.x0 - slack


def _neighbour(doc: AnnotatedDocument, match: LabelMatch, step: int) -> Cell | None:
    """The nearest cell one or two lines up in the column of ``match``."""
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


def _aside(cell: Cell, candidate: ReadSpan[T], match: LabelMatch) -> float:
    """How far, seen from above, a candidate stands from its label."""
    words = cell.words_between(candidate[1], candidate[2]) or cell.words
    middle = (words[0].box.x0 + words[-1].box.x1) / 2
    return abs(middle - (match.box.x0 + match.box.x1) / 2)
