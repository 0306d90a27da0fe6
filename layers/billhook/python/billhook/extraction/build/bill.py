"""The bill: header fields and balances, with line items, usage and usage history."""

from billhook.domain.bill import Bill
from billhook.extraction.build.builder import BillBuilder
from billhook.extraction.build.history import build_history
from billhook.extraction.build.line_items import SideTotals, build_line_items, interest, side_totals
from billhook.extraction.build.usage import build_usage
from billhook.extraction.build.witnesses import completed
from billhook.extraction.resolve.resolution import Resolution


def build_bill(resolution: Resolution) -> Bill:
    """The bill with the values and the evidence of ``resolution``; its checks are not made yet."""
    builder, dates, balances = BillBuilder(), resolution.dates, resolution.balances
    opening, tax, net = balances.opening, resolution.tax, resolution.net_charges
    items = build_line_items(resolution)
    totals = side_totals(items.value) if resolution.are_charges_proven else SideTotals()
    late = interest(items.value)
    since = balances.adjustment
    is_credit = since is not None and since.value < 0
    bill = Bill(
        pages=resolution.pages,
        account_number=builder.printed("accountNumber", resolution.account_number),
        invoice_id=builder.printed("invoiceId", resolution.invoice_id),
        utility_name=builder.printed("utilityName", resolution.utility_name),
        charges_units=resolution.currency,
        bill_date=builder.printed("billDate", dates.bill_date),
        due_date=builder.printed("dueDate", dates.due_date),
        total_charges=builder.printed("totalCharges", balances.total),
        previous_close_balance=builder.printed("previousCloseBalance", balances.previous),
        after_previous_total_payment=builder.printed("afterPreviousTotalPayment", balances.payment),
        after_previous_charges=builder.printed("afterPreviousCharges", None if is_credit else since),
        after_previous_credits=builder.printed("afterPreviousCredits", since if is_credit else None),
        current_open_balance=builder.amount("currentOpenBalance", opening.value, opening.printed),
        tax_charges=builder.amount("taxCharges", tax.value, tax.printed),
        current_charges=builder.amount("currentCharges", net.value, net.printed),
        credits=resolution.credits,
        line_items=builder.part(items),
        electricity_supply_charges=totals.electricity_supply,
        electricity_delivery_charges=totals.electricity_delivery,
        electricity_demand_charges=totals.electricity_demand,
        gas_supply_charges=totals.gas_supply,
        gas_delivery_charges=totals.gas_delivery,
        interest_charges=late if late is not None else balances.late_fee,
        usage_data=builder.part(build_usage(resolution)),
        usage_history=builder.part(build_history(resolution)),
        evidence=builder.evidence,
    )
    return completed(bill, resolution.witnesses) if resolution.witnesses else bill
