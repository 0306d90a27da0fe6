"""Total, balances and charges: the combination that adds up."""

from decimal import Decimal

from billhook.extraction.pipeline.pipeline import extract
from billhook.extraction.resolve.balances import choose, money_candidates, resolve_balances
from billhook.extraction.resolve.resolution import Balances
from tests.extraction.pages import Row, candidates_of, text_of_rows


def chosen(*rows: Row) -> Balances:
    return choose(candidates_of(*rows).amounts)


def test_choose_prefers_total_that_adds_up() -> None:
    balances = chosen(
        {40: "Total amount due", -300: "$75.00"},
        {40: "Amount due", -300: "$70.00"},
        {40: "Previous balance", -300: "$40.00"},
        {40: "Payment received", -300: "$40.00"},
        {40: "Balance forward", -300: "$0.00"},
        {40: "Total current charges", -300: "$70.00"},
    )

    assert balances.total is not None
    assert balances.total.value == Decimal("70.00")
    assert balances.open == Decimal("0.00")


def test_choose_payment_is_negative_without_sign() -> None:
    balances = chosen(
        {40: "Previous balance", -300: "$40.00"},
        {40: "Payment received", -300: "$30.00"},
        {40: "Balance forward", -300: "$10.00"},
        {40: "Total current charges", -300: "$5.00"},
        {40: "Total amount due", -300: "$15.00"},
    )

    assert balances.payment is not None
    assert (balances.payment.value, balances.open) == (Decimal("-30.00"), Decimal("10.00"))
    assert balances.opening.printed is not None


def test_choose_adds_tax_to_charges_before_tax() -> None:
    balances = chosen(
        {40: "Current charges", -300: "$100.00"},
        {40: "Taxes", -300: "$8.00"},
        {40: "Total amount due", -300: "$108.00"},
    )

    assert balances.gross == Decimal("108.00")


def test_choose_instalments_lower_the_total() -> None:
    balances = chosen(
        {40: "Bruttobetrag", -400: "1.200,00 €"},
        {40: "Abzüglich geleisteter Abschläge", -400: "-1.100,00 €"},
        {40: "Nachzahlung", -400: "100,00 €"},
    )

    assert balances.total is not None
    assert (balances.total.value, balances.gross) == (Decimal("100.00"), Decimal("1200.00"))
    assert balances.open == Decimal("-1100.00")
    assert balances.opening.printed is None


def test_choose_only_total_is_the_gross_charge() -> None:
    balances = chosen({40: "Total amount due", -300: "$75.00"})

    assert (balances.gross, balances.open) == (Decimal("75.00"), None)


def test_choose_paid_opening_balance_is_previous_balance() -> None:
    balances = chosen(
        {40: "Balance brought forward", -300: "$445.82"},
        {40: "Payment received", -300: "-$222.91"},
        {40: "Late payment charge", -300: "$4.46"},
        {40: "New charges", -300: "$359.04"},
        {40: "Amount due", -300: "$586.41"},
    )

    assert balances.previous is not None
    assert (balances.previous.value, balances.open) == (Decimal("445.82"), Decimal("227.37"))


def test_choose_credit_balance_is_negative_total() -> None:
    balances = chosen({40: "Credit balance", -300: "$12.50"})

    assert balances.total is not None
    assert balances.total.value == Decimal("-12.50")


def test_money_candidates_offsetting_amount_is_payment() -> None:
    (bill,) = extract(
        text_of_rows(
            {40: "Elm Power Inc", -540: "Electric bill"},
            {40: "Account number", 200: "4471120-3", 300: "Due date", 400: "04/15/2026"},
            {40: "Billing period 02/20/2026 to 03/21/2026", 300: "Usage 120 kWh"},
            {40: "Previous balance", -540: "$80.00"},
            {40: "Mar 3 - many thanks", -540: "-80.00"},
            {40: "Current charges", -540: "$20.00"},
            {40: "Total due", -540: "$20.00"},
        )
    ).bills

    assert (bill.previous_close_balance, bill.after_previous_total_payment) == (Decimal(80), Decimal(-80))


def test_choose_sure_total_withstands_sum_of_a_section() -> None:
    balances = chosen(
        {40: "Previous balance", -300: "$431.20"},
        {40: "Payment received", -300: "$431.20"},
        {40: "Correction", -300: "-$79.10"},
        {40: "New charges", -300: "$203.60"},
        {40: "Total amount due", -300: "$124.50"},
        {40: "Total sanitation charges", -300: "$48.60"},
        {40: "Amount due", -300: "$124.50"},
        {40: "Total sanitation charges", -300: "$48.60"},
    )

    assert balances.total is not None
    assert balances.total.value == Decimal("124.50")


def test_choose_corrections_are_credits_before_charges() -> None:
    (bill,) = extract(
        text_of_rows(
            {40: "Marrow Bay Water Department", 300: "Bill date 06/03/2026"},
            {40: "Account number", 200: "5532019999"},
            {40: "Service period", 200: "04/26/2026 - 05/25/2026"},
            {40: "Water used", 200: "451 CCF"},
            {40: "Previous balance", -500: "$3,431.20"},
            {40: "Payment received", -500: "-$3,431.20"},
            {40: "Credit corrections", -500: "-$2,279.10"},
            {40: "New charges", -500: "$5,203.60"},
            {40: "Total amount due", -500: "$2,924.50"},
        )
    ).bills

    assert (bill.after_previous_credits, bill.after_previous_charges) == (Decimal("-2279.10"), None)
    assert (bill.current_open_balance, bill.total_charges) == (Decimal("-2279.10"), Decimal("2924.50"))
    assert bill.current_charges == Decimal("5203.60")
    assert bill.interest_charges is None


def test_choose_rounded_total_keeps_printed_charges() -> None:
    balances = chosen(
        {40: "Previous balance", -300: "0.00"},
        {40: "Current charges", -300: "733.62"},
        {40: "Net payable", -300: "734.00"},
    )

    assert balances.total is not None
    assert (balances.total.value, balances.gross, balances.adds_up) == (Decimal(734), Decimal("733.62"), True)


def test_choose_rounded_total_follows_correction_of_arrears() -> None:
    balances = chosen(
        {40: "Current bill amount", -300: "1312.38"},
        {40: "Arrears", -300: "1437.00"},
        {40: "Bill correction", -300: "-1312.44"},
        {40: "Net payable amount", -300: "1437.00"},
    )

    assert balances.previous is not None
    assert (balances.previous.value, balances.gross) == (Decimal(1437), Decimal("1312.38"))
    assert balances.open == Decimal("124.56")


def test_choose_total_as_its_own_charges_proves_nothing() -> None:
    balances = chosen(
        {40: "Previous balance", -300: "$0.00"},
        {40: "Current charges", -300: "$61.20"},
        {40: "Taxes", -300: "$3.80"},
        {40: "Total amount due", -300: "$65.00"},
    )

    assert balances.printed_current is not None
    assert (balances.printed_current.value, balances.gross) == (Decimal("61.20"), Decimal("65.00"))


def test_choose_payment_of_this_total_is_still_to_be_made() -> None:
    balances = chosen(
        {40: "Total amount due", -300: "$575.40"},
        {40: "Payment", 200: "14/02/2031", -400: "$575.40"},
    )

    assert (balances.payment, balances.gross) == (None, Decimal("575.40"))


def test_money_candidates_sure_charges_are_the_only_total() -> None:
    candidates = candidates_of(
        {40: "Montant hors TVA", -300: "66,10 €"},
        {40: "TVA", -300: "10,20 €"},
        {40: "Montant de la facture TTC", -300: "76,30 €"},
    )

    total = resolve_balances(candidates, money_candidates(candidates)).total

    assert total is not None
    assert total.value == Decimal("76.30")


def test_resolve_balances_interest_is_no_previous_balance() -> None:
    candidates = candidates_of(
        {40: "Consumo em kWh", -300: "400,00"},
        {40: "Juros conta anterior 07/2023", -300: "1,20"},
        {40: "Multa conta anterior 07/2023", -300: "8,80"},
        {40: "Multa por atraso no pagamento", -300: "5,00"},
        {40: "Total a pagar", -300: "R$ 415,00"},
    )

    balances = resolve_balances(candidates, money_candidates(candidates))

    assert (balances.previous, balances.payment, balances.gross) == (None, None, Decimal("415.00"))


def test_resolve_balances_rounding_is_no_previous_balance() -> None:
    candidates = candidates_of(
        {40: "Totale da pagare: 218,10 €"},
        {40: "Arrotondamento Bolletta Precedente", -300: "-0,01 €"},
        {40: "Totale Gas", -300: "161,65 €"},
        {40: "Totale Energia Elettrica", -300: "56,45 €"},
    )

    assert resolve_balances(candidates, money_candidates(candidates)).previous is None
