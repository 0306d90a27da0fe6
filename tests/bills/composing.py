"""Composes layouts from parts by a seed: many combinations, and the same one for the same seed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from billhook.domain.document_text import DocumentText
from billhook.local.samples.page_canvas import PageCanvas
from billhook.local.samples.seeded_random import SeededRandom
from tests.bills.countries import COUNTRIES
from tests.bills.making import make_facts
from tests.bills.paper import Paper
from tests.bills.truth import truth_of
from tests.bills.words import words_of

Block = Callable[[Paper], None]


@dataclass(frozen=True)
class Parts:
    """What layouts of one set are made of; ``plans`` arrange the blocks drawn from the other lists.

    ``countries`` are those that a seed chooses from where no country is named.
    """

    name: str
    folder: Path
    countries: Sequence[str]
    heads: Sequence[Block]
    facts: Sequence[Block]
    summaries: Sequence[Block]
    meters: Sequence[Block]
    charges: Sequence[Block]
    extras: Sequence[Block]
    stubs: Sequence[Block]
    plans: Sequence[Callable[[Paper, "Layout"], None]]

    def speaks(self, language: str) -> bool:
        return (self.folder / f"{language}.toml").is_file()


@dataclass(frozen=True)
class Layout:
    """One block of each kind, and two to four distractors."""

    head: Block
    facts: Block
    summary: Block
    meters: Block
    charges: Block
    stub: Block
    extras: tuple[Block, ...]


@dataclass(frozen=True)
class GeneratedFile:
    """A generated file: name, pages, truth, and the text of an error-free reader."""

    file: str
    sheet: PageCanvas
    truth: dict[str, Any]

    @property
    def reading(self) -> DocumentText:
        return self.sheet.reading()


def compose(parts: Parts, seed: int, country: str | None = None, strangeness: int = 0) -> GeneratedFile:
    """Compose bill ``seed`` of a set: the seed determines layout, country, wording, facts and formats."""
    random = SeededRandom(f"{parts.name}-{seed}")
    where = COUNTRIES[country or parts.countries[random.number(0, len(parts.countries) - 1)]]
    spoken = SeededRandom(f"{parts.name}-words-{seed}")
    words = words_of(parts.folder, where.language, where.code, spoken, strangeness)
    paper = Paper.blank(make_facts(where, words, random), words, SeededRandom(f"{parts.name}-style-{seed}"))
    layout = _layout(parts, random)
    random.one_of(parts.plans)(paper, layout)
    number_pages(paper)
    file = f"{parts.name}_{where.code.lower()}_{seed:05}.pdf"
    truth = truth_of(paper, file)
    return GeneratedFile(file, paper.sheet, {**truth, "layout": _named(layout), "set": parts.name})


def _layout(parts: Parts, random: SeededRandom) -> Layout:
    return Layout(
        head=random.one_of(parts.heads),
        facts=random.one_of(parts.facts),
        summary=random.one_of(parts.summaries),
        meters=random.one_of(parts.meters),
        charges=random.one_of(parts.charges),
        stub=random.one_of(parts.stubs),
        extras=tuple(dict.fromkeys(random.one_of(parts.extras) for _ in range(random.number(2, 5)))),
    )


def _named(layout: Layout) -> str:
    blocks = (layout.head, layout.facts, layout.summary, layout.meters, layout.charges)
    return "/".join(block.__name__ for block in blocks)


def number_pages(paper: Paper) -> None:
    """Print the page number at the foot of each page of a bill with several pages."""
    count = len(paper.sheet.pages)
    if count == 1:
        return
    pattern, width, height = paper.words("page"), *paper.sheet.size
    pages, numbered = paper.sheet.pages, []
    for number, strokes in enumerate(pages, 1):
        footer = PageCanvas(paper.sheet.size)
        footer.text(width - paper.margin, height - 24, pattern.format(n=number, m=count), 7, right=True)
        numbered.append([*strokes, *footer.pages[0]])
    paper.sheet.pages[:] = numbered
