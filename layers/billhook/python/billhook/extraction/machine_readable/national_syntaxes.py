"""The syntaxes of single countries: Italy, Spain, Brazil, Poland.

Sources: FatturaPA 1.2; Facturae 3.2 with its utilities extension; NF3e and NFCom 1.00; KSeF FA(3).
"""

from billhook.extraction.machine_readable.invoice_syntax import Syntax

_FATTURA = Syntax(
    name="fatturapa",
    root="FatturaElettronica",
    invoices="FatturaElettronicaBody",
    header={
        "seller": "FatturaElettronicaHeader/CedentePrestatore/DatiAnagrafici/Anagrafica/Denominazione",
        "country": "FatturaElettronicaHeader/CedentePrestatore/Sede/Nazione",
    },
    values={
        "number": "DatiGenerali/DatiGeneraliDocumento/Numero",
        "type": "DatiGenerali/DatiGeneraliDocumento/TipoDocumento",
        "bill_date": "DatiGenerali/DatiGeneraliDocumento/Data",
        "currency": "DatiGenerali/DatiGeneraliDocumento/Divisa",
        "due_date": "DatiPagamento/DettaglioPagamento/DataScadenzaPagamento",
        "account": "DatiGenerali/DatiContratto/IdDocumento",
        "payable": "DatiPagamento/DettaglioPagamento/ImportoPagamento",
        "gross": "DatiGenerali/DatiGeneraliDocumento/ImportoTotaleDocumento",
        "net": "DatiBeniServizi/DatiRiepilogo/ImponibileImporto",
        "tax": "DatiBeniServizi/DatiRiepilogo/Imposta",
    },
    summed=frozenset({"payable", "net", "tax"}),
    lines="DatiBeniServizi/DettaglioLinee",
    line={
        "description": "Descrizione",
        "quantity": "Quantita",
        "unit": "UnitaMisura",
        "price": "PrezzoUnitario",
        "amount": "PrezzoTotale",
        "start": "DataInizioPeriodo",
        "end": "DataFinePeriodo",
        "discount": "ScontoMaggiorazione/*",
    },
    taxes="DatiBeniServizi/DatiRiepilogo",
    tax={"amount": "Imposta", "rate": "AliquotaIVA"},
    words="DatiGenerali/DatiGeneraliDocumento/Causale | DatiBeniServizi/DettaglioLinee/Descrizione",
    points=("DatiGenerali/DatiGeneraliDocumento/Causale",),
    line_points=(
        "AltriDatiGestionali/RiferimentoTesto",
        "CodiceArticolo/CodiceValore",
        "Descrizione",
    ),
    has_positive_credits=True,
)

_EXTENSION = "AdditionalData/Extensions/*"

_FACTURAE = Syntax(
    name="facturae",
    root="Facturae",
    invoices="Invoices/Invoice",
    header={
        "seller": "Parties/SellerParty/LegalEntity/CorporateName | Parties/SellerParty/LegalEntity/TradeName",
        "country": "Parties/SellerParty/LegalEntity/AddressInSpain/CountryCode",
    },
    values={
        "number": "InvoiceHeader/InvoiceNumber",
        "bill_date": "InvoiceIssueData/IssueDate",
        "currency": "InvoiceIssueData/InvoiceCurrencyCode",
        "due_date": "PaymentDetails/Installment/InstallmentDueDate",
        "account": f"{_EXTENSION}/DatosDelSuministro/ReferenciaContrato",
        "start": "InvoiceIssueData/InvoicingPeriod/StartDate",
        "end": "InvoiceIssueData/InvoicingPeriod/EndDate",
        "payable": "InvoiceTotals/TotalExecutableAmount",
        "gross": "InvoiceTotals/InvoiceTotal",
        "net": "InvoiceTotals/TotalGrossAmountBeforeTaxes",
        "tax": "InvoiceTotals/TotalTaxOutputs",
    },
    lines="Items/InvoiceLine",
    line={
        "description": "ItemDescription",
        "quantity": "Quantity",
        "unit": "UnitOfMeasure",
        "price": "UnitPriceWithoutTax",
        "amount": "GrossAmount",
        "start": "LineItemPeriod/StartDate",
        "end": "LineItemPeriod/EndDate",
        "discount": "DiscountsAndRebates/Discount/DiscountAmount | Charges/Charge/ChargeAmount",
    },
    taxes="TaxesOutputs/Tax",
    tax={"amount": "TaxAmount/TotalAmount", "rate": "TaxRate"},
    charges="InvoiceTotals/GeneralDiscounts/Discount",
    charge={"amount": "DiscountAmount", "description": "DiscountReason"},
    words=f"Items/InvoiceLine/* | {_EXTENSION}/DatosDelSuministro/*",
    points=(f"{_EXTENSION}/DatosDelSuministro/CUPS",),
    line_points=("AdditionalLineItemInformation", "ItemDescription"),
)

_BRAZILIAN_TOTAL = "total/vTotDFe | total/vNF"
_BRAZILIAN_VALUES = {
    "number": "ide/nNF",
    "bill_date": "ide/dhEmi",
    "seller": "emit/xNome",
    "payable": _BRAZILIAN_TOTAL,
    "gross": _BRAZILIAN_TOTAL,
    "net": _BRAZILIAN_TOTAL,
}
_BRAZILIAN_LINE = {
    "description": "prod/xProd",
    "quantity": "prod/qFaturada",
    "unit": "prod/uMed",
    "price": "prod/vItem",
    "amount": "prod/vProd",
    "is_deduction": "prod/indDevolucao",
}

_NF3E = Syntax(
    name="nf3e",
    root="NF3e",
    invoices="infNF3e",
    values={
        **_BRAZILIAN_VALUES,
        "account": "acessante/idCodCliente | acessante/idAcesso",
        "due_date": "gFat/dVencFat",
        "start": "gMed/dMedAnt",
        "end": "gMed/dMedAtu",
    },
    lines="NFdet/det/detItem",
    line=_BRAZILIAN_LINE,
    points=("acessante/idAcesso",),
    is_utility=True,
)

_NFCOM = Syntax(
    name="nfcom",
    root="NFCom",
    invoices="infNFCom",
    values={
        **_BRAZILIAN_VALUES,
        "account": "assinante/iCodAssinante",
        "due_date": "gFat/dVencFat",
        "start": "gFat/dPerUsoIni",
        "end": "gFat/dPerUsoFim",
    },
    lines="det",
    line=_BRAZILIAN_LINE,
    is_utility=True,
)

_KSEF_RATES = ("1", "2", "3", "4", "5", "6_1", "6_2", "6_3", "7", "8", "9", "10", "11")

_KSEF = Syntax(
    name="ksef-fa",
    root="Faktura",
    values={
        "number": "Fa/P_2",
        "type": "Fa/RodzajFaktury",
        "bill_date": "Fa/P_1",
        "currency": "Fa/KodWaluty",
        "seller": "Podmiot1/DaneIdentyfikacyjne/Nazwa | Podmiot1/DaneIdentyfikacyjne/PelnaNazwa",
        "country": "Podmiot1/Adres/KodKraju",
        "account": "Podmiot2/NrKlienta",
        "due_date": "Fa/Platnosc/TerminPlatnosci/Termin",
        "start": "Fa/OkresFa/P_6_Od",
        "end": "Fa/OkresFa/P_6_Do",
        "payable": "Fa/Rozliczenie/DoZaplaty | Fa/P_15",
        "gross": "Fa/P_15",
        "net": " | ".join(f"Fa/P_13_{rate}" for rate in _KSEF_RATES),
        "tax": " | ".join(f"Fa/P_14_{rate}" for rate in _KSEF_RATES[:5]),
    },
    summed=frozenset({"net", "tax"}),
    lines="Fa/FaWiersz",
    line={
        "description": "P_7",
        "unit": "P_8A",
        "quantity": "P_8B",
        "price": "P_9A",
        "amount": "P_11",
        "discount": "P_10",
        "is_deduction": "StanPrzed",
    },
    words="Fa/FaWiersz/P_7 | Fa/DodatkowyOpis/*",
    points=("Fa/DodatkowyOpis/Wartosc",),
    line_points=("Indeks", "P_7"),
)

NATIONAL_SYNTAXES = (_FATTURA, _FACTURAE, _NF3E, _NFCOM, _KSEF)
