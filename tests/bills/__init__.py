"""Generated bills for the tests: countries x commodities x layouts x wordings x formats, with known truth.

Rules of extraction may be developed on ``tests.bills.open``. ``tests.bills.held_out`` has separate layouts and words
and measures accuracy; it is not read when rules are written. Both share the model of facts, styles and paper.
"""
