"""A bill that needs a profile of its issuer, and that profile."""

from tests.extraction.pages import METERED

ROWS = (
    {60: "Zephyr Grid Utility", 400: "www.zephyrgrid.example"},
    {60: "Qx Zv", 200: "1002003004"},
    {60: "Wq Date", 200: "05/10/2026"},
    {60: "Zq Vx", 200: "11/11/2026"},
    *METERED,
    {60: "Xq Wz", -500: "$121.00"},
)
HINTS = """
name = "Zephyr Grid"
currency = "CAD"
country = "CA"
day_first = true

[match]
any = ["Zephyr Grid Utility", "zephyrgrid.example"]

[labels.total_charges]
strong = ["xq wz"]

[labels.bill_date]
strong = ["Wq Date"]
weak = []

[[places]]
field = "account_number"
page = 1
box = [0.3, 0.085, 0.5, 0.105]
"""
