"""Payment codes of Hungary (MNB QR), Serbia (NBS IPS) and Poland (ZBP 2D)."""

from decimal import Decimal

from billhook.domain.document_text import ScannedCode, Symbology
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat, Values
from billhook.extraction.machine_readable.notation import amount, cents, digits, iban
from billhook.extraction.text.check_digits import weighted_sum

MNB_LINES, NBS_ACCOUNT, ZBP_FIELDS, ZBP_ACCOUNT, ZBP_AMOUNT = 17, 18, 9, 26, 6
NIP_WEIGHTS = (7, 6, 5, 4, 3, 2, 7, 5, 6)
"""From the right, of the first nine digits of a Polish tax number."""


def parse_mnb(code: ScannedCode) -> Values | None:
    """The values of a Hungarian instant payment code (MNB QR 1.0: HCT transfer, RTP request); ``None`` for another.

    17 lines: type, version, charset, BIC, name, IBAN, amount, validity, purpose, text, shop, device, invoice, customer,
    transaction, loyalty, tax office.
    """
    if not code.content.startswith((b"HCT\n001\n1\n", b"RTP\n001\n1\n")):
        return None
    lines = code.content.decode().split("\n")
    if len(lines) != MNB_LINES + 1 or lines[-1]:
        return None
    account = iban(lines[5])
    if account[:2] != "HU":
        return None
    return stated(
        totalCharges=_forints(lines[6]),
        chargesUnits="HUF",
        payeeAccount=account,
        payeeName=lines[4],
        invoiceId=lines[12],
        accountNumber=lines[13],
        reference=lines[14],
    )


def _forints(text: str) -> Decimal | None:
    if not text:
        return None
    if not text.startswith("HUF"):
        raise ValueError("not in forints")
    return Decimal(digits(text[3:]))


def parse_nbs(code: ScannedCode) -> Values | None:
    """The values of a Serbian IPS code of a printed bill (``K:PR``); ``None`` for another code."""
    if not code.content.startswith(b"K:PR|V:01|C:1|"):
        return None
    fields = dict(part.split(":", 1) for part in code.content.decode().split("|"))
    account = digits(fields["R"])
    if len(account) != NBS_ACCOUNT or int(account) % 97 != 1 or not all(fields.values()):
        return None
    if not fields["I"].startswith("RSD"):
        return None
    return stated(
        totalCharges=_dinars(fields["I"][3:]),
        chargesUnits="RSD",
        payeeAccount=account,
        payeeName=fields["N"].splitlines()[0],
        reference=_serbian_reference(fields.get("RO", "")),
    )


def _dinars(text: str) -> Decimal | None:
    """An amount with a decimal comma; zero leaves it to the payer. Raises ValueError without one."""
    whole, comma, part = text.partition(",")
    if not comma:
        raise ValueError("not dinars")
    return amount(f"{whole}.{part or '00'}") or None


def _serbian_reference(text: str) -> str:
    """Model and reference; model 97 has check digits in front. Raises ValueError for wrong ones."""
    model, reference = text[:2], text[2:].replace("-", "")
    if model == "97" and reference.isdigit() and int(reference[2:] + reference[:2]) % 97 != 1:
        raise ValueError("wrong check digits")
    return text


def parse_zbp(code: ScannedCode) -> Values | None:
    """The values of a Polish 2D code (ZBP recommendation 2010/2013); ``None`` for another code.

    ``NIP|PL|account|amount in groszy|name|title|reserved|reserved|reserved``.
    """
    if code.content.count(b"|") != ZBP_FIELDS - 1 or b"|PL|" not in code.content:
        return None
    tax_number, country, account, total, name, title, *_ = code.content.decode().split("|")
    plain = account.removeprefix("PL")
    if country != "PL" or len(digits(plain)) != ZBP_ACCOUNT or len(digits(total)) != ZBP_AMOUNT or not title:
        return None
    if tax_number and not _is_nip(tax_number):
        return None
    return stated(
        totalCharges=cents(total) or None,
        chargesUnits="PLN",
        payeeAccount=iban(f"PL{plain}"),
        payeeName=name,
        payeeTaxNumber=tax_number,
    )


def _is_nip(text: str) -> bool:
    return len(digits(text)) == 10 and weighted_sum(text[:9], NIP_WEIGHTS) % 11 == int(text[9])


MNB_QR = CodeFormat("mnb-qr", MATRIX, parse_mnb)
NBS_IPS = CodeFormat("nbs-ips", MATRIX, parse_nbs)
ZBP_2D = CodeFormat("zbp-2d", MATRIX | {Symbology.PDF417}, parse_zbp)
