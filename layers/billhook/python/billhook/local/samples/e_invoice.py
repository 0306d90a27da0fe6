"""A sample XRechnung: an electricity bill in CII syntax, of an invented utility."""

from xml.sax.saxutils import escape

from billhook.domain.bill import Bill, LineItem

_UNITS = {"kWh": "KWH", "m³": "MTQ", "kW": "KWT"}
_URN = "urn:un:unece:uncefact:data:standard"
_GUIDELINE = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"


def xrechnung(bill: Bill, *, point: str = "DE00056266802AO6G56M11SN51G21M24S", kind: str = "380") -> bytes:
    """The e-invoice of ``bill``, whose payments are its prepaid amount; a supply point in the item attributes.

    ``kind`` is the type of the document by UNTDID 1001.
    """
    charged = [item for item in bill.line_items if item.charge_type != "TAX"]
    net, tax = sum(item.total_charge or 0 for item in charged), bill.tax_charges or 0
    prepaid = net + tax - (bill.total_charges or 0)
    usage = bill.usage_data[0]
    period = f"<r:BillingSpecifiedPeriod>{_day('StartDateTime', usage.start_date)}{_day('EndDateTime', usage.end_date)}"
    total = (
        f"<r:TaxBasisTotalAmount>{net}</r:TaxBasisTotalAmount>"
        f'<r:TaxTotalAmount currencyID="EUR">{tax}</r:TaxTotalAmount>'
        f"<r:GrandTotalAmount>{net + tax}</r:GrandTotalAmount><r:TotalPrepaidAmount>{prepaid}</r:TotalPrepaidAmount>"
        f"<r:DuePayableAmount>{bill.total_charges}</r:DuePayableAmount>"
    )
    lines = "".join(_line(number, item, point) for number, item in enumerate(charged, start=1))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><s:CrossIndustryInvoice xmlns:s="{_URN}:CrossIndustryInvoice:100" '
        f'xmlns:r="{_URN}:ReusableAggregateBusinessInformationEntity:100" '
        f'xmlns:u="{_URN}:UnqualifiedDataType:100"><s:ExchangedDocumentContext>'
        f"<r:GuidelineSpecifiedDocumentContextParameter><r:ID>{_GUIDELINE}</r:ID>"
        "</r:GuidelineSpecifiedDocumentContextParameter></s:ExchangedDocumentContext><s:ExchangedDocument>"
        f"<r:ID>{escape(bill.invoice_id or '')}</r:ID><r:TypeCode>{kind}</r:TypeCode>"
        f"{_day('IssueDateTime', bill.bill_date)}"
        "<r:IncludedNote><r:Content>Stromrechnung</r:Content></r:IncludedNote>"
        f"</s:ExchangedDocument><s:SupplyChainTradeTransaction>{lines}"
        "<r:ApplicableHeaderTradeAgreement><r:SellerTradeParty>"
        f"<r:Name>{escape(bill.utility_name or '')}</r:Name></r:SellerTradeParty><r:BuyerTradeParty>"
        f"<r:ID>{escape(bill.account_number or '')}</r:ID></r:BuyerTradeParty></r:ApplicableHeaderTradeAgreement>"
        f"<r:ApplicableHeaderTradeSettlement><r:InvoiceCurrencyCode>{bill.charges_units}</r:InvoiceCurrencyCode>"
        f"<r:ApplicableTradeTax><r:CalculatedAmount>{tax}</r:CalculatedAmount>"
        "<r:RateApplicablePercent>19</r:RateApplicablePercent></r:ApplicableTradeTax>"
        f"{period}</r:BillingSpecifiedPeriod><r:SpecifiedTradePaymentTerms>{_day('DueDateDateTime', bill.due_date)}"
        "</r:SpecifiedTradePaymentTerms><r:SpecifiedTradeSettlementHeaderMonetarySummation>"
        f"{total}</r:SpecifiedTradeSettlementHeaderMonetarySummation></r:ApplicableHeaderTradeSettlement>"
        "</s:SupplyChainTradeTransaction></s:CrossIndustryInvoice>"
    ).encode()


def _day(name: str, day: object) -> str:
    written = str(day).replace("-", "")
    return f'<r:{name}><u:DateTimeString format="102">{written}</u:DateTimeString></r:{name}>'


def _line(number: int, item: LineItem, point: str) -> str:
    unit = _UNITS.get(item.quantity_units or "", "C62")
    quantity, price = item.quantity or 1, item.rate if item.rate is not None else item.total_charge
    return (
        "<r:IncludedSupplyChainTradeLineItem><r:AssociatedDocumentLineDocument>"
        f"<r:LineID>{number}</r:LineID></r:AssociatedDocumentLineDocument><r:SpecifiedTradeProduct>"
        f"<r:Name>{escape(item.description or '')}</r:Name><r:ApplicableProductCharacteristic>"
        f"<r:Description>Messlokation</r:Description><r:Value>{point}</r:Value></r:ApplicableProductCharacteristic>"
        "</r:SpecifiedTradeProduct><r:SpecifiedLineTradeAgreement><r:NetPriceProductTradePrice>"
        f"<r:ChargeAmount>{price}</r:ChargeAmount></r:NetPriceProductTradePrice></r:SpecifiedLineTradeAgreement>"
        f'<r:SpecifiedLineTradeDelivery><r:BilledQuantity unitCode="{unit}">{quantity}</r:BilledQuantity>'
        "</r:SpecifiedLineTradeDelivery><r:SpecifiedLineTradeSettlement>"
        "<r:SpecifiedTradeSettlementLineMonetarySummation>"
        f"<r:LineTotalAmount>{item.total_charge}</r:LineTotalAmount>"
        "</r:SpecifiedTradeSettlementLineMonetarySummation></r:SpecifiedLineTradeSettlement>"
        "</r:IncludedSupplyChainTradeLineItem>"
    )
