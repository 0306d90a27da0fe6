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


def values(view: AnnotatedDocument, hit: LabelMatch, read: Reader[T], *, most: int = 3) -> list[Candidate[T]]:
    """What ``read`` finds at the places where the value of ``hit`` may stand, likeliest first."""
    if hit.is_value:
        inside = [one for one in read(view, hit.cell) if one[1] < hit.end and one[2] > hit.start]
        return [Candidate(value, hit.weight, hit.cell, start, end) for value, start, end in inside[:most]]
    results: list[Candidate[T]] = []
    for place in _places(view, hit, read):
        if not place.cell.has_figures or place.cell in view.axes:  # all that is read has figures
            continue
        candidates = [one for one in read(view, place.cell) if place.after <= one[1] and _is_before(one, place)]
        if place.closeness != BEHIND and place.before == 1 << 30:
            candidates = [one for one in candidates if not _owned(place.cell, one)]
        if not candidates:
            continue
        if (
            place.after == 0
            and place.before == 1 << 30
            and place.cell.line is not hit.cell.line
            and len(candidates) > 1
        ):
            candidates.sort(key=lambda one: _aside(place.cell, one, hit))
        elif place.closeness == BEFORE:
            candidates.reverse()
        value, start, end = candidates[0]
        gap = place.cell.text.count(" ", place.after, start) if place.closeness == BEHIND else 0
        score = hit.weight * place.closeness * (0.96 ** max(0, gap - 1))
        results.append(Candidate(value, score * (0.8 ** len(results)), place.cell, start, end))
        if len(results) == most:
            break
    return results


def _is_before(candidate: ReadSpan[T], place: _Place) -> bool:
    """Whether a candidate belongs to ``place``; behind a label it may hold the next one: "8 *de* maio", "9 *kWh*"."""
    _, start, end = candidate
    return (start if place.closeness == BEHIND else end) <= place.before


def _stands_below(view: AnnotatedDocument, hit: LabelMatch, read: Reader[T]) -> bool:
    """Whether a value stands right below its label, in line with it, and nothing else with it."""
    number = hit.cell.line.number
    if hit.cell.position + 1 < len(hit.cell.line.cells):
        beside = hit.cell.line.cells[hit.cell.position + 1]
        if beside.x0 - hit.cell.x1 < FAR:
            return False
    below = view.layout.lines[number + 1 : number + 3]
    near = [cell for line in below if line.page == hit.cell.page for cell in line.cells if _is_right_below(cell, hit)]
    return any(start == 0 and end == len(cell.text) for cell in near[:1] for _, start, end in read(view, cell))


def _is_right_below(cell: Cell, hit: LabelMatch) -> bool:
    return abs(cell.x0 - hit.box.x0) < 0.01 and cell.y0 - hit.box.y1 < 1.5 * (hit.box.y1 - hit.box.y0)


def _places(view: AnnotatedDocument, hit: LabelMatch, read: Reader[T]) -> Iterator[_Place]:
    blocked_at = _next_label(view, hit)
    yield _Place(hit.cell, BEHIND, after=hit.end, before=blocked_at)
    if blocked_at == 1 << 30 and not _stands_below(view, hit, read):
        yield from _beside(view, hit)
    yield from _below(view, hit)
    if blocked_at == 1 << 30:
        yield from _lower(view, hit)
    yield _Place(hit.cell, BEFORE, before=hit.start)
    above = _neighbour(view, hit, -1)
    if above is not None:
        yield _Place(above, ABOVE)


def _next_label(view: AnnotatedDocument, hit: LabelMatch) -> int:
    """Where the next label of the same cell begins: what follows it is not ours, unless it says the same once more."""
    behind = (other for other in view.hits_of[hit.cell] if other.start >= hit.end and other.weight > 0.4)
    others = (one for one in behind if not (_says_again(hit, one) or _is_aside(one) or _dates(view, hit, one)))
    return next((one.start for one in others), 1 << 30)


def _dates(view: AnnotatedDocument, hit: LabelMatch, other: LabelMatch) -> bool:
    """Whether a label only dates ``hit``: its date follows it, and what ``hit`` names does after it."""
    if other.name not in OF_TIME or hit.name in OF_TIME:
        return False
    return any(one.start >= other.end for one in view.dates(hit.cell))


def _is_aside(hit: LabelMatch) -> bool:
    """Whether a label stands in brackets: it explains the one before them, and takes nothing from it."""
    before = hit.cell.text[: hit.start + 1]
    return before.count("(") > before.count(")")


def _says_again(hit: LabelMatch, other: LabelMatch) -> bool:
    """Whether a label follows at once that announces the same: "Total usage (units)"."""
    return other.name == hit.name and not any(map(str.isalnum, hit.cell.text[hit.end : other.start]))


def _beside(view: AnnotatedDocument, hit: LabelMatch) -> Iterator[_Place]:
    closeness = BESIDE
    for cell in hit.cell.line.cells[hit.cell.position + 1 :][:4]:
        hits = view.hits_of.get(cell, ())
        foreign = any(other.start == 0 and other.weight > 0.6 and other.name != hit.name for other in hits)
        if foreign and not view.numbers(cell) and not view.dates(cell):
            return
        yield _Place(cell, closeness)
        closeness -= 0.1


def _below(view: AnnotatedDocument, hit: LabelMatch) -> Iterator[_Place]:
    lines, height = view.layout.lines, max(hit.box.y1 - hit.box.y0, 0.006)
    closeness, bottom = 0.0, hit.box.y1
    for line in lines[hit.cell.line.number + 1 : hit.cell.line.number + 9]:
        if line.page != hit.cell.page or line.y0 - bottom > REACH * height:
            return
        if len(hit.cell.line.cells) > 2 and _only_heads(view, line):
            bottom = line.y1
        for cell in line.cells:
            if cell.y0 < hit.box.y1 - 0.5 * height or not _in_column(cell, hit):
                continue
            closeness = closeness or (BELOW if _heads_its_cell(view, hit) else 0.5 * BELOW)
            yield _Place(cell, closeness)
            closeness *= 0.85
            if any(other.start == 0 for other in view.hits_of.get(cell, ())):
                return


def _only_heads(view: AnnotatedDocument, line: Line) -> bool:
    """Whether a line has headings that found no room in the line above it."""
    return all(cell in view.hits_of and not view.numbers(cell) for cell in line.cells)


def _heads_its_cell(view: AnnotatedDocument, hit: LabelMatch) -> bool:
    """Whether labels are what the cell of ``hit`` is made of: a phrase within prose is no heading."""
    return len(hit.cell.tokens) <= 2 or view.labelled(hit.cell) >= 0.4


def _lower(view: AnnotatedDocument, hit: LabelMatch) -> Iterator[_Place]:
    """To the right on the next lines, for a label of two lines whose value stands beside the second."""
    if any(view.numbers(cell) or view.dates(cell) for cell in hit.cell.line.cells[hit.cell.position + 1 :]):
        return
    height = max(hit.box.y1 - hit.box.y0, 0.006)
    for line in view.layout.lines[hit.cell.line.number + 1 : hit.cell.line.number + 5]:
        if line.page != hit.cell.page or line.y0 - hit.box.y1 > 1.3 * height:
            return
        right = [cell for cell in line.cells if cell.x0 > hit.box.x1]
        if right and not any(other.weight > 0.6 for other in view.hits_of.get(right[0], ())):
            yield _Place(right[0], LOWER)


def _owned(cell: Cell, candidate: ReadSpan[T]) -> bool:
    """Whether words in front of a candidate, in its own cell, claim it for something else."""
    words = [word for word in cell.text[: candidate[1]].split() if sum(map(str.isalpha, word)) > 2]
    return len(words) > 2


def _in_column(cell: Cell, hit: LabelMatch) -> bool:
    slack = 0.012
    return cell.x0 < hit.box.x1 + slack and cell.x1 > hit.box.x0 - slack


def _neighbour(view: AnnotatedDocument, hit: LabelMatch, step: int) -> Cell | None:
    """The nearest cell one or two lines up in the column of ``hit``."""
    height = max(hit.box.y1 - hit.box.y0, 0.006)
    for distance in (1, 2):
        number = hit.cell.line.number + step * distance
        if not 0 <= number < len(view.layout.lines):
            return None
        line = view.layout.lines[number]
        if line.page != hit.cell.page or hit.box.y0 - line.y1 > 2 * height:
            return None
        for cell in line.cells:
            if _in_column(cell, hit):
                return cell
    return None


def _aside(cell: Cell, candidate: ReadSpan[T], hit: LabelMatch) -> float:
    """How far, seen from above, a candidate stands from its label."""
    words = cell.words_between(candidate[1], candidate[2]) or cell.words
    middle = (words[0].box.x0 + words[-1].box.x1) / 2
    return abs(middle - (hit.box.x0 + hit.box.x1) / 2)
