"""The syntaxes of EN 16931 with the extensions of Factur-X and XRechnung, and ZUGFeRD 1.0.

Sources: EN 16931-3-2 (UBL 2.1) and -3-3 (CII D16B).
"""

from billhook.extraction.machine_readable.invoice_syntax import Paths, Syntax


def _cii(name: str, root: str, *, document: str, deal: str, prefix: str, line_prefix: str, totals: str) -> Syntax:
    """Both versions of the Cross Industry Invoice, whose elements differ in their first words."""
    agreement, settlement = f"{deal}/{prefix}TradeAgreement", f"{deal}/{prefix}TradeSettlement"
    line_settlement = f"{line_prefix}TradeSettlement"
    total, period = f"{settlement}/{totals}MonetarySummation", "BillingSpecifiedPeriod"
    day = "DateTimeString"
    return Syntax(
        name=name,
        root=root,
        values={
            "number": f"{document}/ID",
            "type": f"{document}/TypeCode",
            "bill_date": f"{document}/IssueDateTime/{day}",
            "due_date": f"{settlement}/SpecifiedTradePaymentTerms/DueDateDateTime/{day}",
            "currency": f"{settlement}/InvoiceCurrencyCode",
            "seller": f"{agreement}/SellerTradeParty/Name",
            "country": f"{agreement}/SellerTradeParty/PostalTradeAddress/CountryID",
            "account": f"{agreement}/BuyerTradeParty/ID | {agreement}/ContractReferencedDocument/IssuerAssignedID",
            "start": f"{settlement}/{period}/StartDateTime/{day}",
            "end": f"{settlement}/{period}/EndDateTime/{day}",
            "payable": f"{total}/DuePayableAmount",
            "gross": f"{total}/GrandTotalAmount",
            "net": f"{total}/TaxBasisTotalAmount",
            "tax": f"{total}/TaxTotalAmount",
        },
        lines=f"{deal}/IncludedSupplyChainTradeLineItem",
        line=_cii_line(line_prefix),
        taxes=f"{settlement}/ApplicableTradeTax",
        tax={
            "amount": "CalculatedAmount",
            "rate": "RateApplicablePercent | ApplicablePercent",
        },
        charges=f"{settlement}/SpecifiedTradeAllowanceCharge",
        surcharges=f"{settlement}/SpecifiedLogisticsServiceCharge",
        charge={
            "amount": "ActualAmount | AppliedAmount",
            "is_charge": "ChargeIndicator/Indicator",
            "description": "Reason | Description",
        },
        words=f"{document}/IncludedNote/Content | {deal}/IncludedSupplyChainTradeLineItem/SpecifiedTradeProduct/*",
        points=(
            f"{agreement}/AdditionalReferencedDocument[TypeCode=130]/IssuerAssignedID",
            f"{deal}/{prefix}TradeDelivery/ShipToTradeParty/*",
        ),
        line_points=(
            f"{line_settlement}/AdditionalReferencedDocument[TypeCode=130]/IssuerAssignedID",
            "SpecifiedTradeProduct/ApplicableProductCharacteristic/Value",
            "AssociatedDocumentLineDocument/IncludedNote/Content",
        ),
        has_positive_credits=True,
    )


def _cii_line(prefix: str) -> Paths:
    settlement, price = f"{prefix}TradeSettlement", f"{prefix}TradeAgreement/NetPriceProductTradePrice"
    totals = ("SpecifiedTradeSettlementLineMonetarySummation", "SpecifiedTradeSettlementMonetarySummation")
    period, day = "BillingSpecifiedPeriod", "DateTimeString"
    return {
        "description": "SpecifiedTradeProduct/Name",
        "quantity": f"{prefix}TradeDelivery/BilledQuantity",
        "unit": f"{prefix}TradeDelivery/BilledQuantity/@unitCode",
        "price": f"{price}/ChargeAmount",
        "base": f"{price}/BasisQuantity",
        "amount": " | ".join(f"{settlement}/{total}/LineTotalAmount" for total in totals),
        "start": f"{settlement}/{period}/StartDateTime/{day}",
        "end": f"{settlement}/{period}/EndDateTime/{day}",
        "discount": f"{settlement}/SpecifiedTradeAllowanceCharge/ActualAmount",
        "status": "AssociatedDocumentLineDocument/LineStatusReasonCode",
    }


def _ubl(name: str, root: str, *, line: str, quantity: str) -> Syntax:
    """The invoice and the credit note of UBL 2.1."""
    seller, buyer = "AccountingSupplierParty/Party", "AccountingCustomerParty/Party"
    total = "LegalMonetaryTotal"
    return Syntax(
        name=name,
        root=root,
        values={
            "number": "ID",
            "type": f"{root}TypeCode",
            "bill_date": "IssueDate",
            "due_date": "DueDate | PaymentMeans/PaymentDueDate",
            "currency": "DocumentCurrencyCode",
            "seller": f"{seller}/PartyLegalEntity/RegistrationName | {seller}/PartyName/Name",
            "country": f"{seller}/PostalAddress/Country/IdentificationCode",
            "account": f"{buyer}/PartyIdentification/ID | ContractDocumentReference/ID",
            "start": "InvoicePeriod/StartDate",
            "end": "InvoicePeriod/EndDate",
            "payable": f"{total}/PayableAmount",
            "gross": f"{total}/TaxInclusiveAmount",
            "net": f"{total}/TaxExclusiveAmount",
            "tax": "TaxTotal/TaxAmount",
        },
        lines=line,
        line={
            "description": "Item/Name | Item/Description",
            "quantity": quantity,
            "unit": f"{quantity}/@unitCode",
            "price": "Price/PriceAmount",
            "base": "Price/BaseQuantity",
            "amount": "LineExtensionAmount",
            "start": "InvoicePeriod/StartDate",
            "end": "InvoicePeriod/EndDate",
            "discount": "AllowanceCharge/Amount",
        },
        taxes="TaxTotal/TaxSubtotal",
        tax={"amount": "TaxAmount", "rate": "TaxCategory/Percent"},
        charges="AllowanceCharge",
        charge={"amount": "Amount", "is_charge": "ChargeIndicator", "description": "AllowanceChargeReason"},
        words=f"Note | {line}/Note | {line}/Item/*",
        points=(
            "AdditionalDocumentReference[DocumentTypeCode=130]/ID",
            "Delivery/DeliveryLocation/ID",
        ),
        line_points=(
            "DocumentReference[DocumentTypeCode=130]/ID",
            "Item/AdditionalItemProperty/Value",
            "Note",
        ),
        has_positive_credits=True,
    )


EN16931_SYNTAXES = (
    _cii(
        "cii",
        "CrossIndustryInvoice",
        document="ExchangedDocument",
        deal="SupplyChainTradeTransaction",
        prefix="ApplicableHeader",
        line_prefix="SpecifiedLine",
        totals="SpecifiedTradeSettlementHeader",
    ),
    _cii(
        "zugferd-1",
        "CrossIndustryDocument",
        document="HeaderExchangedDocument",
        deal="SpecifiedSupplyChainTradeTransaction",
        prefix="ApplicableSupplyChain",
        line_prefix="SpecifiedSupplyChain",
        totals="SpecifiedTradeSettlement",
    ),
    _ubl("ubl-invoice", "Invoice", line="InvoiceLine", quantity="InvoicedQuantity"),
    _ubl("ubl-credit-note", "CreditNote", line="CreditNoteLine", quantity="CreditedQuantity"),
)
