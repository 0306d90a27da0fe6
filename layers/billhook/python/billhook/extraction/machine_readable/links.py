"""Codes that are links of an authority: chosen by host and path, read, and never fetched.

Spain's comparison of energy offers (CNMC; the bill itself), VERI*FACTU and TicketBAI, Mexico's CFDI, India's UPI.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

from billhook.domain.document_text import ScannedCode
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat, Values
from billhook.extraction.machine_readable.notation import CENT, amount, day
from billhook.extraction.text.meter_point_ids import is_valid_id

CNMC_HOST, CNMC_PATH = "comparador.cnmc.gob.es", "/comparador/qre"
AEAT_HOST = "www2.agenciatributaria.gob.es"
AEAT_PATHS = frozenset({"/wlpl/tike-cont/validarqr", "/wlpl/tike-cont/validarqrnoverifactu"})
TBAI_PLACES = frozenset({
    ("ticketbai.araba.eus", "/tbai/qrtbai"), ("batuz.eus", "/qrtbai"), ("tbai.egoitza.gipuzkoa.eus", "/qr"),
})  # fmt: skip
CFDI_HOST = "verificacfdi.facturaelectronica.sat.gob.mx"
MOST_FIELDS = 80
ONE_DAY = timedelta(days=1)

_TBAI_ID = re.compile(r"TBAI-[0-9A-Z]{9}-\d{6}-.{13}-\d{3}", re.ASCII)
_UUID = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}", re.ASCII)
_RFC = re.compile(r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}")
_SPANISH_TAX_NUMBER = re.compile(r"[0-9A-Z]\d{7}[0-9A-Z]", re.ASCII)
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?", re.ASCII)


def parse_cnmc(code: ScannedCode) -> Values | None:
    """The values of a link to CNMC's comparison (resolution of 6 October 2022); ``None`` for another code.

    The first day of its period (iniF) is excluded, the last (finF) included.
    """
    text = code.content.decode().replace("&amp;", "&")
    fields = _link_fields(text, frozenset({(CNMC_HOST, CNMC_PATH)}))
    if fields is None:
        return None
    cups = fields.get("cups", "").upper()
    if not is_valid_id("CUPS", cups):
        return None
    return stated(
        documentTotal=amount(fields["imp"]),
        chargesUnits="EUR",
        billDate=_optional_day(fields.get("ffact")),
        startDate=day(fields["inif"]) + ONE_DAY,
        endDate=day(fields["finf"]),
        supplyPoint=cups,
        usage=_consumption(fields),
    )


def _optional_day(text: str | None) -> date | None:
    return day(text) if text else None


def _consumption(fields: Mapping[str, str]) -> Decimal | None:
    """The billed energy of all periods in kWh; ``None`` unless every period is stated."""
    parts = [fields.get(f"cfp{number}", "") for number in (1, 2, 3)]
    return sum((_number(part) for part in parts), Decimal(0)) if all(parts) else None


def parse_verifactu(code: ScannedCode) -> Values | None:
    """The values of a VERI*FACTU link (Orden HAC/1177/2024); ``None`` for another code."""
    fields = _link_fields(code.content.decode(), frozenset((AEAT_HOST, path) for path in AEAT_PATHS))
    if fields is None or not _SPANISH_TAX_NUMBER.fullmatch(fields["nif"]):
        return None
    number, month, year = fields["fecha"].split("-")
    return stated(
        documentTotal=amount(fields["importe"]),
        billDate=day(f"{year}-{month}-{number}"),
        invoiceId=fields["numserie"],
        payeeTaxNumber=fields["nif"],
    )


def parse_ticketbai(code: ScannedCode) -> Values | None:
    """The values of a TicketBAI link (specification 1.2), proved by two CRC-8; ``None`` for another code."""
    text = code.content.decode("ascii")
    fields = _link_fields(text, TBAI_PLACES)
    if fields is None or not _TBAI_ID.fullmatch(fields["id"]):
        return None
    if crc_8(fields["id"][:-3]) != int(fields["id"][-3:]) or crc_8(text.rpartition("&cr=")[0]) != int(fields["cr"]):
        return None
    written = fields["id"].split("-")[2]
    return stated(
        documentTotal=amount(fields["i"]),
        chargesUnits="EUR",
        billDate=day(f"20{written[4:]}{written[2:4]}{written[:2]}"),
        invoiceId=f"{fields.get('s', '')}{fields['nf']}",
        payeeTaxNumber=fields["id"].split("-")[1],
    )


def parse_cfdi(code: ScannedCode) -> Values | None:
    """The values of a Mexican tax document's link (Anexo 20, CFDI 4.0); ``None`` for another code."""
    fields = _link_fields(code.content.decode(), frozenset({(CFDI_HOST, "/default.aspx")}))
    if fields is None or not _UUID.fullmatch(fields["id"].upper()) or not _RFC.fullmatch(fields["re"].upper()):
        return None
    total = _number(fields["tt"])
    return stated(
        documentTotal=total.quantize(CENT) if total == total.quantize(CENT) else None,
        fiscalId=fields["id"].upper(),
        payeeTaxNumber=fields["re"].upper(),
    )


def parse_upi(code: ScannedCode) -> Values | None:
    """The values of an Indian payment link (NPCI UPI linking 1.6); ``None`` for another code."""
    link = urlsplit(code.content.decode())
    if link.scheme.lower() != "upi" or link.netloc.lower() != "pay":
        return None
    fields = _fields(link.query)
    if fields.get("cu", "INR") != "INR" or "@" not in fields["pa"]:
        return None
    return stated(
        totalCharges=amount(fields["am"]) or None if fields.get("am") else None,
        chargesUnits="INR",
        payeeAccount=fields["pa"],
        payeeName=fields.get("pn"),
        reference=fields.get("tr"),
    )


def crc_8(text: str) -> int:
    """CRC-8 of ASCII text: polynomial 0x07, initial value 0."""
    crc = 0
    for byte in text.encode("ascii"):
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ 0x07) & 0xFF if crc & 0x80 else crc << 1
    return crc


def _link_fields(text: str, places: frozenset[tuple[str, str]]) -> dict[str, str] | None:
    """The fields of a link to one of ``places`` (host, path in lower case); ``None`` for another text."""
    if not text.lower().startswith(("https://", "http://")):
        return None
    link = urlsplit(text)
    if (link.netloc.lower(), link.path.lower().rstrip("/")) not in places:
        return None
    return _fields(link.query)


def _fields(query: str) -> dict[str, str]:
    """The fields by key in lower case. Raises ValueError for a key that is repeated."""
    pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    fields = {key.lower(): value for key, value in pairs}
    if len(fields) < len(pairs):
        raise ValueError("repeated field")
    return fields


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError("not a number")
    return Decimal(text)


CNMC_QR = CodeFormat("cnmc-qr", MATRIX, parse_cnmc)
VERIFACTU = CodeFormat("verifactu", MATRIX, parse_verifactu)
TICKETBAI = CodeFormat("ticketbai", MATRIX, parse_ticketbai)
CFDI = CodeFormat("cfdi", MATRIX, parse_cfdi)
UPI = CodeFormat("upi", MATRIX, parse_upi)
