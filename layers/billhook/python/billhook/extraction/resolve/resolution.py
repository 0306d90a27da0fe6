"""What the rules found in a document, gathered once; whether it is a utility bill is decided on it."""

from dataclasses import dataclass
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates import classify
from billhook.extraction.candidates.amounts import labelled_amounts
from billhook.extraction.candidates.candidate_set import MeterPoint, Quantity
from billhook.extraction.candidates.commodities import Commodities
from billhook.extraction.candidates.dates import Calendar, calendar
from billhook.extraction.candidates.identifiers import labelled_codes, points
from billhook.extraction.candidates.roll_forward import PAYMENT, paid_back, rolled
from billhook.extraction.candidates.unlabelled import measured_quantities, prominent_amounts, repeated_codes
from billhook.extraction.candidates.usage import labelled_usage
from billhook.extraction.layout.candidate import Candidate, merge_candidates
from billhook.extraction.resolve.balances import Balances, choose
from billhook.extraction.resolve.charges import Charges, charges, is_priced
from billhook.extraction.resolve.services import Service, services
from billhook.extraction.resolve.sewer import with_sewer

PLACED = 0.4
"""What a period must score to place something in time: two dates that follow each other do."""

NAMED = 0.5
"""What a label must make of a value for its looks not to count."""


@dataclass(frozen=True)
class Resolution:
    """Candidates where rules compete, choices where arithmetic has decided."""

    doc: AnnotatedDocument
    amounts: dict[str, list[Candidate[Decimal]]]
    balances: Balances
    calendar: Calendar
    charges: Charges
    points: list[MeterPoint]
    accounts: list[Candidate[str]]
    usage: list[Candidate[Quantity]]
    commodities: Commodities
    services: list[Service]

    @property
    def is_bill(self) -> bool:
        """Whether there is enough evidence of something metered, supplied and owed for."""
        total, periods = self.balances.total, self.calendar.periods
        evidence = classify.ClassificationFeatures(
            meter_rows=sum(len(service.rows) for service in self.services),
            named_usage=any(one.score > 0.6 for one in self.usage),
            priced_usage=sum(1 for row in self.charges.rows if is_priced(self.doc, row)),
            points=len(self.points),
            measured=bool(measured_quantities(self.doc)),
            has_period=bool(periods and periods[0].score > PLACED),
            has_account=bool(self.accounts),
            has_total=bool(total and (total.score > 0.4 or self.charges.proven)),
        )
        return classify.weigh(self.doc, evidence) >= classify.ENOUGH


def resolve_candidates(doc: AnnotatedDocument) -> Resolution:
    amounts = labelled_amounts(doc)
    if not any(one.score > NAMED for one in amounts["total_charges"]):
        amounts["total_charges"] = merge_candidates([*amounts["total_charges"], *prominent_amounts(doc)])
    if not amounts[PAYMENT]:
        amounts[PAYMENT] = merge_candidates(paid_back(doc))
    balances = choose(amounts)
    if balances.previous is None or balances.printed_current is None or not balances.adds_up:
        balances = choose(_with_places(doc, amounts))
    charged = charges(doc, _targets(balances, amounts))
    accounts = labelled_codes(doc, "account_number")
    if not any(one.score > NAMED for one in accounts):
        accounts = sorted([*accounts, *repeated_codes(doc)], key=lambda one: -one.score)
    commodities, named = Commodities(doc), labelled_usage(doc) or measured_quantities(doc)
    found_points = [point for point in points(doc) if not accounts or point.number.value != accounts[0].value]
    consumed = services(doc, commodities, found_points, named, charged.rows)
    consumed = with_sewer(doc, consumed, charged.rows)
    return Resolution(
        doc=doc,
        amounts=amounts,
        balances=balances,
        calendar=calendar(doc),
        charges=charged,
        points=found_points,
        accounts=accounts,
        usage=named,
        commodities=commodities,
        services=consumed,
    )


def _with_places(
    doc: AnnotatedDocument, amounts: dict[str, list[Candidate[Decimal]]]
) -> dict[str, list[Candidate[Decimal]]]:
    """``amounts``, and those whose places beside a total say what they are."""
    told = rolled(doc, [one.value for one in amounts["total_charges"][:3]])
    return {name: merge_candidates([*found, *told.get(name, ())]) for name, found in amounts.items()}


def _targets(balances: Balances, amounts: dict[str, list[Candidate[Decimal]]]) -> list[Decimal]:
    """What the line items may add up to, likeliest first."""
    named = [one.value for one in amounts["current_charges"][:3]] + [one.value for one in amounts["net_charges"][:2]]
    total = [balances.total.value] if balances.total else []
    wanted = [balances.gross, *total, *named]
    return list(dict.fromkeys(value for value in wanted if value))
