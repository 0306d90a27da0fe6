"""Invented e-invoices of each syntax, and the tree of an XML text."""

from xml.etree import ElementTree as ET

from billhook.domain.xml_element import XmlElement


def tree(text: str | bytes) -> XmlElement:
    return _element(ET.fromstring(text))


def _element(found: ET.Element) -> XmlElement:
    name = found.tag.rpartition("}")[2]
    return XmlElement(name, (found.text or "").strip(), dict(found.attrib), tuple(map(_element, found)))


def ubl_line(
    name: str,
    quantity: str,
    unit: str,
    amount: str,
    *,
    start: str = "2025-01-01",
    end: str = "2025-01-31",
    more: str = "",
    root: str = "Invoice",
) -> str:
    """A line of a UBL invoice or credit note, with its price."""
    element = "InvoicedQuantity" if root == "Invoice" else "CreditedQuantity"
    return (
        f'<{root}Line><ID>1</ID><{element} unitCode="{unit}">{quantity}</{element}>'
        f"<LineExtensionAmount>{amount}</LineExtensionAmount>"
        f"<InvoicePeriod><StartDate>{start}</StartDate><EndDate>{end}</EndDate></InvoicePeriod>{more}"
        f"<Item><Name>{name}</Name></Item><Price><PriceAmount>0.25</PriceAmount></Price></{root}Line>"
    )


ENERGY = ubl_line("Arbeitspreis Strom", "400", "KWH", "100.00")


def ubl(
    lines: str = ENERGY, *, root: str = "Invoice", kind: str = "380", payable: str = "119.00", head: str = ""
) -> str:
    """A UBL invoice or credit note of 100.00 and 19.00 of tax."""
    return (
        f'<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"><ID>R-2025-17</ID>'
        f"<IssueDate>2025-02-03</IssueDate><DueDate>2025-02-17</DueDate><{root}TypeCode>{kind}</{root}TypeCode>"
        f"<DocumentCurrencyCode>EUR</DocumentCurrencyCode>{head}"
        "<AccountingSupplierParty><Party><PartyLegalEntity><RegistrationName>Werke Erlenbach</RegistrationName>"
        "</PartyLegalEntity></Party></AccountingSupplierParty><AccountingCustomerParty><Party>"
        "<PartyIdentification><ID>4711</ID></PartyIdentification></Party></AccountingCustomerParty>"
        '<TaxTotal><TaxAmount currencyID="EUR">19.00</TaxAmount><TaxSubtotal><TaxAmount>19.00</TaxAmount>'
        "<TaxCategory><Percent>19</Percent></TaxCategory></TaxSubtotal></TaxTotal>"
        '<TaxTotal><TaxAmount currencyID="CZK">475.00</TaxAmount></TaxTotal>'
        "<LegalMonetaryTotal><TaxExclusiveAmount>100.00</TaxExclusiveAmount>"
        "<TaxInclusiveAmount>119.00</TaxInclusiveAmount>"
        f"<PayableAmount>{payable}</PayableAmount></LegalMonetaryTotal>{lines}</{root}>"
    )


FATTURA = """
<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2" versione="FPR12">
<FatturaElettronicaHeader><CedentePrestatore><DatiAnagrafici><Anagrafica><Denominazione>Luce Alpina</Denominazione>
</Anagrafica></DatiAnagrafici><Sede><Nazione>IT</Nazione></Sede></CedentePrestatore></FatturaElettronicaHeader>
<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>{kind}</TipoDocumento><Divisa>EUR</Divisa>
<Data>2025-03-10</Data><Numero>25/881</Numero><ImportoTotaleDocumento>122.00</ImportoTotaleDocumento>
</DatiGeneraliDocumento></DatiGenerali><DatiBeniServizi><DettaglioLinee><NumeroLinea>1</NumeroLinea>
<Descrizione>Energia elettrica</Descrizione><Quantita>500.00</Quantita><UnitaMisura>kWh</UnitaMisura>
<DataInizioPeriodo>2025-01-01</DataInizioPeriodo><DataFinePeriodo>2025-02-28</DataFinePeriodo>
<PrezzoUnitario>0.20</PrezzoUnitario><PrezzoTotale>100.00</PrezzoTotale><AltriDatiGestionali><TipoDato>POD</TipoDato>
<RiferimentoTesto>IT001E12345678</RiferimentoTesto></AltriDatiGestionali></DettaglioLinee><DatiRiepilogo>
<AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>100.00</ImponibileImporto><Imposta>22.00</Imposta></DatiRiepilogo>
</DatiBeniServizi><DatiPagamento><DettaglioPagamento><DataScadenzaPagamento>2025-04-30</DataScadenzaPagamento>
<ImportoPagamento>61.00</ImportoPagamento></DettaglioPagamento><DettaglioPagamento>
<DataScadenzaPagamento>2025-03-31</DataScadenzaPagamento><ImportoPagamento>61.00</ImportoPagamento>
</DettaglioPagamento></DatiPagamento></FatturaElettronicaBody></p:FatturaElettronica>
"""

FACTURAE = """
<fe:Facturae xmlns:fe="http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"><Parties><SellerParty>
<LegalEntity><CorporateName>Luz del Valle</CorporateName><AddressInSpain><CountryCode>ESP</CountryCode></AddressInSpain>
</LegalEntity></SellerParty></Parties><Invoices><Invoice><InvoiceHeader><InvoiceNumber>F25-310</InvoiceNumber>
</InvoiceHeader><InvoiceIssueData><IssueDate>2025-03-05</IssueDate><InvoicingPeriod><StartDate>2025-02-01</StartDate>
<EndDate>2025-02-28</EndDate></InvoicingPeriod><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode></InvoiceIssueData>
<TaxesOutputs><Tax><TaxRate>21.00</TaxRate><TaxAmount><TotalAmount>21.00</TotalAmount></TaxAmount></Tax></TaxesOutputs>
<InvoiceTotals><TotalGrossAmountBeforeTaxes>100.00</TotalGrossAmountBeforeTaxes>
<TotalTaxOutputs>21.00</TotalTaxOutputs><InvoiceTotal>121.00</InvoiceTotal>
<TotalExecutableAmount>121.00</TotalExecutableAmount></InvoiceTotals><Items><InvoiceLine>
<ItemDescription>Energía consumida kWh</ItemDescription><Quantity>400</Quantity>
<UnitPriceWithoutTax>0.25</UnitPriceWithoutTax><TotalCost>100.00</TotalCost><GrossAmount>100.00</GrossAmount>
</InvoiceLine></Items><PaymentDetails><Installment><InstallmentDueDate>2025-03-25</InstallmentDueDate></Installment>
</PaymentDetails><AdditionalData><Extensions><u:UtilitiesExtension
xmlns:u="http://www.facturae.es/Facturae/Extensions/Utilities"><DatosDelSuministro><CUPS>ES1234000000000001JN0F</CUPS>
</DatosDelSuministro></u:UtilitiesExtension></Extensions></AdditionalData></Invoice></Invoices></fe:Facturae>
"""

NF3E = """
<nf3eProc xmlns="http://www.portalfiscal.inf.br/nf3e"><NF3e><infNF3e><ide><nNF>8123</nNF>
<dhEmi>2025-05-02T10:00:00-03:00</dhEmi></ide><emit><xNome>Energia do Cerrado</xNome></emit><acessante>
<idAcesso>700123</idAcesso></acessante><gMed nMed="1"><dMedAnt>2025-04-01</dMedAnt><dMedAtu>2025-04-30</dMedAtu></gMed>
<NFdet><det><detItem><prod><xProd>Consumo</xProd><uMed>2</uMed><qFaturada>200</qFaturada><vItem>0.60</vItem>
<vProd>120.00</vProd></prod></detItem></det><det><detItem><prod><xProd>Devolução</xProd><uMed>5</uMed>
<qFaturada>1</qFaturada><vItem>20.00</vItem><vProd>20.00</vProd><indDevolucao>1</indDevolucao></prod></detItem></det>
</NFdet><total><vNF>100.00</vNF></total><gFat><dVencFat>2025-05-20</dVencFat></gFat></infNF3e></NF3e></nf3eProc>
"""

NFCOM = """
<NFCom xmlns="http://www.portalfiscal.inf.br/nfcom"><infNFCom><ide><nNF>77</nNF><dhEmi>2025-05-02T10:00:00-03:00</dhEmi>
</ide><emit><xNome>Fibra Norte</xNome></emit><assinante><iCodAssinante>C9</iCodAssinante></assinante><det><prod>
<xProd>Internet</xProd><qFaturada>1</qFaturada><vItem>99.90</vItem><vProd>99.90</vProd></prod></det>
<total><vNF>99.90</vNF></total><gFat><dVencFat>2025-05-15</dVencFat><dPerUsoIni>2025-04-01</dPerUsoIni>
<dPerUsoFim>2025-04-30</dPerUsoFim></gFat></infNFCom></NFCom>
"""

KSEF = """
<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"><Podmiot1><DaneIdentyfikacyjne><Nazwa>Energa Las</Nazwa>
</DaneIdentyfikacyjne></Podmiot1><Podmiot2><NrKlienta>K5</NrKlienta></Podmiot2><Fa><KodWaluty>PLN</KodWaluty>
<P_1>2025-04-04</P_1><P_2>FV/44/2025</P_2><OkresFa><P_6_Od>2025-03-01</P_6_Od><P_6_Do>2025-03-31</P_6_Do></OkresFa>
<P_13_1>100.00</P_13_1><P_14_1>23.00</P_14_1><P_15>123.00</P_15><RodzajFaktury>VAT</RodzajFaktury><FaWiersz>
<P_7>Energia elektryczna</P_7><P_8A>kWh</P_8A><P_8B>200</P_8B><P_9A>0.50</P_9A><P_11>100.00</P_11></FaWiersz>
<Rozliczenie><DoZaplaty>23.00</DoZaplaty></Rozliczenie><Platnosc><TerminPlatnosci><Termin>2025-04-18</Termin>
</TerminPlatnosci></Platnosc></Fa></Faktura>
"""
