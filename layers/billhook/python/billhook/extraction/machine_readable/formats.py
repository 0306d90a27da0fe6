"""The registry of code formats: the first whose parser accepts a code is its format."""

from billhook.extraction.machine_readable.adriatic_slips import HUB3, UPN_QR
from billhook.extraction.machine_readable.brazil import ARRECADACAO, BOLETO
from billhook.extraction.machine_readable.central_european_slips import MNB_QR, NBS_IPS, ZBP_2D
from billhook.extraction.machine_readable.code_format import CodeFormat
from billhook.extraction.machine_readable.emv_qr import BHARAT_QR, PIX
from billhook.extraction.machine_readable.epc_qr import EPC_QR
from billhook.extraction.machine_readable.finland import VIRTUAL_BAR_CODE
from billhook.extraction.machine_readable.gost_payment import GOST_PAYMENT
from billhook.extraction.machine_readable.gs1_slip import GS1_SLIP
from billhook.extraction.machine_readable.italy import PAGOPA
from billhook.extraction.machine_readable.links import CFDI, CNMC_QR, TICKETBAI, UPI, VERIFACTU
from billhook.extraction.machine_readable.pay_by_square import PAY_BY_SQUARE
from billhook.extraction.machine_readable.portugal import AT_QR
from billhook.extraction.machine_readable.spayd import SPAYD
from billhook.extraction.machine_readable.swiss_qr_bill import SWISS_QR_BILL
from billhook.extraction.machine_readable.zatca import ZATCA

FORMATS: tuple[CodeFormat, ...] = (
    SWISS_QR_BILL,
    EPC_QR,
    SPAYD,
    PAY_BY_SQUARE,
    HUB3,
    UPN_QR,
    MNB_QR,
    NBS_IPS,
    ZBP_2D,
    GOST_PAYMENT,
    ARRECADACAO,
    BOLETO,
    PIX,
    BHARAT_QR,
    PAGOPA,
    VIRTUAL_BAR_CODE,
    AT_QR,
    CNMC_QR,
    VERIFACTU,
    TICKETBAI,
    CFDI,
    UPI,
    ZATCA,
    GS1_SLIP,
)
