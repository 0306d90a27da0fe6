"""Open parts: printed content other than facts, payment stubs, and plans of the page."""

from datetime import timedelta
from decimal import Decimal

from tests.bills.composing import Layout
from tests.bills.making import cents
from tests.bills.paper import Paper


def advert(paper: Paper) -> None:
    paper.room(40)
    paper.prose(paper.words.any("ads"))
    paper.gap()


def how_to_read(paper: Paper) -> None:
    paper.room(50)
    for text in paper.words.variants["helps"]:
        paper.prose(text, 7.5)
    paper.gap()


def averages(paper: Paper) -> None:
    """Use per day and a year ago."""
    service, style = paper.facts.services[0], paper.style
    days = max(1, (service.end - service.start).days)
    daily = (service.used / days).quantize(Decimal("0.1"))
    before = (service.used * paper.random.number(70, 130) / 100).to_integral_value() + 1
    paper.room(40)
    paper.cells([(paper.left, paper.words("daily")), (-paper.at(0.9), f"{style.number(daily)} {service.unit}")], 8)
    paper.cells([(paper.left, paper.words("last_year")), (-paper.at(0.9), f"{style.number(before)} {service.unit}")], 8)
    paper.gap()


def history(paper: Paper) -> None:
    """A table of past months."""
    service, style = paper.facts.services[0], paper.style
    paper.room(30 + 11 * 7)
    paper.line(paper.words("history"), 9, bold=True)
    for back in range(1, paper.random.number(5, 8)):
        day = service.start - timedelta(days=30 * back)
        amount = (service.used * paper.random.number(60, 140) / 100).to_integral_value() + back
        row = [(paper.left, style.date(day, "{b} {Y}")), (-paper.at(0.5), style.number(amount))]
        paper.cells(row, 7.5)
    paper.gap()


def chart(paper: Paper) -> None:
    """The axes of a bar chart: figures on the left, months below."""
    service, style = paper.facts.services[0], paper.style
    paper.room(100)
    top = int(service.used * 13 / 10) // 4 * 4 + 4
    for step in range(4, -1, -1):
        paper.line(str(top * step // 4), 6.5)
    months = [style.date(service.end - timedelta(days=30 * back), "{b}") for back in range(6, -1, -1)]
    paper.cells([(paper.at(0.05 + 0.13 * n), month) for n, month in enumerate(months)], 6.5)
    paper.gap()


def warning(paper: Paper) -> None:
    """The amount due after the due date."""
    paper.room(40)
    late = paper.style.amount(cents(paper.facts.total * Decimal("1.05")))
    paper.prose(paper.words("late_note").format(due=paper.style.date(paper.facts.due), late=late))
    paper.gap()


def next_time(paper: Paper) -> None:
    paper.room(30)
    day = paper.style.date(paper.facts.end + timedelta(days=30))
    paper.line(f"{paper.words('next_reading')}: {day}", 8)
    paper.line(f"{paper.words('contact')}: {paper.words('phone')}", 8)
    paper.gap()


def stub_below(paper: Paper) -> None:
    """The slip to be returned, at the foot of the page."""
    height = paper.sheet.size[1]
    if paper.y > height - 200:
        paper.turn()
    paper.y = height - 180
    paper.rule()
    paper.line(paper.words("stub"), 8)
    paper.cells([(paper.left, paper.words("account")), (paper.at(0.4), paper.value("account"))])
    paper.cells([(paper.left, paper.words("due_date")), (paper.at(0.4), paper.value("due_date"))])
    paper.cells([(paper.left, paper.words("total_due")), (paper.at(0.4), paper.value("total_due"))], bold=True)
    paper.cells([(paper.left, paper.words("enclosed")), (paper.at(0.4), "________")])
    paper.line(paper.facts.issuer, 8)
    cents_owed = abs(int(paper.facts.total * 100))
    scanned = "".join(mark for mark in paper.facts.account if mark.isalnum())
    paper.line(f"{scanned} {cents_owed:010} {paper.random.digits(12)}", 8)


def no_stub(paper: Paper) -> None:
    paper.room(40)
    sentence = paper.words("due_sentence").format(total=paper.value("total_due"), due=paper.value("due_date"))
    paper.prose(sentence, 8)


def _front(paper: Paper, layout: Layout) -> None:
    layout.head(paper)
    layout.facts(paper)
    layout.summary(paper)
    paper.footer = f"{paper.facts.issuer}   {paper.words('account')} {paper.facts.account}"


def flow(paper: Paper, layout: Layout) -> None:
    """Everything in one column, from top to bottom."""
    _front(paper, layout)
    layout.meters(paper)
    layout.charges(paper)
    for extra in layout.extras:
        extra(paper)
    layout.stub(paper)


def turned(paper: Paper, layout: Layout) -> None:
    """A front page with a slip, the details overleaf."""
    _front(paper, layout)
    layout.extras[0](paper)
    layout.stub(paper)
    paper.turn()
    layout.meters(paper)
    layout.charges(paper)
    for extra in layout.extras[1:]:
        extra(paper)


def beside(paper: Paper, layout: Layout) -> None:
    """Facts and summary on the left; charts, averages and adverts on the right; details across below."""
    layout.head(paper)
    top = paper.y
    paper.within(0.62, 1)
    for extra in layout.extras:
        extra(paper)
    low = paper.y
    if len(paper.sheet.pages) > 1:
        paper.wide()
        paper.y = max(paper.y, top)
    else:
        paper.y = top
    paper.within(0, 0.57)
    layout.facts(paper)
    layout.summary(paper)
    paper.wide()
    paper.y = max(paper.y, low) + paper.lead
    layout.meters(paper)
    layout.charges(paper)
    layout.stub(paper)


def sums_last(paper: Paper, layout: Layout) -> None:
    """Details first; the amount due at the end."""
    layout.head(paper)
    layout.facts(paper)
    layout.charges(paper)
    layout.meters(paper)
    paper.room(120)
    layout.summary(paper)
    for extra in layout.extras:
        extra(paper)


EXTRAS = (advert, how_to_read, averages, history, chart, warning, next_time)
STUBS = (stub_below, stub_below, no_stub)
PLANS = (flow, turned, beside, sums_last)
