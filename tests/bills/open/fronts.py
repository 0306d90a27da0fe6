"""Open parts: letterheads, the facts of the bill, and its summary."""

from tests.bills.paper import Paper


def facts_of(paper: Paper) -> list[tuple[str, str]]:
    """Label and value of what identifies the bill, in the usual order."""
    keys = ["account", *(["invoice"] if paper.facts.invoice else []), "bill_date", "due_date", "period"]
    return [(paper.words(key), paper.value(key)) for key in keys]


def _title(paper: Paper) -> str:
    kinds = paper.facts.commodities
    return paper.words("title_dual" if len(kinds) > 1 else f"title_{kinds[0]}")


def _addressed(paper: Paper, x: float) -> None:
    facts = paper.facts
    for text in (facts.customer, facts.street, facts.town):
        paper.write(x, text)
        paper.y += paper.lead * 0.85


def _registered(paper: Paper) -> None:
    if paper.facts.legal:
        paper.line(paper.facts.legal, 7.5)


def head_left(paper: Paper) -> None:
    """The issuer large on the left, its telephone below, the title on the right."""
    paper.write(paper.left, paper.facts.issuer, 17, bold=True)
    paper.write(-paper.right, _title(paper), 12, bold=True)
    paper.gap()
    paper.line(f"{paper.words('contact')} {paper.words('phone')}", 8)
    _registered(paper)
    paper.gap()
    _addressed(paper, paper.left)
    paper.gap()


def head_right(paper: Paper) -> None:
    """The customer on the left, the issuer with its address on the right."""
    top = paper.y
    paper.write(-paper.right, paper.facts.issuer, 15, bold=True)
    paper.gap()
    paper.write(-paper.right, f"{paper.words('phone')}", 8)
    paper.y = top + 34
    _addressed(paper, paper.left)
    paper.gap()
    _registered(paper)
    paper.line(_title(paper), 14, bold=True)
    paper.gap(0.5)


def head_middle(paper: Paper) -> None:
    """Issuer and title centred, one under the other."""
    middle = (paper.left + paper.right) / 2
    paper.write(middle - 4.0 * len(paper.facts.issuer), paper.facts.issuer, 15, bold=True)
    paper.gap(1.3)
    paper.write(middle - 2.6 * len(_title(paper)), _title(paper), 10)
    paper.gap(2)
    paper.cells([(paper.left, paper.words("customer")), (paper.at(0.3), paper.facts.customer)])
    address = f"{paper.facts.street}, {paper.facts.town}"
    paper.cells([(paper.left, paper.words("service_address")), (paper.at(0.3), address)])
    _registered(paper)
    paper.gap(0.5)


def facts_beside(paper: Paper) -> None:
    """Labels, and their values in a column to the right."""
    x = paper.at(paper.random.number(32, 45) / 100)
    for label, value in facts_of(paper):
        paper.cells([(paper.left, label), (x, value)])
    paper.gap()


def facts_to_the_edge(paper: Paper) -> None:
    """Labels on the left, values flush right."""
    for label, value in facts_of(paper):
        paper.cells([(paper.left, label), (-paper.at(0.7), value)])
    paper.gap()


def facts_after_colon(paper: Paper) -> None:
    """Label, colon and value in one run."""
    for label, value in facts_of(paper):
        paper.line(f"{label}: {value}")
    paper.gap()


def facts_strip(paper: Paper) -> None:
    """A strip of labels above a strip of values, the period on a line of its own."""
    facts = facts_of(paper)
    *strip, period = facts
    places = [paper.at(number / len(strip)) for number in range(len(strip))]
    paper.cells([(x, label) for x, (label, _) in zip(places, strip, strict=True)], 7.5)
    paper.cells([(x, value) for x, (_, value) in zip(places, strip, strict=True)], bold=True)
    paper.gap(0.5)
    paper.line(f"{period[0]} {period[1]}")
    paper.gap()


def facts_stacked(paper: Paper) -> None:
    """Each label above its value, one below the other."""
    for label, value in facts_of(paper):
        paper.line(label, 7.5)
        paper.line(value, 10, bold=True)
    paper.gap()


def facts_two_columns(paper: Paper) -> None:
    """Two pairs of label and value on each line."""
    facts = facts_of(paper)
    for number in range(0, len(facts), 2):
        pairs = facts[number : number + 2]
        cells = [(paper.at(at), text) for pair, (a, b) in zip(pairs, ((0, 0.2), (0.55, 0.75)), strict=False)
                 for at, text in zip((a, b), pair, strict=True)]  # fmt: skip
        paper.cells(cells, 8.5)
    paper.gap()


def summary_list(paper: Paper) -> None:
    """Balances one below the other, the amount due last and bold."""
    paper.line(paper.words("summary"), 11, bold=True)
    for key in paper.balances():
        last = key == "total_due"
        paper.cells([(paper.left, paper.words(key)), (-paper.at(0.85), paper.value(key))], bold=last)
    paper.gap()


def summary_dotted(paper: Paper) -> None:
    """Leaders of dots between label and amount."""
    for key in paper.balances():
        label, amount = paper.words(key), paper.value(key)
        paper.cells([(paper.left, f"{label} {'.' * max(3, 60 - len(label))}"), (-paper.at(0.9), amount)])
    paper.gap()


def summary_boxes(paper: Paper) -> None:
    """One box each: label above, amount below."""
    keys = paper.balances()
    places = [paper.at(number / len(keys)) for number in range(len(keys))]
    paper.cells([(x, paper.words(key)) for x, key in zip(places, keys, strict=True)], 7)
    paper.cells([(x, paper.value(key)) for x, key in zip(places, keys, strict=True)], 10, bold=True)
    paper.rule()
    paper.gap()


def summary_big(paper: Paper) -> None:
    """The amount due in large letters and in a sentence; the balances small below."""
    paper.cells([(paper.left, paper.words("total_due")), (-paper.at(0.8), paper.value("total_due"))], 14, bold=True)
    paper.gap(0.5)
    sentence = paper.words("due_sentence").format(total=paper.value("total_due"), due=paper.value("due_date"))
    paper.line(sentence)
    for key in paper.balances()[:-1]:
        paper.cells([(paper.left, paper.words(key)), (-paper.at(0.8), paper.value(key))], 8)
    paper.gap()


def head_titled(paper: Paper) -> None:
    """The kind of the document large above; the issuer in plain letters with its address, the customer to the right."""
    facts = paper.facts
    paper.line(_title(paper), 16, bold=True)
    paper.gap(0.4)
    paper.cells([(paper.left, facts.issuer), (paper.at(0.6), facts.customer)], 9)
    paper.cells([(paper.left, facts.town), (paper.at(0.6), facts.street)], 9)
    paper.cells([(paper.left, f"{paper.words('contact')} {paper.words('phone')}"), (paper.at(0.6), facts.town)], 8)
    _registered(paper)
    paper.gap(0.6)


HEADS = (head_left, head_right, head_middle, head_titled)
FACTS = (facts_beside, facts_to_the_edge, facts_after_colon, facts_strip, facts_stacked, facts_two_columns)
SUMMARIES = (summary_list, summary_dotted, summary_boxes, summary_big)
