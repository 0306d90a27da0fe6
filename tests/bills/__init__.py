"""Bills that nobody issued, for the tests: countries x commodities x layouts x wordings x formats, truth known.

``tests.bills.open`` may be looked at by whoever works on extraction. ``tests.bills.held_out`` has layouts and words of
its own and decides: who tunes rules does not open it. The model they share (facts, styles, paper) prints nothing.
"""
