"""Held-out parts: printed content other than facts, payment slips, and plans of the page."""

from datetime import timedelta
from decimal import Decimal

from tests.bills.composing import Layout
from tests.bills.making import cents, code
from tests.bills.paper import Paper


def message(paper: Paper) -> None:
    paper.room(40)
    paper.prose(paper.words.any("ads"), 7.5)
    paper.gap(0.7)


def explained(paper: Paper) -> None:
    paper.room(60)
    paper.prose(" ".join(paper.words.variants["helps"]), 7)
    paper.gap(0.7)


def compared(paper: Paper) -> None:
    """This period, the last one and a year ago side by side: days, use, use per day."""
    service, number = paper.facts.services[0], paper.style.number
    days = max(1, (service.end - service.start).days)
    earlier = (service.used * paper.random.number(75, 125) / 100).to_integral_value() + 3
    paper.room(50)
    for label, used in ((paper.words("daily"), service.used), (paper.words("last_year"), earlier)):
        daily = (used / days).quantize(Decimal("0.01"))
        row = [(paper.left, label), (-paper.at(0.6), f"{number(daily)} {service.unit}")]
        paper.cells(row, 7.5)
    paper.gap(0.7)


def months_with_costs(paper: Paper) -> None:
    """A table of months with use and cost."""
    service, style = paper.facts.services[0], paper.style
    paper.room(120)
    paper.line(paper.words("history"), 8.5, bold=True)
    for back in range(1, paper.random.number(6, 9)):
        day = service.start - timedelta(days=30 * back)
        share = Decimal(paper.random.number(55, 150)) / 100
        used, cost = (service.used * share).to_integral_value() + back, cents(service.net * share)
        row = [(paper.left, style.date(day, "{m}/{Y}")), (-paper.at(0.4), f"{style.number(used)} {service.unit}")]
        paper.cells([*row, (-paper.at(0.6), style.amount(cost, in_table=True))], 7)
    paper.gap(0.7)


def bank(paper: Paper) -> None:
    """Payment details: the account to pay to and its reference numbers."""
    paper.room(40)
    prefix = paper.facts.country.code
    paper.line(
        f"IBAN {prefix}{code('99 9999 9999 9999 9999', paper.random)}   BIC {code('AAAA', paper.random)}{prefix}2X", 7.5
    )
    paper.line(f"Ref. {code('9999 9999 9999 9999', paper.random)}", 7.5)
    paper.gap(0.7)


def if_late(paper: Paper) -> None:
    paper.room(30)
    late = paper.style.amount(cents(paper.facts.total * Decimal("1.015")) + 1)
    paper.prose(paper.words("late_note").format(due=paper.style.date(paper.facts.due), late=late), 7.5)
    paper.gap(0.7)


def coming(paper: Paper) -> None:
    """The next reading, the next bill."""
    paper.room(30)
    day = paper.style.date(paper.facts.end + timedelta(days=31))
    paper.prose(f"{paper.words('next_reading')} {day}. {paper.words('contact')} {paper.words('phone')}.", 7.5)
    paper.gap(0.7)


def slip_aside(paper: Paper) -> None:
    """A slip with labels above values, side by side, and a line for machines."""
    height = paper.sheet.size[1]
    if paper.y > height - 190:
        paper.turn()
    paper.y = height - 170
    paper.rule()
    paper.line(paper.words("stub"), 7)
    keys = ("account", "due_date", "total_due")
    paper.cells([(paper.at(0.33 * n), paper.words(key)) for n, key in enumerate(keys)], 7.5)
    paper.cells([(paper.at(0.33 * n), paper.value(key)) for n, key in enumerate(keys)], 10, bold=True)
    paper.line(f"{paper.facts.issuer}, {paper.facts.town}", 8)
    plain = "".join(mark for mark in paper.facts.account if mark.isdigit())
    paper.line(f"{plain}{abs(int(paper.facts.total * 100)):09}{paper.random.digits(9)} {paper.random.digits(2)}", 9)


def slip_none(paper: Paper) -> None:
    paper.room(30)
    text = paper.words("due_sentence").format(total=paper.value("total_due"), due=paper.value("due_date"))
    paper.prose(text)


def _running(paper: Paper) -> None:
    paper.footer = f"{paper.facts.customer} · {paper.words('account')} {paper.facts.account}"


def slip_on_top(paper: Paper, layout: Layout) -> None:
    """Head and summary first, facts after; details below."""
    layout.head(paper)
    _running(paper)
    layout.summary(paper)
    layout.facts(paper)
    layout.extras[0](paper)
    layout.charges(paper)
    layout.meters(paper)
    for extra in layout.extras[1:]:
        extra(paper)
    layout.stub(paper)


def side_by_side(paper: Paper, layout: Layout) -> None:
    """A narrow column of messages on the left, everything else to its right."""
    layout.head(paper)
    _running(paper)
    top = paper.y
    paper.within(0, 0.27)
    for extra in layout.extras[:2]:
        extra(paper)
    paper.y = top if len(paper.sheet.pages) == 1 else paper.y
    paper.within(0.32, 1)
    layout.facts(paper)
    layout.summary(paper)
    paper.wide()
    paper.turn()
    layout.meters(paper)
    layout.charges(paper)
    layout.stub(paper)


def meters_first(paper: Paper, layout: Layout) -> None:
    """Facts, meters, charges, then the amount due; the slip moves to a new page if it does not fit."""
    layout.head(paper)
    _running(paper)
    layout.facts(paper)
    layout.meters(paper)
    layout.charges(paper)
    paper.room(110)
    layout.summary(paper)
    for extra in layout.extras:
        extra(paper)
    layout.stub(paper)


def three_pages(paper: Paper, layout: Layout) -> None:
    """A cover, a page of prose and comparisons, a page of details."""
    layout.head(paper)
    _running(paper)
    layout.facts(paper)
    layout.summary(paper)
    layout.stub(paper)
    paper.turn()
    for extra in layout.extras:
        extra(paper)
    paper.turn()
    layout.charges(paper)
    layout.meters(paper)


EXTRAS = (message, explained, compared, months_with_costs, bank, if_late, coming)
STUBS = (slip_aside, slip_aside, slip_none)
PLANS = (slip_on_top, side_by_side, meters_first, three_pages)
