"""Labels of amounts that are owed or paid, not charged."""

OWED = frozenset({"previous_close_balance", "after_previous_total_payment", "current_open_balance", "total_charges"})
BALANCES = OWED | {"nothing_money"}
"""Labels of balances, and of amounts that a label declares to be no part of the bill."""

SUMMED = frozenset({"total_charges"})
"""The label that a total within a total may have: the total of the energy, to which a fee is added."""
