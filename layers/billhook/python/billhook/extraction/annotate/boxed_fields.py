"""The fields whose value may be given by a box: of a recognition service, or of an issuer profile."""

SERVICE_TYPES = {
    "TOTAL": "total_charges",
    "AMOUNT_DUE": "total_charges",
    "INVOICE_RECEIPT_DATE": "bill_date",
    "ORDER_DATE": "bill_date",
    "DUE_DATE": "due_date",
    "INVOICE_RECEIPT_ID": "invoice_id",
    "ACCOUNT_NUMBER": "account_number",
    "CUSTOMER_NUMBER": "account_number",
    "PRIOR_BALANCE": "previous_close_balance",
    "AMOUNT_PAID": "after_previous_total_payment",
    "SUBTOTAL": "net_charges",
    "TAX": "tax_charges",
    "DISCOUNT": "credits",
    "VENDOR_NAME": "utility_name",
}
"""The fields of a utility bill by the types of AnalyzeExpense."""

VALUE_FIELDS = frozenset(SERVICE_TYPES.values()) | {
    "current_open_balance",
    "current_charges",
    "after_previous_charges",
    "meter",
    "supply_point",
}
"""Fields whose value a box may hold: single values, not columns of readings or kinds of usage."""
