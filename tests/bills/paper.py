"""The page that layouts print on: a sheet with a cursor, facts, words and style; records printed facts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from billhook.local.samples.page_canvas import A4, LETTER, PageCanvas
from billhook.local.samples.seeded_random import SeededRandom
from tests.bills.facts import Facts, Item
from tests.bills.styles import Style
from tests.bills.words import Words

TOP, BOTTOM = 46.0, 52.0
SMALLEST, BLANK = 6.0, 8.0
"""The smallest font size, and the least distance of texts on one line, in points."""
Cells = Sequence[tuple[float, str]]
"""Text by x; a negative x is the right edge of a right-aligned text."""


@dataclass
class Paper:
    """Blocks write at ``y`` between ``left`` and ``right`` and move ``y``; ``shown`` holds the printed facts."""

    facts: Facts
    words: Words
    style: Style
    random: SeededRandom
    sheet: PageCanvas
    size: float = 9.0
    margin: float = 42.0
    y: float = TOP
    left: float = 42.0
    right: float = 0.0
    shown: set[str] = field(default_factory=set)
    items: list[Decimal] = field(default_factory=list)
    footer: str = ""

    @classmethod
    def blank(cls, facts: Facts, words: Words, random: SeededRandom) -> "Paper":
        sheet = PageCanvas(LETTER if facts.country.is_letter else A4)
        margin, size = float(random.number(34, 58)), random.number(80, 100) / 10
        paper = cls(facts, words, Style.drawn(facts.country, random), random, sheet, size, margin)
        paper.wide()
        return paper

    @property
    def lead(self) -> float:
        return self.size * 1.55

    @property
    def width(self) -> float:
        return self.sheet.size[0]

    def wide(self) -> None:
        """Set the column to the whole width."""
        self.left, self.right = self.margin, self.width - self.margin

    def within(self, start: float, end: float) -> None:
        """Set the column to a range of the width, in fractions between the margins."""
        span = self.width - 2 * self.margin
        self.left, self.right = self.margin + start * span, self.margin + end * span

    def at(self, fraction: float) -> float:
        """Return the x of a fraction of the column."""
        return self.left + fraction * (self.right - self.left)

    def room(self, height: float) -> None:
        """Start a new page unless ``height`` points are left."""
        if self.y + height > self.sheet.size[1] - BOTTOM:
            self.turn()

    def turn(self) -> None:
        self.sheet.turn()
        self.y = TOP
        if self.footer:
            self.sheet.text(self.margin, self.y, self.footer, 8)
            self.y += 26

    def gap(self, lines: float = 1.0) -> None:
        self.y += lines * self.lead

    def write(self, x: float, text: str, size: float | None = None, *, bold: bool = False) -> None:
        """Print text at ``x`` on this line; a negative ``x`` is its right edge."""
        self.sheet.text(abs(x), self.y, text, size or self.size, bold=bold, right=x < 0)

    def line(self, text: str, size: float | None = None, *, bold: bool = False) -> None:
        """Print text at the left edge and move to the next line."""
        self.room(self.lead)
        self.write(self.left, text, size, bold=bold)
        self.y += max(self.lead, (size or self.size) * 1.4)

    def cells(self, cells: Cells, size: float | None = None, *, bold: bool = False) -> None:
        """Print texts on one line, in a smaller size or on two lines where they would touch, and move on."""
        font_size = size or self.size
        while self._touching(cells, font_size, bold=bold) and font_size > SMALLEST:
            font_size -= 0.5
        later = self._touching(cells, font_size, bold=bold)
        self.room(self.lead * (2 if later else 1))
        for cell in cells:
            if cell[1] and cell not in later:
                self.write(*cell, font_size, bold=bold)
        self.y += self.lead
        if later:
            self.cells(later, font_size, bold=bold)

    def _touching(self, cells: Cells, size: float, *, bold: bool) -> list[tuple[float, str]]:
        """Return the cells that overlap the cell to their left."""
        spans = []
        for x, text in cells:
            width = self.sheet.width_of(text, size, bold=bold)
            spans.append((abs(x) - width if x < 0 else x, abs(x) if x < 0 else x + width, (x, text)))
        spans.sort(key=lambda span: span[0])
        end, touching = 0.0, []
        for left, right, cell in spans:
            if cell[1] and left < end + BLANK:
                touching.append(cell)
            elif cell[1]:
                end = right
        return touching

    def prose(self, text: str, size: float = 8.0) -> None:
        """Print running text, wrapped to the width of the column."""
        most = int((self.right - self.left) / (size * 0.47))
        line = ""
        for word in text.split(" "):
            if len(line) + len(word) > most:
                self.sheet.text(self.left, self.y, line, size)
                self.y += size * 1.35
                line = ""
            line = f"{line} {word}".strip()
        self.sheet.text(self.left, self.y, line, size)
        self.y += size * 1.35

    def rule(self) -> None:
        self.sheet.rule(self.left, self.y - self.size, self.right, self.y - self.size)

    def value(self, key: str) -> str:
        """Return the printed value of a fact and record the fact as printed."""
        facts, style = self.facts, self.style
        self.shown.add(key)
        simple = {"account": facts.account, "invoice": facts.invoice or ""}
        if key in simple:
            return simple[key]
        if key in {"bill_date", "due_date"}:
            return style.date(facts.issued if key == "bill_date" else facts.due)
        if key == "period":
            return self.words("period_pattern").format(a=style.date(facts.start), b=style.date(facts.end))
        if key == "payments":
            return style.paid(facts.payment or Decimal(0))
        return style.amount(self.sums[key])

    @property
    def sums(self) -> dict[str, Decimal]:
        facts = self.facts
        return {
            "total_due": facts.total,
            "previous_balance": facts.previous or Decimal(0),
            "payments": facts.payment or Decimal(0),
            "late_fee": facts.late_fee or Decimal(0),
            "balance_forward": facts.opening,
            "current_charges": facts.gross,
            "net": facts.net,
            "tax": facts.tax,
        }

    def balances(self) -> list[str]:
        """Return the keys of the balances that this bill prints, from the last bill to the amount due."""
        facts = self.facts
        keys = ["previous_balance"] if facts.previous is not None else []
        keys += ["payments"] if facts.payment is not None else []
        keys += ["late_fee"] if facts.late_fee is not None else []
        keys += ["balance_forward"] if facts.previous is not None and self.random.number(0, 1) else []
        return [*keys, "current_charges", "total_due"] if keys else ["total_due"]

    def describe(self, item: Item) -> str:
        """Return the description of a charge; taxes include their rate, tiers their commodity if there are several."""
        text = self.words(item.key)
        if item.percent is None:
            return text.replace("{percent}", "")
        percent = self.style.number(item.percent.normalize()) if item.percent % 1 else str(int(item.percent))
        return text.format(percent=percent)

    def charge(self, item: Item) -> str:
        """Return the printed amount of a charge and record it as a line item of the truth."""
        self.items.append(item.amount)
        return self.style.amount(item.amount, in_table=True)
