"""Domain values and rules: no clock, no ids, no I/O, no logging."""
