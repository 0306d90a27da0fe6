"""Held-out parts: letterheads, the facts of the bill, and its summary."""

from datetime import timedelta

from tests.bills.paper import Paper


def _facts(paper: Paper) -> list[tuple[str, str]]:
    keys = ["bill_date", "account", *(["invoice"] if paper.facts.invoice else []), "period", "due_date"]
    return [(paper.words(key), paper.value(key)) for key in keys]


def _title(paper: Paper) -> str:
    kinds = paper.facts.commodities
    return paper.words("title_dual" if len(kinds) > 1 else f"title_{kinds[0]}")


def _site(paper: Paper) -> str:
    return "www." + "".join(letter for letter in paper.facts.issuer.lower() if "a" <= letter <= "z")[:22] + ".example"


def head_band(paper: Paper) -> None:
    """The issuer on the left, telephone, page and registration as a block on the right; the address in a window."""
    facts = paper.facts
    top = paper.y
    paper.line(facts.issuer, 14, bold=True)
    paper.line(_site(paper), 8)
    paper.y = top
    for text in (f"{paper.words('contact')}: {paper.words('phone')}", facts.legal, "Mo-Fr 8-18"):
        paper.write(-paper.right, text, 7)
        paper.y += 10
    paper.y = top + 70
    for text in (facts.customer, facts.street, facts.town):
        paper.line(text, 10)
    paper.gap(1.5)


def head_letter(paper: Paper) -> None:
    """A letter: sender in one small line above the recipient, subject in bold, the name of the issuer large above."""
    facts = paper.facts
    paper.write(-paper.right, facts.issuer, 16, bold=True)
    paper.gap(3)
    paper.line(" · ".join(filter(None, (facts.issuer, facts.legal))), 6.5)
    for text in (facts.customer, facts.street, facts.town):
        paper.line(text)
    paper.gap()
    paper.line(_title(paper), 13, bold=True)


def head_logo_less(paper: Paper) -> None:
    """No logo in letters: the title first, the issuer as the sender of an address block."""
    facts = paper.facts
    paper.line(_title(paper).upper(), 12, bold=True)
    paper.gap(0.5)
    paper.cells([(paper.left, facts.issuer), (paper.at(0.55), facts.customer)], 9.5, bold=True)
    paper.cells([(paper.left, facts.legal or _site(paper)), (paper.at(0.55), facts.street)])
    paper.cells([(paper.left, f"{paper.words('contact')} {paper.words('phone')}"), (paper.at(0.55), facts.town)])
    paper.gap()


def facts_bars(paper: Paper) -> None:
    """One line per two facts, divided by bars."""
    facts = _facts(paper)
    for number in range(0, len(facts), 2):
        paper.line("  |  ".join(f"{label} {value}" for label, value in facts[number : number + 2]))
    paper.gap()


def facts_grid(paper: Paper) -> None:
    """Three boxes in a row, label above value in each."""
    facts = _facts(paper)
    for number in range(0, len(facts), 3):
        row = facts[number : number + 3]
        paper.cells([(paper.at(0.36 * n), label) for n, (label, _) in enumerate(row)], 7)
        paper.y -= paper.lead * 0.25
        paper.cells([(paper.at(0.36 * n), value) for n, (_, value) in enumerate(row)], 9.5)
        paper.gap(0.5)
    paper.gap(0.5)


def facts_captioned(paper: Paper) -> None:
    """Label flush right up to a middle line, the value begins beyond it."""
    for label, value in _facts(paper):
        paper.cells([(-paper.at(0.38), label), (paper.at(0.4), value)])
    paper.gap()


def facts_boxed_right(paper: Paper) -> None:
    """A box in the right half: labels at its left edge, values at its right one."""
    for label, value in _facts(paper):
        paper.cells([(paper.at(0.5), f"{label}:"), (-paper.at(1), value)], bold=False)
    paper.gap()


def facts_table(paper: Paper) -> None:
    """A table of one row with centred headings; the amount due is its last column."""
    facts = [*[fact for fact in _facts(paper) if fact[0] != paper.words("period")]]
    facts += [(paper.words("total_due"), paper.value("total_due"))]
    middles = [paper.at((number + 0.5) / len(facts)) for number in range(len(facts))]
    for part, size in ((0, 7.0), (1, 8.0)):
        row = [(x - len(fact[part]) * size * 0.25, fact[part]) for x, fact in zip(middles, facts, strict=True)]
        paper.cells(row, size, bold=part == 0)
    paper.line(f"{paper.words('period')}: {paper.value('period')}", 8.5)
    paper.gap()


def summary_signed(paper: Paper) -> None:
    """Amounts in a separate column with the sign of the sum before them."""
    paper.line(paper.words("summary"), 10.5, bold=True)
    for key in paper.balances():
        mark = {"payments": "", "total_due": "="}.get(key, "")
        last = key == "total_due"
        paper.cells([(paper.at(0.02), paper.words(key)), (-paper.at(0.6), mark), (-paper.at(0.78), paper.value(key))],
                    10 if last else None, bold=last)  # fmt: skip
    paper.gap()


def summary_tiles(paper: Paper) -> None:
    """Amount due and due date as two tiles, label above; the balances as pairs to the right."""
    top = paper.y
    paper.line(paper.words("total_due"), 8)
    paper.line(paper.value("total_due"), 15, bold=True)
    paper.line(paper.words("due_date"), 8)
    paper.line(paper.value("due_date"), 11, bold=True)
    low = paper.y
    paper.y = top
    for key in paper.balances()[:-1]:
        paper.cells([(paper.at(0.45), paper.words(key)), (-paper.at(1), paper.value(key))], 8.5)
    paper.y = max(low, paper.y) + paper.lead


def summary_dated(paper: Paper) -> None:
    """The payment with its date."""
    facts = paper.facts
    for key in paper.balances():
        label = paper.words(key)
        if key == "payments" and facts.payment:
            label = f"{label} {paper.style.date(facts.issued - timedelta(days=paper.random.number(12, 25)))}"
        paper.cells([(paper.left, label), (-paper.at(0.66), paper.value(key))], bold=key == "total_due")
    paper.gap()


def summary_sentence(paper: Paper) -> None:
    """A sentence with the amount due; the balances in two columns below."""
    text = paper.words("due_sentence").format(total=paper.value("total_due"), due=paper.value("due_date"))
    paper.line(text, 10)
    keys = paper.balances()
    for number in range(0, len(keys), 2):
        cells = []
        for key, (a, b) in zip(keys[number : number + 2], ((0.0, 0.42), (0.52, 1.0)), strict=False):
            cells += [(paper.at(a), paper.words(key)), (-paper.at(b), paper.value(key))]
        paper.cells(cells, 8.5)
    paper.gap()


HEADS = (head_band, head_letter, head_logo_less)
FACTS = (facts_bars, facts_grid, facts_captioned, facts_boxed_right, facts_table)
SUMMARIES = (summary_signed, summary_tiles, summary_dated, summary_sentence)
