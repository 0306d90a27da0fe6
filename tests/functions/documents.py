"""Requests for documents of ``COMPANY``."""

from tests.builders import COMPANY

NEW = {"billDate": "2026-10-31", "chargesUnits": "EUR", "totalCharges": "10.00"}
LIST = f"/v2.2/document/company/{COMPANY}"
