"""Values of the deployment that use cases are built with, each with a type of its own."""

from datetime import timedelta
from typing import NewType

LeaseDuration = NewType("LeaseDuration", timedelta)
"""For how long a claimed document, delivery or request is locked against other workers."""

OcrPagesPerSecond = NewType("OcrPagesPerSecond", int)
"""Synchronous OCR requests of all workers per second: the quota of the account in its region."""

ApiUrl = NewType("ApiUrl", str)
"""The public base URL of the API, without a slash at the end."""
